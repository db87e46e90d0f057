#pragma once

#include "features/availability/model.h"

#include <span>
#include <vector>

namespace ax::availability {

/// Open time within [from, to) by the offsets that cover it.
[[nodiscard]] std::vector<Interval> open_time(LocalHours const& hours, std::span<Offsets::Piece const> pieces,
                                              Instant from, Instant to);

/// One question about one schedule, with everything looked up: zone offsets, open time, commitments. `check`
/// is the only place that decides; the lists are candidates filtered through it. Keeps a reference to
/// `schedule`.
class Question {
public:
    /// `minutes` within 1 .. kLongestSession; `to - from` bounded by the caller.
    Question(Schedule const& schedule, std::span<Busy const> busy, int minutes, Instant from, Instant to,
             Instant now);

    /// Everything that stands against a session at `start`, which lies within the asked range.
    [[nodiscard]] Reasons check(Instant start) const;
    /// The free starts of the range, ascending, at most `most`.
    [[nodiscard]] std::vector<Instant> free_starts(std::size_t most) const;

private:
    void add_busy(std::span<Busy const> busy);
    void check_time(Reasons& out, Instant start, Date date) const;
    void check_hours(Reasons& out, Instant start, Date date) const;
    void check_busy(Reasons& out, Instant start) const;
    [[nodiscard]] bool skipped_by_clock_change(Instant start) const;

    Schedule const& schedule_;
    Duration length_;
    Instant from_;
    Instant to_;
    Instant now_;
    Offsets offsets_;
    LocalHours hours_;
    std::vector<Interval> open_;
    std::vector<Interval> taken_;    // sessions as they are: ascending, disjoint
    std::vector<Interval> blocked_;  // the same of other commitments
    std::vector<Interval>
        padded_;              // where a session must not reach into, buffers included: ascending, disjoint
    std::vector<Date> full_;  // local dates with no session left, ascending
    Instant earliest_;
    Date last_date_;
};

}  // namespace ax::availability
