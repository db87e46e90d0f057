#include "features/feedback/calendar.h"

#include <array>

namespace ax::feedback {
namespace {

constexpr int kMonths = 12;

std::chrono::year_month month_of(availability::Zone const& zone, Instant at) {
    auto const day = availability::to_calendar(zone.date_of(at));
    return day.year() / day.month();
}

}  // namespace

std::chrono::year_month Calendar::first() const {
    return month_of(zone_, now_) - std::chrono::months{kMonths - 1};
}

Instant Calendar::begin() const {
    return zone_.begin_of(availability::to_date(first() / std::chrono::day{1}));
}

std::vector<FeedbackMonth> Calendar::months(std::vector<store::Quarter> const& quarters) const {
    std::array<int, kMonths> stars{};
    std::vector<FeedbackMonth> out;
    for (int i = 0; i < kMonths; ++i)
        out.push_back({.month = to_iso((first() + std::chrono::months{i}) / std::chrono::day{1}).substr(0, 7),
                       .count = 0,
                       .mean = {}});
    for (auto const& quarter : quarters) {
        auto const at = (month_of(zone_, quarter.begin) - first()).count();
        if (at < 0 || at >= kMonths)
            continue;
        auto const month = static_cast<std::size_t>(at);
        out[month].count += quarter.count;
        stars.at(month) += quarter.stars;
    }
    for (std::size_t i = 0; i < out.size(); ++i)
        if (out[i].count > 0)
            out[i].mean = static_cast<double>(stars.at(i)) / out[i].count;
    return out;
}

}  // namespace ax::feedback
