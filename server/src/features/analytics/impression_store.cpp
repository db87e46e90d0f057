#include "features/analytics/impression_store.h"

#include "platform/db/may_lag.h"

#include <array>

#include <fmt/format.h>

namespace ax::analytics::impression_store {
namespace {

db::Query const kZones{"analytics.zones",
                       R"sql(
    SELECT m.id, a.time_zone FROM mentor m JOIN account a ON a.id = m.account_id
    WHERE m.id IN (SELECT value FROM json_each($1))
)sql",
                       R"sql(
    SELECT m.id, a.time_zone FROM mentor m JOIN account a ON a.id = m.account_id
    WHERE m.id IN (SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($1 AS JSON)))
)sql"};

// Many rows in one statement, from a JSON list of lists. `WHERE true` tells SQLite that ON CONFLICT is no
// join.
db::Query const kAdd{"analytics.add_impressions",
                     R"sql(
    INSERT INTO mentor_impression (mentor_id, day, kind, visitors)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
           json_extract(value, '$[3]')
    FROM json_each($1) WHERE true
    ON CONFLICT (mentor_id, day, kind) DO UPDATE SET visitors = mentor_impression.visitors + excluded.visitors
)sql",
                     R"sql(
    INSERT INTO mentor_impression (mentor_id, day, kind, visitors)
    SELECT (value ->> 0)::bigint, (value ->> 1)::bigint, (value ->> 2)::bigint, (value ->> 3)::bigint
    FROM jsonb_array_elements(CAST($1 AS jsonb)) AS list (value)
    ON CONFLICT (mentor_id, day, kind) DO UPDATE SET visitors = mentor_impression.visitors + excluded.visitors
)sql"};

db::Query const kOfDays{"analytics.impressions", R"sql(
    SELECT mentor_id, day, kind, visitors FROM mentor_impression
    WHERE mentor_id = $1 AND day >= $2 AND day <= $3
)sql"};

db::MayLag const kMayLag{kOfDays};

constexpr std::size_t kAtOnce = 1'000;

}  // namespace

Task<std::map<MentorId, std::string>> zones(db::Executor& db, std::vector<MentorId> const& mentors) {
    std::string list = "[";
    for (auto const mentor : mentors)
        fmt::format_to(std::back_inserter(list), "{}{}", list.size() > 1 ? "," : "", mentor.value);
    list += "]";
    std::map<MentorId, std::string> out;
    auto const rows = co_await db.rows(kZones, list);
    for (auto const row : rows) out.emplace(row.get<MentorId>(0), row.get<std::string>(1));
    co_return out;
}

Task<void> add(db::Tx& tx, std::vector<Count> const& counts) {
    // PostgreSQL changes a row once per statement: counts of one cell are added up first.
    std::map<std::array<std::int64_t, 3>, std::int64_t> cells;
    for (auto const& one : counts) cells[{one.mentor.value, one.day, one.kind}] += one.visitors;
    std::string list;
    std::size_t listed = 0;
    for (auto const& [cell, visitors] : cells) {
        fmt::format_to(std::back_inserter(list), "{}[{},{},{},{}]", list.empty() ? '[' : ',', cell[0],
                       cell[1], cell[2], visitors);
        ++listed;
        if (listed % kAtOnce != 0 && listed != cells.size())
            continue;
        list += ']';
        co_await tx.exec(kAdd, list);
        list.clear();
    }
}

Task<std::vector<Count>> of_days(db::Executor& db, MentorId mentor, std::int64_t first, std::int64_t last) {
    std::vector<Count> out;
    auto const rows = co_await db.rows(kOfDays, mentor, first, last);
    for (auto const row : rows)
        out.push_back(
            {row.get<MentorId>(0), row.get<std::int64_t>(1), row.get<int>(2), row.get<std::int64_t>(3)});
    co_return out;
}

}  // namespace ax::analytics::impression_store
