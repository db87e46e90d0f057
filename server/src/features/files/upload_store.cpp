#include "features/files/upload_store.h"

#include <algorithm>

namespace ax::files::upload_store {
namespace {

// A row is read and written as a whole: none grows with what a client sends at once.
constexpr std::size_t kPart = 1024UL * 1024;

db::Query const kAdd{"files.add_upload", R"sql(
    INSERT INTO upload (id, owner_id, purpose, metadata, bytes, received, touched_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, 0, $6, $7)
)sql"};
db::Query const kFind{"files.find_upload", R"sql(
    SELECT purpose, metadata, bytes, received, expires_at FROM upload WHERE id = $1 AND owner_id = $2
)sql"};
db::Query const kAdvance{"files.advance_upload", R"sql(
    UPDATE upload SET received = received + $3, touched_at = $4 WHERE id = $1 AND received = $2
)sql"};
db::Query const kAddPart{"files.add_upload_part",
                         "INSERT INTO upload_part (upload_id, at, content) VALUES ($1, $2, $3)"};
db::Query const kParts{"files.upload_parts",
                       "SELECT content FROM upload_part WHERE upload_id = $1 ORDER BY at"};
db::Query const kRemove{"files.remove_upload", "DELETE FROM upload WHERE id = $1"};
db::Query const kOpen{"files.open_uploads", R"sql(
    SELECT count(*), CAST(coalesce(sum(bytes), 0) AS BIGINT) FROM upload WHERE owner_id = $1
)sql"};
db::Query const kStale{"files.stale_upload", R"sql(
    SELECT id FROM upload WHERE owner_id = $1 AND touched_at < $2 ORDER BY touched_at, id LIMIT 1
)sql"};
db::Query const kExpired{"files.expired_uploads", R"sql(
    SELECT id FROM upload WHERE expires_at <= $1 ORDER BY expires_at, id LIMIT $2
)sql"};

}  // namespace

Task<void> add(db::Tx& tx, Upload const& upload, Instant now) {
    co_await tx.exec(kAdd, upload.id, upload.owner, upload.purpose, upload.metadata, upload.bytes, now,
                     upload.expires_at);
}

Task<std::optional<Upload>> find(db::Executor& db, std::string_view id, AccountId owner) {
    auto const row = co_await db.one(kFind, id, owner);
    if (!row)
        co_return std::nullopt;
    co_return Upload{.id = std::string(id),
                     .owner = owner,
                     .purpose = row->get<std::string>(0),
                     .metadata = row->get<std::string>(1),
                     .bytes = row->get<std::int64_t>(2),
                     .received = row->get<std::int64_t>(3),
                     .expires_at = row->get<Instant>(4)};
}

Task<bool> append(db::Tx& tx, std::string_view id, std::int64_t at, std::string_view bytes, Instant now) {
    auto const size = static_cast<std::int64_t>(bytes.size());
    if (co_await tx.exec(kAdvance, id, at, size, now) == 0)
        co_return false;
    for (std::size_t from = 0; from < bytes.size(); from += kPart)
        co_await tx.exec(kAddPart, id, at + static_cast<std::int64_t>(from),
                         db::Param::blob(bytes.substr(from, kPart)));
    co_return true;
}

Task<std::string> content(db::Executor& db, Upload const& upload) {
    std::string out;
    out.reserve(static_cast<std::size_t>(upload.received));
    auto const rows = co_await db.rows(kParts, upload.id);
    for (auto const row : rows) out += row.get<std::string_view>(0);
    co_return out;
}

Task<void> remove(db::Tx& tx, std::string_view id) { co_await tx.exec(kRemove, id); }

Task<Open> open(db::Executor& db, AccountId owner) {
    auto const row = co_await db.one(kOpen, owner);
    co_return Open{.count = row->get<std::int64_t>(0), .bytes = row->get<std::int64_t>(1)};
}

Task<std::optional<std::string>> stale(db::Executor& db, AccountId owner, Instant since) {
    auto const row = co_await db.one(kStale, owner, since);
    co_return row ? std::optional(row->get<std::string>(0)) : std::nullopt;
}

Task<std::vector<std::string>> expired(db::Executor& db, Instant now, int limit) {
    std::vector<std::string> ids;
    auto const rows = co_await db.rows(kExpired, now, limit);
    for (auto const row : rows) ids.push_back(row.get<std::string>(0));
    co_return ids;
}

}  // namespace ax::files::upload_store
