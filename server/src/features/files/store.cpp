#include "features/files/store.h"

namespace ax::files::store {
namespace {

db::Query const kFind{"files.find", "SELECT bytes, created_at, owner_id FROM file WHERE blob_key = $1"};
db::Query const kPut{"files.put", R"sql(
    INSERT INTO file (blob_key, owner_id, bytes, created_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (blob_key) DO UPDATE SET created_at = excluded.created_at
)sql"};
db::Query const kTakeBack{"files.take_back",
                          "DELETE FROM file WHERE blob_key = $1 AND uses = 0 AND created_at = $2"};
db::Query const kUsed{"files.used", R"sql(
    SELECT CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM file WHERE owner_id = $1
)sql"};
db::Query const kUse{"files.use", "UPDATE file SET uses = uses + 1 WHERE blob_key = $1"};
db::Query const kRelease{"files.release", R"sql(
    UPDATE file SET uses = uses - 1, created_at = 0 WHERE blob_key = $1 AND uses > 0
)sql"};
db::Query const kUnused{"files.unused", R"sql(
    SELECT blob_key FROM file WHERE uses = 0 AND created_at < $1 ORDER BY created_at, blob_key LIMIT $2
)sql"};
db::Query const kForget{"files.forget",
                        "DELETE FROM file WHERE blob_key = $1 AND uses = 0 AND created_at < $2"};
db::Query const kAfter{"files.after",
                       "SELECT blob_key FROM file WHERE blob_key > $1 ORDER BY blob_key LIMIT $2"};
db::Query const kNamed{"files.named", "SELECT 1 FROM file WHERE blob_key = $1"};

std::vector<std::string> keys(db::Rows const& rows) {
    std::vector<std::string> out;
    for (auto const row : rows) out.push_back(row.get<std::string>(0));
    return out;
}

}  // namespace

Task<std::optional<Row>> find(db::Executor& db, std::string_view key) {
    auto const row = co_await db.one(kFind, key);
    if (!row)
        co_return std::nullopt;
    co_return Row{.bytes = row->get<std::int64_t>(0),
                  .created_at = row->get<Instant>(1),
                  .owner = row->get<AccountId>(2)};
}

Task<void> put(db::Tx& tx, std::string_view key, AccountId owner, std::int64_t bytes, Instant now) {
    co_await tx.exec(kPut, key, owner, bytes, now);
}

Task<void> take_back(db::Tx& tx, std::string_view key, Instant then) {
    co_await tx.exec(kTakeBack, key, then);
}

Task<std::int64_t> used(db::Executor& db, AccountId owner) {
    co_return (co_await db.one(kUsed, owner))->get<std::int64_t>(0);
}

Task<bool> use(db::Tx& tx, std::string_view key) { co_return co_await tx.exec(kUse, key) > 0; }

Task<void> release(db::Tx& tx, std::string_view key) { co_await tx.exec(kRelease, key); }

Task<std::vector<std::string>> unused(db::Executor& db, Instant before, int limit) {
    co_return keys(co_await db.rows(kUnused, before, limit));
}

Task<std::vector<std::string>> after(db::Executor& db, std::string_view key, int limit) {
    co_return keys(co_await db.rows(kAfter, key, limit));
}

Task<void> forget(db::Tx& tx, std::string_view key, Instant before) {
    co_await tx.exec(kForget, key, before);
}

Task<bool> is_named(db::Executor& db, std::string_view key) {
    co_return (co_await db.one(kNamed, key)).has_value();
}

}  // namespace ax::files::store
