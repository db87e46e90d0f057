#pragma once

#include "features/availability/model.h"

#include <optional>
#include <span>
#include <vector>

/// The one engine behind "which times are free?", "is this time free?" and "why not?": pure, no clock, no
/// database.
///
/// Open time is defined on instants: an instant is open when the wall clock of the mentor's zone shows, at
/// that instant, a time inside the hours of the date it shows. Clock changes need no special case then. A
/// local time in a gap is shown at no instant and is not offered; hours around a gap join, shorter in real
/// time. A fold shows its times twice: both instants are open, each is offered once. A session of N real
/// minutes must fit into open time.
///
/// Every question is cut to `kLongestQuestion`; a month costs some ten microseconds.
namespace ax::availability {

inline constexpr Duration kLongestQuestion = days{62};
/// Commitments that begin or end this close outside the asked range may matter (buffers, the cap of its local
/// dates): hand the engine those as well. It ignores what lies further away.
inline constexpr Duration kBusyMargin = days{2};
inline constexpr int kLongestSession = kDayMinutes;

/// Open time within [from, to), ascending, disjoint, not touching.
[[nodiscard]] std::vector<Interval> expand(Schedule const& schedule, Instant from, Instant to);

/// All starts within [from, to) at which a session of `minutes` can be booked, ascending. `busy` in any
/// order.
[[nodiscard]] std::vector<Instant> free_starts(Schedule const& schedule, std::span<Busy const> busy,
                                               int minutes, Instant from, Instant to, Instant now);

/// The earliest of all free starts up to the horizon. `busy` has to reach that far: `busy_range`.
[[nodiscard]] std::optional<Instant> next_free(Schedule const& schedule, std::span<Busy const> busy,
                                               int minutes, Instant now);
/// The range of commitments that `next_free` can need.
[[nodiscard]] Interval busy_range(Schedule const& schedule, Instant now);

/// Why `free_starts` does not offer `start`; empty exactly when it does.
[[nodiscard]] std::vector<Reason> why_not(Schedule const& schedule, std::span<Busy const> busy, int minutes,
                                          Instant start, Instant now);
/// The same for what the mentor's wall clock shows: `nonexistent_local_time` if it never does; if it does
/// twice, the answer is about the first instant that is free, or else about the first.
[[nodiscard]] std::vector<Reason> why_not(Schedule const& schedule, std::span<Busy const> busy, int minutes,
                                          LocalTime start, Instant now);

}  // namespace ax::availability
