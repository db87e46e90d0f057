#include "features/analytics/range.h"

#include <algorithm>

namespace ax::analytics {
namespace {

Date monday_of(Date day) { return day - (std::chrono::weekday{day} - std::chrono::Monday); }

std::string text_of(Date day) { return to_iso(availability::to_calendar(day)); }

std::optional<Date> date_in(std::optional<std::string> const& text) {
    auto const date = text ? parse_date(*text) : std::nullopt;
    return date ? std::optional(availability::to_date(*date)) : std::nullopt;
}

}  // namespace

Result<Range> range_of(MentorReportQuery const& query, Zone zone, Instant now) {
    auto const today = zone.date_of(now);
    auto const span = query.range.value_or(Span::month);
    if (span != Span::custom) {
        constexpr std::array<int, 3> kDays{7, 30, 90};
        return Range{zone, today - days{kDays.at(static_cast<std::size_t>(span)) - 1}, today};
    }
    auto const first = date_in(query.from);
    auto const last = date_in(query.to);
    if (!first || !last)
        return fail_field(first ? "to" : "from", "missing");
    if (*last < *first)
        return fail_field("to", "before_start");
    if (*last > today)
        return fail_field("to", "in_future");
    Range const range{zone, *first, *last};
    if (range.size() > kMostDays)
        return fail_field("from", "too_many_days", kMostDays);
    return range;
}

Series::Series(Range const& range)
    : range_(range), step_(range.size() > kMostDailyPoints ? SeriesStep::week : SeriesStep::day) {
    for (auto day = range.first; day <= range.last;) {
        auto const next = step_ == SeriesStep::day ? day + days{1} : monday_of(day) + days{7};
        points_.push_back({.from = text_of(day), .to = text_of(std::min(next - days{1}, range.last))});
        day = next;
    }
}

std::size_t Series::place_of(Date day) const {
    if (step_ == SeriesStep::day)
        return static_cast<std::size_t>((day - range_.first).count());
    return static_cast<std::size_t>((monday_of(day) - monday_of(range_.first)).count() / 7);
}

SeriesPoint* Series::at(Date day) { return range_.holds(day) ? &points_.at(place_of(day)) : nullptr; }

}  // namespace ax::analytics
