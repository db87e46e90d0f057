#include "features/availability/engine.h"

#include "features/availability/testing.h"

#include <gmock/gmock.h>

namespace ax::availability {
namespace {

using namespace testing;  // NOLINT: this folder's own
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Monday 4 January 2027; the mentor is in UTC unless a test says otherwise.
Instant const kNow = at("2027-01-04T00:00:00Z");
Instant const kTuesday = at("2027-01-05T00:00:00Z");
Instant const kWednesday = at("2027-01-06T00:00:00Z");

std::vector<std::string> tuesday(Schedule const& s, std::vector<Busy> const& busy = {}, int minutes = 60) {
    std::vector<std::string> out;
    for (auto const start : free_starts(s, busy, minutes, kTuesday, kWednesday, kNow))
        out.push_back(to_iso(start).substr(11, 5));
    return out;
}

std::vector<std::string> why(Schedule const& s, std::string_view start, std::vector<Busy> const& busy = {},
                             int minutes = 60) {
    return keys(why_not(s, busy, minutes, at(start), kNow));
}

Busy session(std::string_view begin, std::string_view end) {
    return {at(begin), at(end), Busy::Kind::session};
}
Busy blocked(std::string_view begin, std::string_view end) {
    return {at(begin), at(end), Busy::Kind::blocked};
}

TEST(Engine, OffersTheGridWhereTheSessionFits) {
    Schedule s = every_day("UTC", "09:10", "11:40");
    s.start_every = 30;
    EXPECT_THAT(tuesday(s), ElementsAre("09:30", "10:00", "10:30"));
    EXPECT_THAT(tuesday(s, {}, 150), IsEmpty());
    EXPECT_THAT(why(s, "2027-01-05T09:10:00Z"), ElementsAre("off_grid"));
    EXPECT_THAT(why(s, "2027-01-05T10:00:00.000001Z"), ElementsAre("off_grid"));
    EXPECT_THAT(why(s, "2027-01-05T11:00:00Z"), ElementsAre("session_does_not_fit"));
    EXPECT_THAT(why(s, "2027-01-05T09:00:00Z"), ElementsAre("outside_hours"));
    EXPECT_THAT(why(s, "2027-01-05T10:30:00Z"), IsEmpty());
}

TEST(Engine, ASessionMayRunAcrossMidnightWhereRangesTouch) {
    Schedule s{.rules = {{1, between("23:00", "24:00")}, {2, between("00:00", "01:00")}}, .start_every = 30};
    EXPECT_THAT(iso(expand(s, kNow, kWednesday)), ElementsAre("2027-01-04T23:00:00Z/2027-01-05T01:00:00Z"));
    EXPECT_THAT(why(s, "2027-01-04T23:30:00Z"), IsEmpty());
    EXPECT_THAT(why(s, "2027-01-05T00:30:00Z"), ElementsAre("session_does_not_fit"));
}

TEST(Engine, CommitmentsTakeTheirTimeAndBuffersStack) {
    Schedule s = every_day("UTC", "08:00", "16:00");
    std::vector<Busy> const busy{session("2027-01-05T11:30:00Z", "2027-01-05T12:30:00Z")};
    EXPECT_THAT(tuesday(s, busy), ElementsAre("08:00", "09:00", "10:00", "13:00", "14:00", "15:00"));
    s.buffer_before = 10;
    s.buffer_after = 20;  // together 30: 10:00-11:00 and 13:00 are just far enough
    EXPECT_THAT(tuesday(s, busy), ElementsAre("08:00", "09:00", "10:00", "13:00", "14:00", "15:00"));
    s.buffer_before = 11;
    EXPECT_THAT(tuesday(s, busy), ElementsAre("08:00", "09:00", "14:00", "15:00"));
    EXPECT_THAT(why(s, "2027-01-05T10:00:00Z", busy), ElementsAre("buffer"));
    EXPECT_THAT(why(s, "2027-01-05T11:00:00Z", busy), ElementsAre("taken"));
    EXPECT_THAT(why(s, "2027-01-05T13:00:00Z", busy), ElementsAre("buffer"));
}

TEST(Engine, BlockedTimeNeedsOnlyTheNewSessionsBuffers) {
    Schedule s = every_day("UTC", "08:00", "16:00");
    s.buffer_before = 30;
    s.buffer_after = 15;
    std::vector<Busy> const busy{blocked("2027-01-05T11:15:00Z", "2027-01-05T12:30:00Z")};
    EXPECT_THAT(tuesday(s, busy), ElementsAre("08:00", "09:00", "10:00", "13:00", "14:00", "15:00"));
    EXPECT_THAT(why(s, "2027-01-05T11:00:00Z", busy), ElementsAre("busy_elsewhere"));
    EXPECT_THAT(why(s, "2027-01-05T12:00:00Z", busy), ElementsAre("busy_elsewhere"));
    auto both = busy;
    both.push_back(session("2027-01-05T11:00:00Z", "2027-01-05T12:00:00Z"));
    EXPECT_THAT(why(s, "2027-01-05T11:00:00Z", both), ElementsAre("taken", "busy_elsewhere"));
}

TEST(Engine, OnVacationNothingIsOfferedWhateverTheOverridesSay) {
    Schedule s = every_day("Asia/Kolkata", "08:00", "24:00");
    s.overrides.push_back({on("2027-01-05"), between("08:00", "24:00")});
    s.away.push_back({on("2027-01-05"), on("2027-01-06")});
    auto const starts = [&](std::string_view from, std::string_view to) {
        return free_starts(s, {}, 60, at(from), at(to), at("2027-01-01T00:00:00Z"));
    };
    EXPECT_TRUE(starts("2027-01-04T18:30:00Z", "2027-01-06T18:30:00Z").empty()) << "two local days";
    EXPECT_THAT(iso(starts("2027-01-04T16:00:00Z", "2027-01-04T18:30:00Z")),
                ElementsAre("2027-01-04T16:30:00Z", "2027-01-04T17:30:00Z"))
        << "until its midnight";
    EXPECT_THAT(iso(starts("2027-01-06T18:30:00Z", "2027-01-07T03:00:00Z")),
                ElementsAre("2027-01-07T02:30:00Z"))
        << "from the morning after it";
    EXPECT_THAT(why(s, "2027-01-05T03:30:00Z"), ElementsAre("away"));
    EXPECT_THAT(why(s, "2027-01-07T02:30:00Z"), ElementsAre());
}

TEST(Engine, ACommitmentOutsideTheAskedRangeStillCounts) {
    Schedule s = every_day("UTC", "00:00", "24:00");
    s.buffer_after = 30;
    s.daily_cap = 2;
    std::vector<Busy> const busy{session("2027-01-04T23:00:00Z", "2027-01-04T23:45:00Z")};
    EXPECT_THAT(why(s, "2027-01-05T00:00:00Z", busy), ElementsAre("buffer"));
    auto const noon = at("2027-01-05T12:00:00Z");
    std::vector<Busy> const early{session("2027-01-05T01:00:00Z", "2027-01-05T02:00:00Z"),
                                  session("2027-01-05T03:00:00Z", "2027-01-05T04:00:00Z")};
    EXPECT_THAT(free_starts(s, early, 60, noon, noon + hours{3}, kNow), IsEmpty());
}

TEST(Engine, TheDailyCapCountsSessionsOfTheMentorsLocalDate) {
    Schedule s = every_day("Asia/Kolkata", "00:00", "24:00");
    s.start_every = 60;
    s.daily_cap = 1;
    // 18:30Z is midnight in Kolkata: this session is on the 6th there.
    std::vector<Busy> const busy{session("2027-01-05T18:30:00Z", "2027-01-05T19:30:00Z")};
    EXPECT_THAT(why(s, "2027-01-05T17:30:00Z", busy), IsEmpty());
    EXPECT_THAT(why(s, "2027-01-05T19:30:00Z", busy), ElementsAre("daily_cap"));
    EXPECT_THAT(why(s, "2027-01-06T17:30:00Z", busy), ElementsAre("daily_cap"));
    EXPECT_THAT(why(s, "2027-01-06T18:30:00Z", busy), IsEmpty());
    std::vector<Busy> const elsewhere{blocked("2027-01-05T18:30:00Z", "2027-01-05T19:30:00Z")};
    EXPECT_THAT(why(s, "2027-01-05T19:30:00Z", elsewhere), IsEmpty());
}

TEST(Engine, NoticePastAndHorizon) {
    Schedule s = every_day("UTC", "00:00", "24:00");
    s.minimum_notice = 180;
    s.horizon_days = 1;
    EXPECT_THAT(why(s, "2027-01-03T23:00:00Z"), ElementsAre("in_the_past"));
    EXPECT_THAT(why(s, "2027-01-04T02:00:00Z"), ElementsAre("inside_minimum_notice"));
    EXPECT_THAT(why(s, "2027-01-04T03:00:00Z"), IsEmpty());
    EXPECT_THAT(why(s, "2027-01-05T23:00:00Z"), IsEmpty());
    EXPECT_THAT(why(s, "2027-01-06T00:00:00Z"), ElementsAre("beyond_horizon"));
    auto const all = free_starts(s, {}, 60, kNow - days{3}, kNow + days{30}, kNow);
    ASSERT_FALSE(all.empty());
    EXPECT_EQ(to_iso(all.front()), "2027-01-04T03:00:00Z");
    EXPECT_EQ(to_iso(all.back()), "2027-01-05T23:00:00Z");
}

TEST(Engine, SaysEveryReasonAtOnce) {
    Schedule s = every_day("UTC", "09:00", "17:00");
    s.daily_cap = 1;
    s.horizon_days = 1;
    std::vector<Busy> const busy{session("2027-01-07T12:00:00Z", "2027-01-07T13:00:00Z")};
    EXPECT_THAT(why(s, "2027-01-07T12:07:00Z", busy),
                ElementsAre("beyond_horizon", "off_grid", "taken", "daily_cap"));
    s.overrides = {{on("2027-01-07"), {}}};
    EXPECT_THAT(why(s, "2027-01-07T07:00:00Z"), ElementsAre("beyond_horizon", "day_off"));
}

TEST(Engine, NextFreeIsTheFirstOfAllFreeStarts) {
    Schedule s{.rules = {{5, between("09:00", "10:00")}},
               .minimum_notice = 60,
               .horizon_days = 100,
               .start_every = 60};
    EXPECT_EQ(to_iso(next_free(s, {}, 60, kNow).value()), "2027-01-08T09:00:00Z");
    // All Fridays taken for 90 days: found behind them, or not at all within the horizon.
    std::vector<Busy> busy;
    for (int week = 0; week < 13; ++week)
        busy.push_back(
            {at("2027-01-08T09:30:00Z") + days{7 * week}, at("2027-01-08T09:40:00Z") + days{7 * week}});
    EXPECT_EQ(to_iso(next_free(s, busy, 60, kNow).value()), "2027-04-09T09:00:00Z");
    s.horizon_days = 94;
    EXPECT_FALSE(next_free(s, busy, 60, kNow));
    EXPECT_FALSE(next_free(s, {}, 61, kNow));
    EXPECT_FALSE(next_free(Schedule{}, {}, 30, kNow));
    auto const needed = busy_range(s, kNow);
    EXPECT_LT(needed.begin, kNow);
    EXPECT_GE(needed.end, at("2027-04-09T00:00:00Z"));
}

TEST(Engine, QuestionsAreBoundedAndNonsenseHasNoAnswers) {
    Schedule s = every_day("UTC", "00:00", "24:00");
    s.start_every = 10;
    EXPECT_EQ(free_starts(s, {}, 10, kNow, kNow + days{300}, kNow).size(), 62U * 144U);
    EXPECT_EQ(expand(s, kNow, kNow + days{300}).back().end, kNow + days{62});
    EXPECT_THAT(free_starts(s, {}, 10, kNow, kNow, kNow), IsEmpty());
    EXPECT_THAT(free_starts(s, {}, 10, kWednesday, kNow, kNow), IsEmpty());
    EXPECT_THAT(free_starts(s, {}, 0, kNow, kWednesday, kNow), IsEmpty());
    EXPECT_THAT(free_starts(s, {}, 1441, kNow, kWednesday, kNow), IsEmpty());
    EXPECT_THAT(why(s, "2027-01-05T00:00:00Z", {}, 0), ElementsAre("session_does_not_fit"));
    EXPECT_THAT(why(s, "9999-01-05T00:00:00Z"), ElementsAre("beyond_horizon"));
    EXPECT_THAT(why(s, "1970-01-05T00:00:00Z"), ElementsAre("in_the_past"));
    // A commitment that ends before it begins is none.
    EXPECT_THAT(why(s, "2027-01-05T00:00:00Z", {session("2027-01-05T01:00:00Z", "2027-01-05T00:00:00Z")}),
                IsEmpty());
}

}  // namespace
}  // namespace ax::availability
