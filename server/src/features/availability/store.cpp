#include "features/availability/store.h"

#include <stdexcept>

#include <fmt/format.h>

namespace ax::availability {
namespace {

db::Query const kFind{"availability.find", R"sql(
    SELECT time_zone, buffer_before, buffer_after, minimum_notice, horizon_days, daily_cap, start_every
    FROM availability WHERE mentor_id = $1
)sql"};

// Rules, overrides and vacations in one answer. A weekday of 0 marks an override, -1 a vacation.
db::Query const kFindHours{"availability.find_hours", R"sql(
    SELECT weekday, NULL AS date, start_minute, end_minute, position, NULL AS last_date, NULL AS note
    FROM availability_rule WHERE mentor_id = $1
    UNION ALL
    SELECT 0 AS weekday, date, start_minute, end_minute, position, NULL AS last_date, NULL AS note
    FROM availability_override WHERE mentor_id = $1
    UNION ALL
    SELECT -1 AS weekday, from_date, NULL, NULL, id, to_date, note
    FROM availability_vacation WHERE mentor_id = $1 AND removed_at IS NULL
    ORDER BY 5
)sql"};

db::Query const kSave{"availability.save", R"sql(
    INSERT INTO availability (mentor_id, time_zone, buffer_before, buffer_after, minimum_notice, horizon_days,
                              daily_cap, start_every, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (mentor_id) DO UPDATE SET
        time_zone = excluded.time_zone, buffer_before = excluded.buffer_before, buffer_after = excluded.buffer_after,
        minimum_notice = excluded.minimum_notice, horizon_days = excluded.horizon_days,
        daily_cap = excluded.daily_cap, start_every = excluded.start_every, updated_at = excluded.updated_at
)sql"};

db::Query const kForgetRules{"availability.forget_rules",
                             "DELETE FROM availability_rule WHERE mentor_id = $1"};
db::Query const kForgetOverrides{"availability.forget_overrides",
                                 "DELETE FROM availability_override WHERE mentor_id = $1"};

// All rows in one statement, from a JSON list of lists: hundreds of round trips otherwise.
db::Query const kAddRules{"availability.add_rules",
                          R"sql(
    INSERT INTO availability_rule (mentor_id, position, weekday, start_minute, end_minute)
    SELECT $1, key, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each($2)
)sql",
                          R"sql(
    INSERT INTO availability_rule (mentor_id, position, weekday, start_minute, end_minute)
    SELECT CAST($1 AS BIGINT), position - 1, (value ->> 0)::bigint, (value ->> 1)::bigint, (value ->> 2)::bigint
    FROM jsonb_array_elements(CAST($2 AS jsonb)) WITH ORDINALITY AS list (value, position)
)sql"};

db::Query const kAddOverrides{"availability.add_overrides",
                              R"sql(
    INSERT INTO availability_override (mentor_id, position, date, start_minute, end_minute)
    SELECT $1, key, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each($2)
)sql",
                              R"sql(
    INSERT INTO availability_override (mentor_id, position, date, start_minute, end_minute)
    SELECT CAST($1 AS BIGINT), position - 1, value ->> 0, (value ->> 1)::bigint, (value ->> 2)::bigint
    FROM jsonb_array_elements(CAST($2 AS jsonb)) WITH ORDINALITY AS list (value, position)
)sql"};

// An entry of an outside calendar may last for weeks, so there is no bound on its start.
db::Query const kBlocked{"availability.blocked", R"sql(
    SELECT starts_at, ends_at FROM availability_blocked
    WHERE mentor_id = $1 AND ends_at > $2 AND starts_at < $3 ORDER BY starts_at
)sql"};
db::Query const kForgetBlocked{"availability.forget_blocked",
                               "DELETE FROM availability_blocked WHERE mentor_id = $1"};
db::Query const kAddBlocked{"availability.add_blocked",
                            R"sql(
    INSERT INTO availability_blocked (mentor_id, starts_at, ends_at)
    SELECT $1, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each($2)
)sql",
                            R"sql(
    INSERT INTO availability_blocked (mentor_id, starts_at, ends_at)
    SELECT CAST($1 AS BIGINT), (value ->> 0)::bigint, (value ->> 1)::bigint
    FROM jsonb_array_elements(CAST($2 AS jsonb)) AS list (value)
)sql"};

void add(std::string& json, std::string_view item) {
    json += json.empty() ? '[' : ',';
    json += item;
}

std::string rules_json(Schedule const& schedule) {
    std::string out;
    for (auto const& rule : schedule.rules)
        add(out, fmt::format("[{},{},{}]", rule.weekday, rule.hours.start, rule.hours.end));
    return out + ']';
}

std::string overrides_json(Schedule const& schedule) {
    std::string out;
    for (auto const& entry : schedule.overrides) {
        auto const date = to_iso(to_calendar(entry.date));
        add(out, entry.hours ? fmt::format(R"(["{}",{},{}])", date, entry.hours->start, entry.hours->end)
                             : fmt::format(R"(["{}",null,null])", date));
    }
    return out + ']';
}

void read_hours(Schedule& out, db::Row const& row) {
    if (row.get<int>(0) < 0) {
        out.away.push_back({to_date(parse_date(row.get<std::string_view>(1)).value()),
                            to_date(parse_date(row.get<std::string_view>(5)).value()),
                            row.get<std::string>(6)});
        return;
    }
    auto const start = row.get<std::optional<int>>(2);
    auto const end = row.get<std::optional<int>>(3);
    std::optional<Hours> hours;
    if (start && end)
        hours = Hours{*start, *end};
    if (auto const weekday = row.get<int>(0); weekday != 0)
        out.rules.push_back({weekday, hours.value()});
    else
        out.overrides.push_back({to_date(parse_date(row.get<std::string_view>(1)).value()), hours});
}

}  // namespace

Task<std::optional<Schedule>> Store::find(db::Executor& on, MentorId mentor) const {
    auto const row = co_await on.one(kFind, mentor);
    if (!row)
        co_return std::nullopt;
    auto const name = row->get<std::string>(0);
    auto const zone = Zone::find(name);
    if (!zone)
        throw std::runtime_error("the tz database of this machine does not know " + name);
    Schedule out{.zone = *zone,
                 .buffer_before = row->get<int>(1),
                 .buffer_after = row->get<int>(2),
                 .minimum_notice = row->get<int>(3),
                 .horizon_days = row->get<int>(4),
                 .daily_cap = row->get<int>(5),
                 .start_every = row->get<int>(6)};
    auto const hours = co_await on.rows(kFindHours, mentor);
    for (auto const each : hours) read_hours(out, each);
    co_return out;
}

Task<void> Store::save(db::Tx& tx, MentorId mentor, Schedule const& s, Instant now) const {
    co_await tx.exec(kSave, mentor, s.zone.name(), s.buffer_before, s.buffer_after, s.minimum_notice,
                     s.horizon_days, s.daily_cap, s.start_every, now);
    co_await tx.exec(kForgetRules, mentor);
    co_await tx.exec(kForgetOverrides, mentor);
    if (!s.rules.empty())
        co_await tx.exec(kAddRules, mentor, rules_json(s));
    if (!s.overrides.empty())
        co_await tx.exec(kAddOverrides, mentor, overrides_json(s));
}

Task<std::vector<Interval>> Store::blocked(db::Executor& on, MentorId mentor, Instant from,
                                           Instant to) const {
    std::vector<Interval> out;
    auto const rows = co_await on.rows(kBlocked, mentor, from, to);
    for (auto const row : rows) out.push_back({row.get<Instant>(0), row.get<Instant>(1)});
    co_return out;
}

Task<void> Store::set_blocked(db::Tx& tx, MentorId mentor, std::vector<Interval> const& blocks) const {
    co_await tx.exec(kForgetBlocked, mentor);
    if (blocks.empty())
        co_return;
    std::string json;
    for (auto const& block : blocks)
        add(json, fmt::format("[{},{}]", to_micros(block.begin), to_micros(block.end)));
    json += ']';
    co_await tx.exec(kAddBlocked, mentor, json);
}

}  // namespace ax::availability
