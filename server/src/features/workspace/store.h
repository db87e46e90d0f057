#pragma once

#include "features/workspace/contract.h"
#include "features/workspace/contract_dashboard.h"
#include "platform/db/database.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The workspace tables. Stateless; every call runs on the executor given.
namespace ax::workspace::store {

/// As stored.
enum class ItemKind : unsigned char { agenda, action };
enum class NotesKind : unsigned char { shared, of_mentor };

struct Items {
    std::vector<AgendaItem> agenda;   // by place
    std::vector<ActionItem> actions;  // oldest first
};
[[nodiscard]] Task<Items> items(db::Executor& db, booking::Pair const& pair);
[[nodiscard]] Task<int> count(db::Executor& db, booking::Pair const& pair, ItemKind kind);
[[nodiscard]] Task<bool> known(db::Executor& db, booking::Pair const& pair, std::string const& client_key);

struct NewItem {
    ItemKind kind{};
    std::string text;
    Side added_by{};
    std::optional<Side> assignee;
    std::optional<std::string> due;
    std::string client_key;
};
/// At the end of its list.
Task<void> insert(db::Tx& tx, booking::Pair const& pair, NewItem const& item, Instant now);
/// These answer whether there is such an item in the pair's list.
[[nodiscard]] Task<bool> change_agenda(db::Tx& tx, booking::Pair const& pair, ItemId id,
                                       std::string const& text, bool done);
[[nodiscard]] Task<bool> change_action(db::Tx& tx, booking::Pair const& pair, ItemId id,
                                       ActionItem const& to);
[[nodiscard]] Task<bool> remove(db::Tx& tx, booking::Pair const& pair, ItemKind kind, ItemId id);

struct Place {
    ItemId id;
    std::int64_t position = 0;
};
/// The agenda's, in order.
[[nodiscard]] Task<std::vector<Place>> places(db::Executor& db, booking::Pair const& pair);
/// `item` takes the position of another; what lies between moves by one towards where it was.
Task<void> move(db::Tx& tx, booking::Pair const& pair, Place const& item, std::int64_t to);

[[nodiscard]] Task<VersionedNotes> notes(db::Executor& db, booking::Pair const& pair, NotesKind kind);
Task<void> save_notes(db::Tx& tx, booking::Pair const& pair, NotesKind kind, VersionedNotes const& notes);

/// Open action items by the other's profile, among `others`, a JSON list of ids.
[[nodiscard]] Task<std::map<std::int64_t, int>> open_actions_with(db::Executor& db, Side as,
                                                                  std::int64_t profile,
                                                                  std::string const& others);
/// What this side has to do, first due first.
[[nodiscard]] Task<std::vector<OpenAction>> open_actions_of(db::Executor& db, Side side, std::int64_t profile,
                                                            int limit);

[[nodiscard]] Task<std::vector<OwnNote>> own_notes(db::Executor& db, AccountId account);
/// Whether there is one with this key.
[[nodiscard]] Task<bool> own_note_known(db::Executor& db, AccountId account, std::string const& client_key);
Task<void> add_own_note(db::Tx& tx, AccountId account, AddOwnNote const& note, Instant now);
[[nodiscard]] Task<bool> change_own_note(db::Tx& tx, AccountId account, ChangeOwnNote const& note,
                                         Instant now);
Task<void> remove_own_note(db::Tx& tx, AccountId account, OwnNoteId id);

}  // namespace ax::workspace::store
