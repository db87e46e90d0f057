#include "features/analytics/reliability_store.h"

#include <algorithm>

namespace ax::analytics::reliability_store {
namespace {

// Per mentor a walk through the conversations of theirs that something was said in since.
#define AX_FIRST_MESSAGES                                                                       \
    "(SELECT count(*) FROM member me JOIN conversation c ON c.id = me.conversation_id "         \
    "JOIN message f ON f.conversation_id = c.id AND f.seq = 1 "                                 \
    "WHERE me.account_id = m.account_id AND me.role = 1 AND c.kind = 0 AND c.updated_at >= $2 " \
    "AND f.sender_id <> m.account_id AND f.sent_at >= $2 AND f.sent_at < $3"
db::Query const kFacts{"analytics.reliability_facts",
                       "SELECT m.id, p.active_at, p.left_at, " AX_FIRST_MESSAGES "), " AX_FIRST_MESSAGES
                       R"sql(
        AND EXISTS (SELECT 1 FROM message r
                    WHERE r.conversation_id = f.conversation_id AND r.seq > f.seq AND r.sender_id = m.account_id
                      AND r.sent_at <= f.sent_at + 86400000000))
    FROM mentor m LEFT JOIN presence p ON p.account_id = m.account_id
    WHERE m.id > $1 AND m.approval = 2 ORDER BY m.id LIMIT $4
)sql"};
#undef AX_FIRST_MESSAGES

db::Query const kPut{"analytics.put_reliability", R"sql(
    INSERT INTO mentor_reliability (mentor_id, response_rate, last_active, computed_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (mentor_id) DO UPDATE SET response_rate = excluded.response_rate,
        last_active = excluded.last_active, computed_at = excluded.computed_at
)sql"};

db::Query const kFind{"analytics.reliability", R"sql(
    SELECT r.response_rate, CASE WHEN coalesce(s.show_online, 1) = 1 THEN r.last_active END
    FROM mentor_reliability r JOIN mentor m ON m.id = r.mentor_id
    LEFT JOIN live_setting s ON s.account_id = m.account_id
    WHERE r.mentor_id = $1
)sql"};

}  // namespace

Task<std::vector<Facts>> facts(db::Executor& db, MentorId after, Instant from, Instant to, int limit) {
    std::vector<Facts> out;
    auto const rows = co_await db.rows(kFacts, after, from, to, limit);
    for (auto const row : rows)
        out.push_back(
            {.mentor = row.get<MentorId>(0),
             .last_here = std::max(row.get<std::optional<Instant>>(1), row.get<std::optional<Instant>>(2)),
             .asked = row.get<int>(3),
             .answered = row.get<int>(4)});
    co_return out;
}

Task<void> put(db::Tx& tx, std::vector<Row> const& rows, Instant now) {
    for (auto const& row : rows) {
        auto const active =
            row.value.last_active ? std::optional(static_cast<int>(*row.value.last_active)) : std::nullopt;
        co_await tx.exec(kPut, row.mentor, row.value.response_rate, active, now);
    }
}

Task<Reliability> find(db::Executor& db, MentorId mentor) {
    auto const row = co_await db.one(kFind, mentor);
    if (!row)
        co_return Reliability{};
    auto const active = row->get<std::optional<int>>(1);
    co_return Reliability{
        .response_rate = row->get<std::optional<int>>(0),
        .last_active = active ? std::optional(static_cast<LastActive>(*active)) : std::nullopt};
}

}  // namespace ax::analytics::reliability_store
