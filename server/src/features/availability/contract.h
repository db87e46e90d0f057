#pragma once

#include "contract/endpoint.h"

#include <optional>
#include <string>
#include <vector>

/// What the availability endpoints take and give: how a mentor's hours look on the wire.
namespace ax::availability {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Items;
using contract::Length;
using contract::Range;
using contract::Verb;

struct WeeklyRule {
    int weekday = 1;
    std::string start;
    std::string end;

    static constexpr auto wire() {
        return contract::Fields{
            field("weekday", &WeeklyRule::weekday, Range{1, 7}, "1 is Monday, 7 is Sunday"),
            field("start", &WeeklyRule::start, Length{5, 5}, "HH:MM on the mentor's wall clock"),
            field("end", &WeeklyRule::end, Length{5, 5}, "HH:MM; 24:00 is the midnight that ends the day"),
        };
    }
};

struct DateOverride {
    std::string date;
    std::optional<std::string> start;
    std::optional<std::string> end;

    static constexpr auto wire() {
        return contract::Fields{
            field("date", &DateOverride::date, contract::Date{},
                  "Replaces the week's rules on this date; several ranges of one date add up"),
            field("start", &DateOverride::start, Length{5, 5}, "Without start and end: day off"),
            field("end", &DateOverride::end, Length{5, 5}),
        };
    }
};

struct Availability {
    std::string time_zone;
    std::vector<WeeklyRule> rules;
    std::vector<DateOverride> overrides;
    int buffer_before = 0;
    int buffer_after = 0;
    int minimum_notice = 0;
    int horizon_days = 0;
    int daily_cap = 0;
    int start_every = 0;

    static constexpr auto wire() {
        return contract::Fields{
            field("time_zone", &Availability::time_zone, Length{1, 64}, contract::Zone{},
                  "IANA name; rules and dates are local to it. Also becomes the zone of the profile"),
            field("rules", &Availability::rules, Items{50}, "Those that overlap or touch are one range"),
            field("overrides", &Availability::overrides, Items{366}, "Dates that have passed are forgotten"),
            field("buffer_before", &Availability::buffer_before, Range{0, 120},
                  "Minutes; between two sessions there is at least buffer_after + buffer_before"),
            field("buffer_after", &Availability::buffer_after, Range{0, 120}, "Minutes"),
            field("minimum_notice", &Availability::minimum_notice, Range{0, 10080},
                  "Minutes from booking to start"),
            field("horizon_days", &Availability::horizon_days, Range{1, 365},
                  "Bookable so many local dates ahead"),
            field("daily_cap", &Availability::daily_cap, Range{0, 24}, "Sessions a local date; 0 is no cap"),
            field("start_every", &Availability::start_every, contract::one_of(10, 15, 20, 30, 60),
                  "Minutes; starts lie on this grid of the local wall clock"),
        };
    }
};

/// Replaces everything.
struct SetAvailability : Availability {};

inline constexpr Endpoint<Empty, Availability> kGet{
    .verb = Verb::get,
    .path = "/mentors/me/availability/",
    .name = "availability.get",
    .access = Access::mentor,
    .summary = "The mentor's own hours; sensible defaults without rules before they are first set"};

inline constexpr Endpoint<SetAvailability, Availability> kSet{
    .verb = Verb::put,
    .path = "/mentors/me/availability/",
    .name = "availability.set",
    .access = Access::mentor,
    .summary = "Replace the hours; sessions already booked stay as they are",
    .limit = {.requests = 60}};

}  // namespace ax::availability
