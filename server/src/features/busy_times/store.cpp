#include "features/busy_times/store.h"

namespace ax::busy_times::store {
namespace {

db::Query const kFind{"busy_times.find", R"sql(
    SELECT mentor_id, url, version, etag, last_modified, read_at, expanded_at, failing_since, failure, expired, entries,
           unread, created_at
    FROM busy_feed WHERE mentor_id = $1
)sql"};
// A feed that was removed leaves its number behind nowhere; the time of saving tells two apart as well.
db::Query const kSetUrl{"busy_times.set_url", R"sql(
    INSERT INTO busy_feed (mentor_id, url, version, due_at, created_at) VALUES ($1, $2, $3, $4, $3)
    ON CONFLICT (mentor_id) DO UPDATE SET
        url = excluded.url, version = excluded.version, due_at = excluded.due_at, created_at = excluded.created_at,
        etag = '', last_modified = '', read_at = NULL, expanded_at = NULL, failing_since = NULL, failure = 0,
        expired = 0, entries = 0, unread = 0
)sql"};
db::Query const kRemove{"busy_times.remove", "DELETE FROM busy_feed WHERE mentor_id = $1"};
db::Query const kDue{"busy_times.due", R"sql(
    SELECT mentor_id, version FROM busy_feed WHERE due_at <= $1 ORDER BY due_at LIMIT $2
)sql"};
db::Query const kSetDue{"busy_times.set_due", "UPDATE busy_feed SET due_at = $2 WHERE mentor_id = $1"};
db::Query const kSave{"busy_times.save", R"sql(
    UPDATE busy_feed SET etag = $3, last_modified = $4, read_at = $5, expanded_at = $6, failing_since = $7,
                             failure = $8, expired = $9, entries = $10, unread = $11
    WHERE mentor_id = $1 AND version = $2
)sql"};

}  // namespace

Task<std::optional<Feed>> find(db::Executor& db, MentorId mentor) {
    auto const row = co_await db.one(kFind, mentor);
    if (!row)
        co_return std::nullopt;
    co_return Feed{.mentor = row->get<MentorId>(0),
                   .url = row->get<std::string>(1),
                   .version = row->get<std::int64_t>(2),
                   .etag = row->get<std::string>(3),
                   .last_modified = row->get<std::string>(4),
                   .read_at = row->get<std::optional<Instant>>(5),
                   .expanded_at = row->get<std::optional<Instant>>(6),
                   .failing_since = row->get<std::optional<Instant>>(7),
                   .failure = row->get<FeedFailure>(8),
                   .expired = row->get<bool>(9),
                   .entries = row->get<int>(10),
                   .unread = row->get<int>(11),
                   .created_at = row->get<Instant>(12)};
}

Task<void> set_url(db::Tx& tx, MentorId mentor, std::string const& url, Instant now) {
    co_await tx.exec(kSetUrl, mentor, url, now, now + minutes{15});
}

Task<void> remove(db::Tx& tx, MentorId mentor) { co_await tx.exec(kRemove, mentor); }

Task<std::vector<Due>> due(db::Executor& db, Instant now, int limit) {
    std::vector<Due> out;
    auto const rows = co_await db.rows(kDue, now, limit);
    for (auto const row : rows) out.push_back({row.get<MentorId>(0), row.get<std::int64_t>(1)});
    co_return out;
}

Task<void> set_due(db::Tx& tx, MentorId mentor, Instant at) { co_await tx.exec(kSetDue, mentor, at); }

Task<void> save(db::Tx& tx, Feed const& f) {
    co_await tx.exec(kSave, f.mentor, f.version, f.etag, f.last_modified, f.read_at, f.expanded_at,
                     f.failing_since, static_cast<int>(f.failure), f.expired, f.entries, f.unread);
}

}  // namespace ax::busy_times::store
