#include "features/availability/engine.h"

#include "features/availability/question.h"

#include <algorithm>
#include <limits>

namespace ax::availability {
namespace {

bool possible(int minutes) { return minutes > 0 && minutes <= kLongestSession; }

// The first instant that is certainly beyond the horizon. A day later than the date begins: a clock turned
// back at midnight shows the end of a date once more.
Instant horizon_end(Schedule const& schedule, Instant now) {
    Zone const zone = schedule.zone;
    return zone.begin_of(zone.date_of(now) + days{schedule.horizon_days + 1}) + days{1};
}

}  // namespace

std::vector<Interval> expand(Schedule const& schedule, Instant from, Instant to) {
    to = std::min(to, from + kLongestQuestion);
    if (from >= to)
        return {};
    Offsets const offsets(schedule.zone, from, to);
    LocalHours const hours(schedule, offsets.date_of(from) - days{1}, offsets.date_of(to) + days{1});
    return open_time(hours, offsets.pieces(), from, to);
}

std::vector<Instant> free_starts(Schedule const& schedule, std::span<Busy const> busy, int minutes,
                                 Instant from, Instant to, Instant now) {
    to = std::min(to, from + kLongestQuestion);
    if (from >= to || !possible(minutes))
        return {};
    return Question(schedule, busy, minutes, from, to, now)
        .free_starts(std::numeric_limits<std::size_t>::max());
}

std::optional<Instant> next_free(Schedule const& schedule, std::span<Busy const> busy, int minutes,
                                 Instant now) {
    if (!possible(minutes))
        return {};
    Instant const end = horizon_end(schedule, now);
    // Most mentors have a free time within days: the first look is short, the later ones long.
    Duration look = days{7};
    for (Instant from = now + ax::minutes{schedule.minimum_notice}; from < end;
         from += look, look = kLongestQuestion) {
        Instant const to = std::min(from + look, end);
        auto const found = Question(schedule, busy, minutes, from, to, now).free_starts(1);
        if (!found.empty())
            return found.front();
    }
    return {};
}

Interval busy_range(Schedule const& schedule, Instant now) {
    return {now - kBusyMargin, horizon_end(schedule, now) + kBusyMargin};
}

std::vector<Reason> why_not(Schedule const& schedule, std::span<Busy const> busy, int minutes, Instant start,
                            Instant now) {
    if (!possible(minutes))
        return {Reason::session_does_not_fit};
    return Question(schedule, busy, minutes, start, start + Duration{1}, now).check(start).list();
}

std::vector<Reason> why_not(Schedule const& schedule, std::span<Busy const> busy, int minutes,
                            LocalTime start, Instant now) {
    auto const instants = schedule.zone.instants_of(start);
    if (instants.empty())
        return {Reason::nonexistent_local_time};
    auto first = why_not(schedule, busy, minutes, instants.front(), now);
    if (!first.empty() && instants.size() > 1 &&
        why_not(schedule, busy, minutes, instants.back(), now).empty())
        return {};
    return first;
}

}  // namespace ax::availability
