#pragma once

#include "features/events/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The tables event and event_tag. Stateless; every call runs on the executor given.
namespace ax::events::store {

struct Mine {
    RegistrationId id;
    RegistrationState state{};
    std::string code;
    Instant queued_at;
    std::optional<Instant> offer_expires_at;
    std::optional<Instant> checked_in_at;
    [[nodiscard]] bool is(RegistrationState wanted) const { return state == wanted; }
    [[nodiscard]] bool lives() const {
        return state != RegistrationState::cancelled && state != RegistrationState::lapsed;
    }
};

/// An event as one viewer finds it.
struct Row {
    EventId id;
    AccountId host;
    EventState state{};
    std::string title;
    std::string description;
    std::string online_url;
    std::string place;
    std::string time_zone;
    std::string local_start;
    int minutes = 0;
    Instant starts_at;
    Instant ends_at;
    std::optional<int> capacity;
    int taken = 0;
    int waiting = 0;
    int sequence = 0;
    std::string tags;  // a column of names, see mentors::Mentors::column_of
    std::string cancel_note;
    Instant updated_at;
    std::string cover = {};  // a key of features/files; empty: none
    std::optional<Mine> mine = {};
    [[nodiscard]] bool has_free() const { return taken < capacity.value_or(kMostPlaces); }
};

struct Place {
    Instant starts_at;
    EventId id;
};
[[nodiscard]] std::string to_cursor(Place const& place);
[[nodiscard]] std::optional<Place> parse_cursor(std::string_view text);

/// Words that an event is found by, from what it says.
[[nodiscard]] std::string search_text(Row const& row, std::vector<std::string> const& tags);

/// Nothing if the host used the key before.
[[nodiscard]] Task<std::optional<EventId>> insert(db::Tx& tx, Row const& row,
                                                  std::vector<std::string> const& tags,
                                                  std::string_view client_key);
/// `mine` is the viewer's; account 0 has none.
[[nodiscard]] Task<std::optional<Row>> find(db::Executor& db, EventId id, AccountId viewer);
[[nodiscard]] Task<std::optional<Row>> by_key(db::Executor& db, AccountId host, std::string_view client_key);
/// From here to the end of the transaction no other changes the event or its registrations.
Task<void> lock(db::Tx& tx, EventId id);
/// What the host says, and the next sequence number. False if more places are taken than there would be.
[[nodiscard]] Task<bool> update(db::Tx& tx, Row const& row, std::vector<std::string> const& tags);
Task<void> set_state(db::Tx& tx, EventId id, EventState state, std::string_view note, Instant now);
/// Drafts and published ones that are not over.
[[nodiscard]] Task<int> open_count(db::Executor& db, AccountId host, Instant now);

struct ListWish {
    EventFilter filter{};
    AccountId viewer;
    std::string words;  // as typed
    std::string tag;
    std::optional<Place> after;
    int limit = 0;
    Instant now;
};
[[nodiscard]] Task<std::vector<Row>> list(db::Executor& db, ListWish const& wish);
[[nodiscard]] Task<std::vector<EventTag>> tags(db::Executor& db, Instant now);

struct Published {
    EventId id;
    Instant updated_at;
};
/// The highest number of a published event; 0: there is none.
[[nodiscard]] Task<std::int64_t> last_published(db::Executor& db);
/// Those of [from, to), by number.
[[nodiscard]] Task<std::vector<Published>> published(db::Executor& db, EventId from, EventId to);

}  // namespace ax::events::store
