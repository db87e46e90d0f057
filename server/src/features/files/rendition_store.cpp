#include "features/files/rendition_store.h"

namespace ax::files::rendition_store {
namespace {

db::Query const kPut{"files.rendition_put", R"sql(
    INSERT INTO rendition (of_key, width, format, blob_key, bytes) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (of_key, width, format) DO UPDATE SET width = excluded.width
    RETURNING blob_key
)sql"};
db::Query const kFind{"files.rendition_find",
                      "SELECT blob_key FROM rendition WHERE of_key = $1 AND width = $2 AND format = $3"};
db::Query const kUsed{"files.rendition_bytes", R"sql(
    SELECT CAST(coalesce(sum(r.bytes), 0) AS BIGINT) FROM file f JOIN rendition r ON r.of_key = f.blob_key
    WHERE f.owner_id = $1
)sql"};
db::Query const kLeftOver{"files.renditions_left_over", R"sql(
    SELECT r.of_key, r.width, r.format, r.blob_key, r.bytes FROM rendition r
    WHERE NOT EXISTS (SELECT 1 FROM file f WHERE f.blob_key = r.of_key)
    ORDER BY r.of_key, r.width, r.format LIMIT $1
)sql"};
db::Query const kForget{"files.rendition_forget", R"sql(
    DELETE FROM rendition WHERE of_key = $1 AND width = $2 AND format = $3
        AND NOT EXISTS (SELECT 1 FROM file f WHERE f.blob_key = $1)
)sql"};
db::Query const kNamed{"files.rendition_named", "SELECT 1 FROM rendition WHERE blob_key = $1 LIMIT 1"};

}  // namespace

Task<std::string> put(db::Tx& tx, Row const& row) {
    auto const kept = co_await tx.one(kPut, row.of, row.width, row.format, row.key, row.bytes);
    co_return kept->get<std::string>(0);
}

Task<std::optional<std::string>> find(db::Executor& db, std::string_view of, int width,
                                      std::string_view format) {
    auto const row = co_await db.one(kFind, of, width, format);
    if (!row)
        co_return std::nullopt;
    co_return row->get<std::string>(0);
}

Task<std::int64_t> used(db::Executor& db, AccountId owner) {
    co_return (co_await db.one(kUsed, owner))->get<std::int64_t>(0);
}

Task<std::vector<Row>> left_over(db::Executor& db, int limit) {
    std::vector<Row> out;
    auto const rows = co_await db.rows(kLeftOver, limit);
    for (auto const row : rows)
        out.push_back({.of = row.get<std::string>(0),
                       .width = row.get<int>(1),
                       .format = row.get<std::string>(2),
                       .key = row.get<std::string>(3),
                       .bytes = row.get<std::int64_t>(4)});
    co_return out;
}

Task<void> forget(db::Tx& tx, Row const& row) { co_await tx.exec(kForget, row.of, row.width, row.format); }

Task<bool> is_named(db::Executor& db, std::string_view key) {
    co_return (co_await db.one(kNamed, key)).has_value();
}

}  // namespace ax::files::rendition_store
