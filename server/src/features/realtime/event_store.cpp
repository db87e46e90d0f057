#include "features/realtime/event_store.h"

namespace ax::realtime::event_store {
namespace {

// SQLite: the row goes to the end of the table and is linked to the one before, see migration 0033.
#define AX_NEXT_OF(account)                                                            \
    "INSERT INTO user_event (account_id, seq, prev, name, payload, at) VALUES "        \
    "(" account ", coalesce((SELECT last FROM user_stream WHERE account_id = " account \
    "), 0) + 1, coalesce((SELECT head FROM user_stream WHERE account_id = " account    \
    "), 0), $1, $2, $3);"                                                              \
    "INSERT INTO user_stream (account_id, last, head) VALUES (" account                \
    ", 1, last_insert_rowid()) "                                                       \
    "ON CONFLICT (account_id) DO UPDATE SET last = last + 1, head = excluded.head;"
#define AX_NUMBER_OF(account) "SELECT account_id, last FROM user_stream WHERE account_id = " account
// PostgreSQL: writers of one account queue for its counter.
#define AX_COUNT_AND_APPEND(counters)                                           \
    "WITH next AS (INSERT INTO user_stream (account_id, last) VALUES " counters \
    " ON CONFLICT (account_id) DO UPDATE SET last = user_stream.last + 1 "      \
    "RETURNING account_id, last) "                                              \
    "INSERT INTO user_event (account_id, seq, name, payload, at) "              \
    "SELECT account_id, last, $1, $2, CAST($3 AS BIGINT) FROM next RETURNING account_id, seq"

db::Query const kAppend{"realtime.append", AX_NEXT_OF("$4") AX_NUMBER_OF("$4"),
                        AX_COUNT_AND_APPEND("($4, 1)")};
// To two members at once: a message in one statement.
db::Query const kAppendTwo{"realtime.append_two",
                           AX_NEXT_OF("$4") AX_NEXT_OF("$5")
                               AX_NUMBER_OF("$4") " UNION ALL " AX_NUMBER_OF("$5"),
                           AX_COUNT_AND_APPEND("($4, 1), ($5, 1)")};

#undef AX_COUNT_AND_APPEND
#undef AX_NUMBER_OF
#undef AX_NEXT_OF

// The chain is walked from its newest row back; where a row is gone, it ends.
db::Query const kAfter{"realtime.after",
                       R"sql(
    WITH RECURSIVE chain (id, prev, seq) AS (
        SELECT e.id, e.prev, e.seq FROM user_stream s JOIN user_event e ON e.id = s.head
        WHERE s.account_id = $1 AND s.last > $2 AND s.last <= $2 + $4 AND e.account_id = $1 AND e.seq = s.last
        UNION ALL
        SELECT e.id, e.prev, e.seq FROM chain c JOIN user_event e ON e.id = c.prev
        WHERE c.seq > $2 + 1 AND e.account_id = $1 AND e.seq = c.seq - 1
    )
    SELECT e.seq, e.name, e.at, e.payload
    FROM (SELECT id, seq FROM chain ORDER BY seq LIMIT $3) c JOIN user_event e ON e.id = c.id ORDER BY c.seq
)sql",
                       R"sql(
    SELECT seq, name, at, payload FROM user_event
    WHERE account_id = $1 AND seq > $2 AND seq <= $2 + CAST($4 AS BIGINT) ORDER BY seq LIMIT $3
)sql"};

db::Query const kLast{"realtime.last",
                      "SELECT coalesce((SELECT last FROM user_stream WHERE account_id = $1), 0)"};

// On SQLite rows are in the order of time, so the oldest lie in front. On PostgreSQL the newest row stays:
// the version before reads its number there.
db::Query const kPurge{"realtime.purge",
                       R"sql(
    DELETE FROM user_event WHERE id IN (
        SELECT id FROM (SELECT id, at FROM user_event ORDER BY id LIMIT $2) WHERE at < $1)
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
    auto const keep = [&out](db::Rows const& rows) {
        for (auto const row : rows)
            out.push_back({.account = row.get<AccountId>(0), .seq = row.get<std::int64_t>(1)});
    };
    for (; to.size() >= 2; to = to.subspan(2))
        keep(co_await tx.rows(kAppendTwo, name, payload, at, to[0], to[1]));
    if (!to.empty())
        keep(co_await tx.rows(kAppend, name, payload, at, to.front()));
    co_return out;
}

Task<std::vector<LiveEvent>> after(db::Executor& db, AccountId account, std::int64_t seen, int limit) {
    auto const rows = co_await db.rows(kAfter, account, seen, limit, kFurthest);
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
