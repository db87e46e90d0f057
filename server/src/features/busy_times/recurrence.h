#pragma once

#include "features/busy_times/ical.h"

#include <functional>

/// Times as calendars write them, and how they repeat. Pure.
namespace ax::busy_times {

struct When {
    availability::LocalTime local;
    bool is_date = false;
    bool is_utc = false;
    availability::Zone zone = {};
};
/// `20261124`, `20261124T100000`, `20261124T100000Z`; the zone is the caller's business.
[[nodiscard]] std::optional<When> parse_when(std::string_view value);
/// `PT1H30M`, `P1D`, `P2W`; not negative.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view value);

struct Recurrence {
    Rule rule;
    When start;
    availability::Date from;  // what lies before is counted, not told
    availability::Date to;

    /// Calls `take` with each time on a date within [from, to], ascending by period. `steps` is what all
    /// repeating entries may cost together; false if it ran out.
    bool each(int& steps, std::function<void(When const&)> const& take,
              std::function<Instant(When const&)> const& to_instant) const;
};

}  // namespace ax::busy_times
