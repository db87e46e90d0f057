#include "features/availability/model.h"

#include "features/availability/testing.h"

#include <set>

#include <gmock/gmock.h>

namespace ax::availability {
namespace {

using namespace testing;  // NOLINT: this folder's own
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> problems(Schedule const& schedule) {
    std::vector<std::string> out;
    for (auto const& e : validate(schedule)) out.push_back(e.field + " " + e.reason);
    return out;
}

TEST(AvailabilityModel, WallTimesReadAndWrite) {
    EXPECT_EQ(parse_wall_time("00:00"), 0);
    EXPECT_EQ(parse_wall_time("09:05"), 545);
    EXPECT_EQ(parse_wall_time("24:00"), 1440);
    for (auto const* const text :
         {"", "9:05", "09:60", "24:01", "25:00", "09-05", "09:5a", "09:055", "+9:05", "-1:00"})
        EXPECT_FALSE(parse_wall_time(text)) << text;
    EXPECT_EQ(to_wall_time(1440), "24:00");
    EXPECT_EQ(to_wall_time(545), "09:05");
}

TEST(AvailabilityModel, RangesOfADayMergeWhenTheyOverlapOrTouch) {
    Schedule s{.rules = {{1, between("10:00", "12:00")},
                         {1, between("09:00", "10:00")},
                         {1, between("11:00", "11:30")},
                         {1, between("13:00", "24:00")}}};
    LocalHours const hours(s, on("2027-01-01"), on("2027-01-31"));
    EXPECT_THAT(hours.on(on("2027-01-04")),
                ElementsAre(between("09:00", "12:00"), between("13:00", "24:00")));
    EXPECT_THAT(hours.on(on("2027-01-05")), IsEmpty());
}

TEST(AvailabilityModel, OverridesReplaceTheWeekAndAddUp) {
    Schedule s = every_day("UTC", "09:00", "17:00");
    s.overrides = {{on("2027-01-05"), between("18:00", "20:00")},
                   {on("2027-01-04"), {}},
                   {on("2027-01-05"), between("06:00", "07:00")}};
    LocalHours const hours(s, on("2027-01-01"), on("2027-01-31"));
    EXPECT_THAT(hours.on(on("2027-01-03")), ElementsAre(between("09:00", "17:00")));
    EXPECT_THAT(hours.on(on("2027-01-04")), IsEmpty());
    EXPECT_THAT(hours.on(on("2027-01-05")),
                ElementsAre(between("06:00", "07:00"), between("18:00", "20:00")));
}

TEST(AvailabilityModel, ValidityClosesTheDatesOutside) {
    Schedule s = every_day("UTC", "09:00", "17:00");
    s.valid_from = on("2027-01-04");
    s.valid_until = on("2027-01-05");
    LocalHours const hours(s, on("2027-01-01"), on("2027-01-31"));
    EXPECT_THAT(hours.on(on("2027-01-03")), IsEmpty());
    EXPECT_EQ(hours.on(on("2027-01-04")).size(), 1U);
    EXPECT_EQ(hours.on(on("2027-01-05")).size(), 1U);
    EXPECT_THAT(hours.on(on("2027-01-06")), IsEmpty());
}

TEST(AvailabilityModel, ValidationNamesEachBrokenField) {
    EXPECT_THAT(problems(every_day("UTC", "00:00", "24:00")), IsEmpty());
    Schedule const s{.rules = {{0, {60, 120}},
                               {8, {60, 60}},
                               {1, {120, 60}},
                               {1, {-1, 60}},
                               {1, {60, 1441}},
                               {1, {1440, 1440}}},
                     .overrides = {{on("2027-01-04"), {}},
                                   {on("2027-01-04"), Hours{60, 120}},
                                   {on("2027-01-05"), Hours{60, 30}}},
                     .buffer_before = -1,
                     .buffer_after = 121,
                     .minimum_notice = 10081,
                     .horizon_days = 0,
                     .daily_cap = 25,
                     .start_every = 25,
                     .valid_from = on("2027-01-05"),
                     .valid_until = on("2027-01-04")};
    EXPECT_THAT(
        problems(s),
        ElementsAre("buffer_before too_small", "buffer_after too_large", "minimum_notice too_large",
                    "horizon_days too_small", "daily_cap too_large", "start_every not_a_choice",
                    "valid_until not_after_start", "rules[0].weekday too_small", "rules[1].weekday too_large",
                    "rules[1].end not_after_start", "rules[2].end not_after_start",
                    "rules[3].start not_a_time", "rules[4].end not_a_time", "rules[5].start not_a_time",
                    "overrides[2].end not_after_start", "overrides[0].date conflicting"));
}

TEST(AvailabilityModel, ValidationBoundsTheLists) {
    Schedule s{.rules = std::vector<Rule>(51, Rule{1, {60, 120}})};
    EXPECT_THAT(problems(s), ElementsAre("rules too_many"));
    s.rules.resize(50);
    EXPECT_THAT(problems(s), IsEmpty());
    s.overrides.assign(367, Override{on("2027-01-04"), {}});
    EXPECT_THAT(problems(s), ElementsAre("overrides too_many"));
}

TEST(AvailabilityModel, EveryReasonHasItsOwnKey) {
    std::set<std::string_view> seen;
    for (int i = 0; i < kReasonCount; ++i) EXPECT_TRUE(seen.insert(key(static_cast<Reason>(i))).second);
    EXPECT_EQ(key(Reason::in_the_past), "in_the_past");
    EXPECT_EQ(key(Reason::nonexistent_local_time), "nonexistent_local_time");
    EXPECT_EQ(key(Reason::session_does_not_fit), "session_does_not_fit");
}

}  // namespace
}  // namespace ax::availability
