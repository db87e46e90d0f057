#pragma once

#include "base/result.h"
#include "features/analytics/contract.h"
#include "features/availability/availability.h"

#include <optional>
#include <vector>

/// Days of a zone's calendar, as reports and series need them. Pure.
namespace ax::analytics {

using availability::Date;
using availability::Zone;

/// No zone's day begins within a quarter of an hour: what the database groups by.
inline constexpr std::int64_t kQuarterMicros = 900'000'000;
inline constexpr int kMostDays = 366;
/// Longer ranges have a point per week.
inline constexpr int kMostDailyPoints = 90;

/// Days from `first` to `last`, both included, and as many before.
struct Range {
    Zone zone;
    Date first;
    Date last;

    [[nodiscard]] int size() const { return static_cast<int>((last - first).count()) + 1; }
    [[nodiscard]] Date first_before() const { return first - days{size()}; }
    [[nodiscard]] Instant begin_before() const { return zone.begin_of(first_before()); }
    [[nodiscard]] Instant begin() const { return zone.begin_of(first); }
    [[nodiscard]] Instant end() const { return zone.begin_of(last + days{1}); }
    [[nodiscard]] bool holds(Date day) const { return day >= first && day <= last; }
};

/// Fails with the broken field of a custom range: missing, before_start, in_future, too_big (days).
[[nodiscard]] Result<Range> range_of(MentorReportQuery const& query, Zone zone, Instant now);

/// The points of a series and where a day belongs.
class Series {
public:
    explicit Series(Range const& range);

    [[nodiscard]] SeriesStep step() const noexcept { return step_; }
    /// Null for days outside of the range.
    [[nodiscard]] SeriesPoint* at(Date day);
    [[nodiscard]] std::vector<SeriesPoint>& points() noexcept { return points_; }

private:
    [[nodiscard]] std::size_t place_of(Date day) const;

    Range range_;
    SeriesStep step_;
    std::vector<SeriesPoint> points_;
};

}  // namespace ax::analytics
