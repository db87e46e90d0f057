#include "features/analytics/range.h"

#include <gtest/gtest.h>

namespace ax::analytics {
namespace {

Instant at(char const* iso) { return parse_iso(iso).value(); }
std::string text_of(Date day) { return to_iso(availability::to_calendar(day)); }

TEST(AnalyticsRange, DaysAreThoseOfTheMentorsZone) {
    auto const kolkata = Zone::find("Asia/Kolkata").value();
    auto const range = range_of({.range = Span::week}, kolkata, at("2026-11-24T19:00:00Z")).value();
    EXPECT_EQ(text_of(range.last), "2026-11-25") << "it is past midnight there";
    EXPECT_EQ(text_of(range.first), "2026-11-19");
    EXPECT_EQ(text_of(range.first_before()), "2026-11-12");
    EXPECT_EQ(range.begin(), at("2026-11-18T18:30:00Z"));
    EXPECT_EQ(range.end(), at("2026-11-25T18:30:00Z"));
    EXPECT_EQ(range.size(), 7);
}

TEST(AnalyticsRange, AWeekWithAClockChangeHasItsDays) {
    auto const berlin = Zone::find("Europe/Berlin").value();
    auto const range = range_of({.range = Span::week}, berlin, at("2026-10-26T12:00:00Z")).value();
    EXPECT_EQ(range.end() - range.begin(), days{7} + hours{1});
    Series series(range);
    EXPECT_EQ(series.points().size(), 7U);
    EXPECT_EQ(series.at(berlin.date_of(at("2026-10-25T22:59:00Z")))->from, "2026-10-25");
}

TEST(AnalyticsRange, CustomRangesAreChecked) {
    auto const now = at("2026-11-24T12:00:00Z");
    auto const refused = [&](std::optional<std::string> from, std::optional<std::string> to) {
        auto const range =
            range_of({.range = Span::custom, .from = std::move(from), .to = std::move(to)}, Zone{}, now);
        return range ? std::string{} : range.error().fields[0].field + " " + range.error().fields[0].reason;
    };
    EXPECT_EQ(refused("2026-11-24", "2026-11-24"), "");
    EXPECT_EQ(refused("2025-11-24", "2026-11-24"), "") << "366 days";
    EXPECT_EQ(refused("2025-11-23", "2026-11-24"), "from too_many_days");
    EXPECT_EQ(refused({}, "2026-11-24"), "from missing");
    EXPECT_EQ(refused("2026-11-24", {}), "to missing");
    EXPECT_EQ(refused("2026-11-24", "2026-11-23"), "to before_start");
    EXPECT_EQ(refused("2026-11-24", "2026-11-25"), "to in_future");
}

TEST(AnalyticsRange, LongRangesHaveAPointPerWeekAndNoDayIsLost) {
    auto const range = range_of({.range = Span::custom, .from = "2026-06-03", .to = "2026-11-24"}, Zone{},
                                at("2026-11-24T12:00:00Z"))
                           .value();
    Series series(range);
    EXPECT_EQ(series.step(), SeriesStep::week);
    EXPECT_EQ(series.points().front().from, "2026-06-03") << "a Wednesday";
    EXPECT_EQ(series.points().front().to, "2026-06-07");
    EXPECT_EQ(series.points()[1].from, "2026-06-08");
    EXPECT_EQ(series.points().back().to, "2026-11-24");
    for (auto day = range.first; day <= range.last; day += days{1}) {
        auto const* const point = series.at(day);
        ASSERT_NE(point, nullptr);
        EXPECT_TRUE(point->from <= text_of(day) && text_of(day) <= point->to) << text_of(day);
    }
    EXPECT_EQ(series.at(range.first - days{1}), nullptr);
    EXPECT_EQ(series.at(range.last + days{1}), nullptr);
}

}  // namespace
}  // namespace ax::analytics
