#include "features/realtime/event_store.h"

namespace ax::realtime::event_store {
namespace {

db::Query const kAppend{"realtime.append",
                        R"sql(
    INSERT INTO user_event (account_id, seq, name, payload, at)
    VALUES ($1, (SELECT coalesce(max(seq), 0) + 1 FROM user_event WHERE account_id = $1), $2, $3, $4);
    SELECT max(seq) FROM user_event WHERE account_id = $1
)sql",
                        R"sql(
    WITH next AS (
        INSERT INTO user_stream (account_id, last) VALUES ($1, 1)
        ON CONFLICT (account_id) DO UPDATE SET last = user_stream.last + 1
        RETURNING account_id, last
    )
    INSERT INTO user_event (account_id, seq, name, payload, at)
    SELECT account_id, last, $2, $3, CAST($4 AS BIGINT) FROM next
    RETURNING seq
)sql"};

db::Query const kAfter{"realtime.after", R"sql(
    SELECT seq, name, at, payload FROM user_event
    WHERE account_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
)sql"};

db::Query const kLast{"realtime.last", "SELECT coalesce(max(seq), 0) FROM user_event WHERE account_id = $1"};

// Old rows lie in front: on SQLite the scan ends at the first one that is young.
db::Query const kPurge{"realtime.purge",
                       R"sql(
    DELETE FROM user_event WHERE rowid IN (
        SELECT e.rowid FROM user_event e
        WHERE e.rowid < coalesce((SELECT rowid FROM user_event WHERE at >= $1 ORDER BY rowid LIMIT 1),
                                 9223372036854775807)
          AND e.at < $1
          AND e.seq < (SELECT max(n.seq) FROM user_event n WHERE n.account_id = e.account_id)
        ORDER BY e.rowid LIMIT $2)
)sql",
                       R"sql(
    DELETE FROM user_event WHERE (account_id, seq) IN (
        SELECT e.account_id, e.seq FROM user_event e JOIN user_stream s ON s.account_id = e.account_id
        WHERE e.at < $1 AND e.seq < s.last LIMIT $2)
)sql"};

}  // namespace

Task<std::int64_t> append(db::Tx& tx, AccountId account, std::string_view name, std::string_view payload,
                          Instant at) {
    auto const row = co_await tx.one(kAppend, account, name, payload, at);
    co_return row->get<std::int64_t>(0);
}

Task<std::vector<LiveEvent>> after(db::Executor& db, AccountId account, std::int64_t seen, int limit) {
    auto const rows = co_await db.rows(kAfter, account, seen, limit);
    std::vector<LiveEvent> out;
    out.reserve(rows.size());
    for (auto const row : rows)
        out.push_back({.seq = row.get<std::int64_t>(0),
                       .name = row.get<std::string>(1),
                       .at = row.get<Instant>(2),
                       .data = {.json = row.get<std::string>(3)}});
    co_return out;
}

Task<std::int64_t> last(db::Executor& db, AccountId account) {
    auto const row = co_await db.one(kLast, account);
    co_return row->get<std::int64_t>(0);
}

Task<std::int64_t> purge(db::Tx& tx, Instant before, int limit) {
    co_return co_await tx.exec(kPurge, before, limit);
}

}  // namespace ax::realtime::event_store
