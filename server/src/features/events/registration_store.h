#pragma once

#include "features/events/store.h"

/// The table event_registration. Whoever writes holds store::lock() of the event.
namespace ax::events::store {

struct Registration {
    RegistrationId id;
    EventId event;
    AccountId account;
    RegistrationState state{};
    std::string code;
    Instant queued_at;
    std::optional<Instant> offer_expires_at;
    std::optional<Instant> checked_in_at;
};

/// Eight letters and digits that can't be mistaken for each other.
[[nodiscard]] std::string new_code();

/// The first row of a person, or their row again. False if that is one place too many.
[[nodiscard]] Task<bool> put(db::Tx& tx, EventId event, AccountId account, std::optional<Mine> const& before,
                             RegistrationState state, Instant now);
/// The same verdict; an offer has an end.
[[nodiscard]] Task<bool> set(db::Tx& tx, RegistrationId id, RegistrationState state,
                             std::optional<Instant> offer_expires_at);
[[nodiscard]] Task<std::optional<Registration>> registration(db::Executor& db, RegistrationId id);
[[nodiscard]] Task<std::optional<Registration>> by_code(db::Executor& db, EventId event,
                                                        std::string_view code);
/// Is it the code of somebody who comes to another event of that host?
[[nodiscard]] Task<bool> is_code_of_other_event(db::Executor& db, EventId event, AccountId host,
                                                std::string_view code);
/// Who has waited longest.
[[nodiscard]] Task<std::optional<Registration>> next_waiting(db::Executor& db, EventId event);
/// How many wait before that one.
[[nodiscard]] Task<int> ahead(db::Executor& db, EventId event, Mine const& mine);
/// Those who are registered, have an offer, or wait.
[[nodiscard]] Task<std::vector<Registration>> living(db::Executor& db, EventId event, RegistrationId after,
                                                     int limit);
[[nodiscard]] Task<int> checked_in(db::Executor& db, EventId event);
Task<void> check_in(db::Tx& tx, RegistrationId id, Instant now);

}  // namespace ax::events::store
