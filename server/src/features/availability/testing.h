#pragma once

#include "features/availability/engine.h"

#include <stdexcept>
#include <string_view>

/// Short ways to write times and schedules, for the tests of this folder.
namespace ax::availability::testing {

inline Instant at(std::string_view iso) { return parse_iso(iso).value(); }
inline Date on(std::string_view date) { return to_date(parse_date(date).value()); }
inline Zone zone(std::string_view name) { return Zone::find(name).value(); }

inline Hours between(std::string_view start, std::string_view end) {
    return {parse_wall_time(start).value(), parse_wall_time(end).value()};
}

/// Every day the same hours, full hours, no other rule.
inline Schedule every_day(std::string_view zone_name, std::string_view start, std::string_view end) {
    Schedule s{.zone = zone(zone_name), .horizon_days = 365, .start_every = 60};
    for (int day = 1; day <= 7; ++day) s.rules.push_back({day, between(start, end)});
    return s;
}

inline std::vector<std::string> iso(std::vector<Instant> const& instants) {
    std::vector<std::string> out;
    for (auto const instant : instants) out.push_back(to_iso(instant));
    return out;
}

inline std::vector<std::string> iso(std::vector<Interval> const& intervals) {
    std::vector<std::string> out;
    for (auto const& one : intervals) out.push_back(to_iso(one.begin) + "/" + to_iso(one.end));
    return out;
}

inline std::vector<std::string> keys(std::vector<Reason> const& reasons) {
    std::vector<std::string> out;
    for (auto const reason : reasons) out.emplace_back(key(reason));
    return out;
}

}  // namespace ax::availability::testing
