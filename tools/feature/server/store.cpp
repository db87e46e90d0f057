#include "features/@name@/store.h"

namespace ax::@name@::store {
namespace {

db::Query const kInsert{"@name@.insert", R"sql(
    INSERT INTO @table@ (account_id, text, created_at) VALUES ($1, $2, $3) RETURNING id
)sql"};

db::Query const kNewest{"@name@.newest", R"sql(
    SELECT id, text, created_at FROM @table@ WHERE account_id = $1 ORDER BY id DESC LIMIT $2
)sql"};

db::Query const kCount{"@name@.count", "SELECT count(*) FROM @table@ WHERE account_id = $1"};

}  // namespace

Task<@Name@Entry> insert(db::Tx& tx, AccountId owner, std::string text, Instant now) {
    auto const row = co_await tx.one(kInsert, owner, text, now);
    co_return @Name@Entry{.id = row->get<std::int64_t>(0), .text = std::move(text), .created_at = now};
}

Task<std::vector<@Name@Entry>> newest(db::Executor& db, AccountId owner, int limit) {
    std::vector<@Name@Entry> entries;
    auto const rows = co_await db.rows(kNewest, owner, limit);
    for (auto const row : rows)
        entries.push_back({row.get<std::int64_t>(0), row.get<std::string>(1), row.get<Instant>(2)});
    co_return entries;
}

Task<std::int64_t> count(db::Executor& db, AccountId owner) {
    auto const row = co_await db.one(kCount, owner);
    co_return row->get<std::int64_t>(0);
}

}  // namespace ax::@name@::store
