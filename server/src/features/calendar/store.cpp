#include "features/calendar/store.h"

namespace ax::calendar::store {
namespace {

db::Query const kSince{"calendar.since", "SELECT created_at FROM calendar_feed WHERE account_id = $1"};
db::Query const kOwner{"calendar.owner", "SELECT account_id FROM calendar_feed WHERE hash = $1"};
db::Query const kPut{"calendar.put", R"sql(
    INSERT INTO calendar_feed (account_id, hash, created_at) VALUES ($1, $2, $3)
    ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at
)sql"};
db::Query const kRemove{"calendar.remove", "DELETE FROM calendar_feed WHERE account_id = $1"};

}  // namespace

Task<std::optional<Instant>> since(db::Executor& db, AccountId account) {
    auto const row = co_await db.one(kSince, account);
    if (!row)
        co_return std::nullopt;
    co_return row->get<Instant>(0);
}

Task<std::optional<AccountId>> owner(db::Executor& db, std::string hash) {
    auto const row = co_await db.one(kOwner, hash);
    if (!row)
        co_return std::nullopt;
    co_return row->get<AccountId>(0);
}

Task<void> put(db::Tx& tx, AccountId account, std::string hash, Instant now) {
    co_await tx.exec(kPut, account, hash, now);
}

Task<void> remove(db::Tx& tx, AccountId account) { co_await tx.exec(kRemove, account); }

}  // namespace ax::calendar::store
