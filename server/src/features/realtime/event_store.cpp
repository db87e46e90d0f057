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

// Of two members at once: half the statements for a message.
db::Query const kTakeTwo{"realtime.take_two",
                         R"sql(
    SELECT CAST($1 AS BIGINT), coalesce(max(seq), 0) + 1 FROM user_event WHERE account_id = $1
    UNION ALL
    SELECT CAST($2 AS BIGINT), coalesce(max(seq), 0) + 1 FROM user_event WHERE account_id = $2
)sql",
                         R"sql(
    INSERT INTO user_stream (account_id, last) VALUES ($1, 1), ($2, 1)
    ON CONFLICT (account_id) DO UPDATE SET last = user_stream.last + 1
    RETURNING account_id, last
)sql"};
db::Query const kAppendTwo{"realtime.append_two", R"sql(
    INSERT INTO user_event (account_id, seq, name, payload, at)
    VALUES ($1, $2, $5, $6, $7), ($3, $4, $5, $6, $7)
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

Task<std::vector<Numbered>> append(db::Tx& tx, std::span<AccountId const> to, std::string_view name,
                                   std::string_view payload, Instant at) {
    std::vector<Numbered> out;
    out.reserve(to.size());
    for (; to.size() >= 2; to = to.subspan(2)) {
        auto const taken = co_await tx.rows(kTakeTwo, to[0], to[1]);
        for (auto const row : taken)
            out.push_back({.account = row.get<AccountId>(0), .seq = row.get<std::int64_t>(1)});
        auto const& first = out[out.size() - 2];
        auto const& second = out.back();
        co_await tx.exec(kAppendTwo, first.account, first.seq, second.account, second.seq, name, payload, at);
    }
    if (!to.empty()) {
        auto const row = co_await tx.one(kAppend, to.front(), name, payload, at);
        out.push_back({.account = to.front(), .seq = row->get<std::int64_t>(0)});
    }
    co_return out;
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
