#include "features/events/registration_store.h"

#include "platform/crypto/hash.h"

namespace ax::events::store {
namespace {

db::Query const kInsert{"events.register", R"sql(
    INSERT INTO event_registration (event_id, account_id, state, code, queued_at) VALUES ($1, $2, $3, $4, $5)
)sql"};
db::Query const kAgain{"events.register_again", R"sql(
    UPDATE event_registration SET state = $2, queued_at = $3, offer_expires_at = NULL, checked_in_at = NULL
    WHERE id = $1
)sql"};
db::Query const kSet{"events.set_registration", R"sql(
    UPDATE event_registration SET state = $2, offer_expires_at = $3 WHERE id = $1
)sql"};
db::Query const kCheckIn{"events.check_in", R"sql(
    UPDATE event_registration SET checked_in_at = $2 WHERE id = $1 AND checked_in_at IS NULL
)sql"};

#define AX_REGISTRATION                                                                              \
    "SELECT id, event_id, account_id, state, code, queued_at, offer_expires_at, checked_in_at FROM " \
    "event_registration "

db::Query const kFind{"events.registration", AX_REGISTRATION "WHERE id = $1"};
db::Query const kByCode{"events.by_code", AX_REGISTRATION "WHERE event_id = $1 AND code = $2"};
db::Query const kNext{"events.next_waiting",
                      AX_REGISTRATION "WHERE event_id = $1 AND state = 1 ORDER BY queued_at, id LIMIT 1"};
db::Query const kLiving{"events.living", AX_REGISTRATION
                        "WHERE event_id = $1 AND state IN (0, 1, 2) AND id > $2 ORDER BY id LIMIT $3"};

#undef AX_REGISTRATION

db::Query const kOtherEvent{"events.code_of_other_event", R"sql(
    SELECT 1 FROM event e JOIN event_registration r ON r.event_id = e.id
    WHERE e.host_id = $1 AND e.id <> $2 AND r.code = $3 AND r.state = 0 LIMIT 1
)sql"};
db::Query const kAhead{"events.ahead", R"sql(
    SELECT count(*) FROM event_registration
    WHERE event_id = $1 AND state = 1 AND (queued_at < $2 OR (queued_at = $2 AND id < $3))
)sql"};
db::Query const kCheckedIn{"events.checked_in", R"sql(
    SELECT count(*) FROM event_registration WHERE event_id = $1 AND state = 0 AND checked_in_at IS NOT NULL
)sql"};

Registration read(db::Row const& row) {
    return {.id = row.get<RegistrationId>(0),
            .event = row.get<EventId>(1),
            .account = row.get<AccountId>(2),
            .state = row.get<RegistrationState>(3),
            .code = row.get<std::string>(4),
            .queued_at = row.get<Instant>(5),
            .offer_expires_at = row.get<std::optional<Instant>>(6),
            .checked_in_at = row.get<std::optional<Instant>>(7)};
}

std::optional<Registration> read(std::optional<db::OneRow> const& row) {
    return row ? std::optional(read(row->view())) : std::nullopt;
}

}  // namespace

std::string new_code() {
    constexpr std::string_view kLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    std::string code;
    for (char const byte : crypto::random_bytes(8)) code += kLetters[static_cast<unsigned char>(byte) % 32];
    return code;
}

Task<bool> put(db::Tx& tx, EventId event, AccountId account, std::optional<Mine> const& before,
               RegistrationState state, Instant now) {
    auto const done =
        before ? co_await tx.attempt(kAgain, before->id, static_cast<int>(state), now)
               : co_await tx.attempt(kInsert, event, account, static_cast<int>(state), new_code(), now);
    if (!done && done.error().name != "event_full")
        throw db::ViolationError(done.error());
    co_return done.has_value();
}

Task<bool> set(db::Tx& tx, RegistrationId id, RegistrationState state,
               std::optional<Instant> offer_expires_at) {
    auto const done = co_await tx.attempt(kSet, id, static_cast<int>(state), offer_expires_at);
    if (!done && done.error().name != "event_full")
        throw db::ViolationError(done.error());
    co_return done.has_value();
}

Task<std::optional<Registration>> registration(db::Executor& db, RegistrationId id) {
    co_return read(co_await db.one(kFind, id));
}

Task<std::optional<Registration>> by_code(db::Executor& db, EventId event, std::string_view code) {
    co_return read(co_await db.one(kByCode, event, code));
}

Task<bool> is_code_of_other_event(db::Executor& db, EventId event, AccountId host, std::string_view code) {
    co_return (co_await db.one(kOtherEvent, host, event, code)).has_value();
}

Task<std::optional<Registration>> next_waiting(db::Executor& db, EventId event) {
    co_return read(co_await db.one(kNext, event));
}

Task<int> ahead(db::Executor& db, EventId event, Mine const& mine) {
    co_return (co_await db.one(kAhead, event, mine.queued_at, mine.id))->get<int>(0);
}

Task<std::vector<Registration>> living(db::Executor& db, EventId event, RegistrationId after, int limit) {
    auto const rows = co_await db.rows(kLiving, event, after, limit);
    std::vector<Registration> out;
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<int> checked_in(db::Executor& db, EventId event) {
    co_return (co_await db.one(kCheckedIn, event))->get<int>(0);
}

Task<void> check_in(db::Tx& tx, RegistrationId id, Instant now) { co_await tx.exec(kCheckIn, id, now); }

}  // namespace ax::events::store
