#include "features/traffic/store.h"

#include <fmt/format.h>

namespace ax::traffic::store {
namespace {

// Many rows in one statement, from a JSON list of lists. `WHERE true` tells SQLite that ON CONFLICT is no
// join.
db::Query const kAddDays{"traffic.add_days",
                         R"sql(
    INSERT INTO traffic_day (day, kind, name, device, total)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
           json_extract(value, '$[3]'), json_extract(value, '$[4]')
    FROM json_each($1) WHERE true
    ON CONFLICT (day, kind, name, device) DO UPDATE SET total = traffic_day.total + excluded.total
)sql",
                         R"sql(
    INSERT INTO traffic_day (day, kind, name, device, total)
    SELECT (value ->> 0)::bigint, (value ->> 1)::bigint, value ->> 2, (value ->> 3)::bigint,
           (value ->> 4)::bigint
    FROM jsonb_array_elements(CAST($1 AS jsonb)) AS list (value)
    ON CONFLICT (day, kind, name, device) DO UPDATE SET total = traffic_day.total + excluded.total
)sql"};

db::Query const kAddHours{"traffic.add_hours",
                          R"sql(
    INSERT INTO traffic_hour (hour, kind, total)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each($1) WHERE true
    ON CONFLICT (hour, kind) DO UPDATE SET total = traffic_hour.total + excluded.total
)sql",
                          R"sql(
    INSERT INTO traffic_hour (hour, kind, total)
    SELECT (value ->> 0)::bigint, (value ->> 1)::bigint, (value ->> 2)::bigint
    FROM jsonb_array_elements(CAST($1 AS jsonb)) AS list (value)
    ON CONFLICT (hour, kind) DO UPDATE SET total = traffic_hour.total + excluded.total
)sql"};

db::Query const kAddVitals{"traffic.add_vitals",
                           R"sql(
    INSERT INTO traffic_vital (day, route, device, vital, bucket, total)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
           json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]')
    FROM json_each($1) WHERE true
    ON CONFLICT (day, route, device, vital, bucket)
    DO UPDATE SET total = traffic_vital.total + excluded.total
)sql",
                           R"sql(
    INSERT INTO traffic_vital (day, route, device, vital, bucket, total)
    SELECT (value ->> 0)::bigint, value ->> 1, (value ->> 2)::bigint, (value ->> 3)::bigint,
           (value ->> 4)::bigint, (value ->> 5)::bigint
    FROM jsonb_array_elements(CAST($1 AS jsonb)) AS list (value)
    ON CONFLICT (day, route, device, vital, bucket)
    DO UPDATE SET total = traffic_vital.total + excluded.total
)sql"};

db::Query const kDays{"traffic.days", R"sql(
    SELECT day, kind, device, CAST(sum(total) AS BIGINT) FROM traffic_day
    WHERE day >= $1 AND day <= $2 AND kind <= 1 GROUP BY day, kind, device
)sql"};
db::Query const kHours{"traffic.hours", "SELECT hour, kind, total FROM traffic_hour WHERE hour >= $1"};
db::Query const kMost{"traffic.most", R"sql(
    SELECT name, CAST(sum(total) AS BIGINT) AS visits FROM traffic_day
    WHERE day >= $1 AND day <= $2 AND kind = $3 GROUP BY name ORDER BY visits DESC, name LIMIT $4
)sql"};
db::Query const kVitalsOfAll{"traffic.vitals", R"sql(
    SELECT route, vital, bucket, CAST(sum(total) AS BIGINT) FROM traffic_vital
    WHERE day >= $1 AND day <= $2 GROUP BY route, vital, bucket
)sql"};
db::Query const kVitalsOfDevice{"traffic.vitals_of_device", R"sql(
    SELECT route, vital, bucket, CAST(sum(total) AS BIGINT) FROM traffic_vital
    WHERE day >= $1 AND day <= $2 AND device = $3 GROUP BY route, vital, bucket
)sql"};

db::Query const kForgetDays{"traffic.forget_days", "DELETE FROM traffic_day WHERE day < $1"};
db::Query const kForgetVitals{"traffic.forget_vitals", "DELETE FROM traffic_vital WHERE day < $1"};
db::Query const kForgetHours{"traffic.forget_hours", "DELETE FROM traffic_hour WHERE hour < $1"};

constexpr std::size_t kAtOnce = 1'000;

// Names hold no quotes and no control characters: check() in tally.h.
std::string row_of(DayCell const& cell, std::int64_t total) {
    return fmt::format("[{},{},\"{}\",{},{}]", cell.day, static_cast<int>(cell.kind), cell.name,
                       static_cast<int>(cell.device), total);
}
std::string row_of(HourCell const& cell, std::int64_t total) {
    return fmt::format("[{},{},{}]", cell.hour, static_cast<int>(cell.kind), total);
}
std::string row_of(VitalCell const& cell, std::int64_t total) {
    return fmt::format("[{},\"{}\",{},{},{},{}]", cell.day, cell.route, static_cast<int>(cell.device),
                       static_cast<int>(cell.vital), cell.bucket, total);
}

// In the order of the key, as every process does it: two of them never wait for each other in a circle.
template <class Cell>
Task<void> add_all(db::Tx& tx, db::Query const& query, std::map<Cell, std::int64_t> const& sums) {
    std::string list;
    std::size_t listed = 0;
    for (auto const& [cell, total] : sums) {
        list += (list.empty() ? '[' : ',') + row_of(cell, total);
        ++listed;
        if (listed % kAtOnce != 0 && listed != sums.size())
            continue;
        list += ']';
        co_await tx.exec(query, list);
        list.clear();
    }
}

}  // namespace

Task<void> add(db::Tx& tx, Counts const& counts) {
    co_await add_all(tx, kAddDays, counts.days);
    co_await add_all(tx, kAddHours, counts.hours);
    co_await add_all(tx, kAddVitals, counts.vitals);
}

Task<std::vector<Sum>> days_of(db::Executor& db, std::int64_t first, std::int64_t last) {
    std::vector<Sum> out;
    auto const rows = co_await db.rows(kDays, first, last);
    for (auto const row : rows)
        out.push_back({row.get<std::int64_t>(0), static_cast<Kind>(row.get<int>(1)),
                       static_cast<DeviceKind>(row.get<int>(2)), row.get<std::int64_t>(3)});
    co_return out;
}

Task<std::vector<Sum>> hours_since(db::Executor& db, std::int64_t first) {
    std::vector<Sum> out;
    auto const rows = co_await db.rows(kHours, first);
    for (auto const row : rows)
        out.push_back({row.get<std::int64_t>(0), static_cast<Kind>(row.get<int>(1)), DeviceKind{},
                       row.get<std::int64_t>(2)});
    co_return out;
}

Task<std::vector<TrafficCount>> most(db::Executor& db, Kind kind, std::int64_t first, std::int64_t last,
                                     int limit) {
    std::vector<TrafficCount> out;
    auto const rows = co_await db.rows(kMost, first, last, static_cast<int>(kind), limit);
    for (auto const row : rows) out.push_back({row.get<std::string>(0), row.get<std::int64_t>(1)});
    co_return out;
}

Task<std::map<std::string, OfRoute, std::less<>>> vitals(db::Executor& db, std::int64_t first,
                                                         std::int64_t last,
                                                         std::optional<DeviceKind> device) {
    auto const rows = device ? co_await db.rows(kVitalsOfDevice, first, last, static_cast<int>(*device))
                             : co_await db.rows(kVitalsOfAll, first, last);
    std::map<std::string, OfRoute, std::less<>> out;
    for (auto const row : rows)
        out[row.get<std::string>(0)]
            .at(static_cast<std::size_t>(row.get<int>(1)))
            .counts.at(static_cast<std::size_t>(row.get<int>(2))) += row.get<std::int64_t>(3);
    co_return out;
}

Task<void> forget(db::Tx& tx, std::int64_t before_day, std::int64_t before_hour) {
    co_await tx.exec(kForgetDays, before_day);
    co_await tx.exec(kForgetVitals, before_day);
    co_await tx.exec(kForgetHours, before_hour);
}

}  // namespace ax::traffic::store
