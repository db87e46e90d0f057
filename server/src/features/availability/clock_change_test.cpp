#include "features/availability/engine.h"
#include "features/availability/testing.h"

#include <gmock/gmock.h>

namespace ax::availability {
namespace {

using namespace testing;  // NOLINT: this folder's own
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Starts of one local date, as instants and as the mentor's wall clock shows them.
struct Day {
    std::vector<std::string> utc;
    std::vector<std::string> local;
};

Day starts_on(Schedule const& s, std::string_view date, int minutes) {
    Day out;
    auto const from = s.zone.begin_of(on(date));
    for (auto const start :
         free_starts(s, {}, minutes, from, s.zone.begin_of(on(date) + days{1}), from - days{30})) {
        out.utc.push_back(to_iso(start));
        auto const of_day = s.zone.to_local(start) - on(date);
        out.local.push_back(to_wall_time(static_cast<int>(std::chrono::floor<ax::minutes>(of_day).count())));
    }
    return out;
}

TEST(ClockChange, TheSkippedHourIsNotOffered) {
    auto const s = every_day("Europe/Berlin", "01:00", "05:00");
    auto const day = starts_on(s, "2027-03-28", 60);
    EXPECT_THAT(day.local, ElementsAre("01:00", "03:00", "04:00"));
    EXPECT_THAT(day.utc, ElementsAre("2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T02:00:00Z"));
    // Four hours on the clock are three in truth: a session of four does not fit, of three does.
    EXPECT_THAT(starts_on(s, "2027-03-28", 240).local, IsEmpty());
    EXPECT_THAT(starts_on(s, "2027-03-28", 180).local, ElementsAre("01:00"));
}

TEST(ClockChange, TheRepeatedHourIsOfferedTwiceAsDistinctInstants) {
    auto const day = starts_on(every_day("Europe/Berlin", "01:00", "04:00"), "2027-10-31", 60);
    EXPECT_THAT(day.local, ElementsAre("01:00", "02:00", "02:00", "03:00"));
    EXPECT_THAT(day.utc, ElementsAre("2027-10-30T23:00:00Z", "2027-10-31T00:00:00Z", "2027-10-31T01:00:00Z",
                                     "2027-10-31T02:00:00Z"));
}

TEST(ClockChange, HoursThatLieInsideTheFoldAreTwoPieces) {
    auto const s = every_day("America/New_York", "01:00", "01:30");
    EXPECT_THAT(iso(expand(s, at("2027-11-07T00:00:00Z"), at("2027-11-08T00:00:00Z"))),
                ElementsAre("2027-11-07T05:00:00Z/2027-11-07T05:30:00Z",
                            "2027-11-07T06:00:00Z/2027-11-07T06:30:00Z"));
}

TEST(ClockChange, HoursThatLieInsideTheGapVanishAndAreExplained) {
    auto const s = every_day("America/New_York", "02:00", "03:00");
    EXPECT_THAT(starts_on(s, "2027-03-14", 60).local, IsEmpty());
    EXPECT_THAT(starts_on(s, "2027-03-15", 60).local, ElementsAre("02:00"));
    auto const now = at("2027-03-01T00:00:00Z");
    // 07:00Z is what a browser makes of 02:00 that day; the wall shows 03:00 then.
    EXPECT_THAT(keys(why_not(s, {}, 60, at("2027-03-14T07:00:00Z"), now)),
                ElementsAre("nonexistent_local_time"));
    EXPECT_THAT(keys(why_not(s, {}, 60, on("2027-03-14") + minutes{150}, now)),
                ElementsAre("nonexistent_local_time"));
    EXPECT_THAT(keys(why_not(s, {}, 60, at("2027-03-14T08:00:00Z"), now)), ElementsAre("outside_hours"));
}

TEST(ClockChange, AskedByWallTimeAFoldIsFreeIfEitherInstantIs) {
    auto const s = every_day("Europe/Berlin", "02:00", "03:00");
    auto const now = at("2027-10-01T00:00:00Z");
    LocalTime const two = on("2027-10-31") + hours{2};
    std::vector<Busy> busy{{at("2027-10-31T00:00:00Z"), at("2027-10-31T01:00:00Z")}};
    EXPECT_THAT(why_not(s, busy, 60, two, now), IsEmpty());
    busy.push_back({at("2027-10-31T01:00:00Z"), at("2027-10-31T02:00:00Z")});
    EXPECT_THAT(keys(why_not(s, busy, 60, two, now)), ElementsAre("taken"));
}

TEST(ClockChange, HalfAnHourOnLordHowe) {
    auto const s = every_day("Australia/Lord_Howe", "01:00", "04:00");
    // 02:00 becomes 02:30: full hours shift on the time line by half an hour.
    auto const spring = starts_on(s, "2027-10-03", 30);
    EXPECT_THAT(spring.local, ElementsAre("01:00", "03:00"));
    EXPECT_THAT(spring.utc, ElementsAre("2027-10-02T14:30:00Z", "2027-10-02T16:00:00Z"));
    Schedule half = s;
    half.start_every = 30;
    EXPECT_THAT(starts_on(half, "2027-10-03", 30).local,
                ElementsAre("01:00", "01:30", "02:30", "03:00", "03:30"));
    // 02:00 becomes 01:30: 01:30 is shown twice, half an hour apart.
    auto const autumn = starts_on(half, "2027-04-04", 30);
    EXPECT_THAT(autumn.local, ElementsAre("01:00", "01:30", "01:30", "02:00", "02:30", "03:00", "03:30"));
    EXPECT_THAT(autumn.utc,
                ElementsAre("2027-04-03T14:00:00Z", "2027-04-03T14:30:00Z", "2027-04-03T15:00:00Z",
                            "2027-04-03T15:30:00Z", "2027-04-03T16:00:00Z", "2027-04-03T16:30:00Z",
                            "2027-04-03T17:00:00Z"));
}

TEST(ClockChange, OddOffsetsKeepTheLocalClock) {
    EXPECT_THAT(starts_on(every_day("Asia/Kathmandu", "09:00", "11:00"), "2027-06-01", 60).utc,
                ElementsAre("2027-06-01T03:15:00Z", "2027-06-01T04:15:00Z"));
    EXPECT_THAT(starts_on(every_day("America/St_Johns", "09:00", "10:00"), "2027-01-15", 60).utc,
                ElementsAre("2027-01-15T12:30:00Z"));
    EXPECT_THAT(starts_on(every_day("America/St_Johns", "09:00", "10:00"), "2027-07-15", 60).utc,
                ElementsAre("2027-07-15T11:30:00Z"));
}

TEST(ClockChange, ADateThatAZoneSkipsHasNoTimes) {
    auto const s = every_day("Pacific/Apia", "00:00", "24:00");
    auto const from = s.zone.begin_of(on("2011-12-29"));
    auto const all = free_starts(s, {}, 60, from, s.zone.begin_of(on("2012-01-01")), from - days{3});
    EXPECT_EQ(all.size(), 48U);
    for (auto const start : all) EXPECT_NE(s.zone.date_of(start), on("2011-12-30"));
    EXPECT_THAT(keys(why_not(s, {}, 60, on("2011-12-30") + hours{9}, from)),
                ElementsAre("nonexistent_local_time"));
}

TEST(ClockChange, MidnightThatDoesNotExistStartsTheDayLater) {
    auto const s = every_day("America/Havana", "00:00", "02:00");
    // Past dates: what a government will do to a zone in years to come is not known.
    EXPECT_THAT(starts_on(s, "2024-03-10", 60).local, ElementsAre("01:00"));
    EXPECT_THAT(starts_on(s, "2024-11-03", 60).local, ElementsAre("00:00", "00:00", "01:00"));
}

TEST(ClockChange, AClockTurnedBackAtMidnightRepeatsTheEndOfTheDate) {
    auto const s = every_day("Asia/Beirut", "22:00", "24:00");
    EXPECT_THAT(starts_on(s, "2024-10-26", 60).local, ElementsAre("22:00", "23:00", "23:00"));
    // The repeated hour still belongs to the last date of the horizon.
    Schedule near = s;
    near.horizon_days = 1;
    EXPECT_THAT(why_not(near, {}, 60, at("2024-10-26T21:00:00Z"), at("2024-10-25T12:00:00Z")), IsEmpty());
}

}  // namespace
}  // namespace ax::availability
