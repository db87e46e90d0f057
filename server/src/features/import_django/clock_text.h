#pragma once

#include "features/availability/availability.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Times of day and weeks as people typed them into a text field. Pure.
namespace ax::import_django {

/// Minutes of a day: `9:00 AM`, `9am`, `09:00`, `17:30`. A bare `9` may be morning or evening, a bare `17`
/// the day of a month: nothing.
[[nodiscard]] std::optional<int> parse_clock(std::string_view text);

/// `9am-5pm`, `9:00 AM to 5:00 PM`, `09:00-17:00`, `9-5pm`. An end at or before the start belongs to the next
/// day: 22:00 to 02:00 is {1320, 1560}.
[[nodiscard]] std::optional<availability::Hours> parse_hours(std::string_view text);

struct Week {
    std::vector<availability::Rule> rules;  // by weekday and start, disjoint
    std::string problem;                    // why some of it was not understood; empty: all was
};

/// `Mon-Fri 9am-5pm`, `Weekdays 6-8 PM; Sat, Sun 10:00-13:00`. All or nothing: half a week would be a lie.
[[nodiscard]] Week parse_week(std::string_view text);

/// Of `{"monday": {"slots": [{"time": "9:00 AM", "available": true}]}}`. A slot without an end is an hour.
/// What is not understood is left out and told.
[[nodiscard]] Week parse_week_json(std::string_view json);

}  // namespace ax::import_django
