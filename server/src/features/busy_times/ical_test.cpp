// Size: one case of RFC 5545 after the other.
#include "features/busy_times/ical.h"

#include "features/busy_times/recurrence.h"

#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::busy_times {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Instant at(std::string_view iso) { return parse_iso(iso).value(); }

Window window(std::string_view zone = "Europe/Berlin", std::string_view from = "2027-03-01T00:00:00Z",
              std::string_view to = "2027-05-01T00:00:00Z") {
    return {.zone = availability::Zone::find(zone).value(), .from = at(from), .to = at(to)};
}

std::string calendar(std::string_view inside) {
    return fmt::format("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", inside);
}
std::string event(std::string_view lines) {
    return fmt::format("BEGIN:VEVENT\r\nUID:a\r\n{}END:VEVENT\r\n", lines);
}

std::vector<std::string> busy(std::string const& text, Window const& in = window()) {
    auto const reading = read_calendar(text, in);
    EXPECT_TRUE(reading);
    std::vector<std::string> out;
    if (reading)
        for (auto const& block : reading->busy) out.push_back(to_iso(block.begin) + "/" + to_iso(block.end));
    return out;
}
std::vector<std::string> of(std::string_view lines, Window const& in = window()) {
    return busy(calendar(event(lines)), in);
}
/// The starts alone: of rules.
std::vector<std::string> starts(std::string_view rule, std::string_view start = "DTSTART:20270301T100000Z",
                                std::string_view more = "") {
    std::vector<std::string> out;
    for (auto const& one : of(fmt::format("{}\r\nDURATION:PT1H\r\nRRULE:{}\r\n{}", start, rule, more)))
        out.push_back(one.substr(5, 8));
    return out;
}

TEST(ICal, TimesInUtcInZonesFloatingAndWholeDays) {
    EXPECT_THAT(of("DTSTART:20270310T100000Z\r\nDTEND:20270310T113000Z\r\n"),
                ElementsAre("2027-03-10T10:00:00Z/2027-03-10T11:30:00Z"));
    EXPECT_THAT(of("DTSTART;TZID=America/New_York:20270310T100000\r\nDURATION:PT45M\r\n"),
                ElementsAre("2027-03-10T15:00:00Z/2027-03-10T15:45:00Z"));
    EXPECT_THAT(of("DTSTART:20270310T100000\r\nDTEND:20270310T110000\r\n"),
                ElementsAre("2027-03-10T09:00:00Z/2027-03-10T10:00:00Z"));
    EXPECT_THAT(of("DTSTART;VALUE=DATE:20270328\r\n"),
                ElementsAre("2027-03-27T23:00:00Z/2027-03-28T22:00:00Z"))
        << "the day of the change has 23 hours";
    EXPECT_THAT(of("DTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:20270312\r\n"),
                ElementsAre("2027-03-09T23:00:00Z/2027-03-11T23:00:00Z"));
    EXPECT_THAT(of("DTSTART;TZID=Europe/Berlin:20270328T023000\r\nDURATION:PT1H\r\n"),
                ElementsAre("2027-03-28T01:30:00Z/2027-03-28T02:30:00Z"))
        << "in the gap: with the offset before";
    EXPECT_THAT(of("DTSTART:20270310T100000Z\r\n"), IsEmpty()) << "takes no time";
    EXPECT_THAT(of("DTSTART:20270310T100000Z\r\nDTEND:20270310T090000Z\r\n"), IsEmpty());
}

TEST(ICal, WhatDoesNotTakeTime) {
    EXPECT_THAT(of("DTSTART:20270310T100000Z\r\nDURATION:PT1H\r\nTRANSP:TRANSPARENT\r\n"), IsEmpty());
    EXPECT_THAT(of("DTSTART:20270310T100000Z\r\nDURATION:PT1H\r\nSTATUS:CANCELLED\r\n"), IsEmpty());
    EXPECT_THAT(of("DTSTART:20270310T100000Z\r\nDURATION:PT1H\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"),
                IsEmpty());
    EXPECT_THAT(of("DTSTART:20270310T100000Z\r\nDURATION:PT1H\r\nSTATUS:TENTATIVE\r\n").size(), 1U);
    EXPECT_THAT(busy(calendar("BEGIN:VTODO\r\nDTSTART:20270310T100000Z\r\nDURATION:PT1H\r\nEND:VTODO\r\n")),
                IsEmpty());
}

TEST(ICal, ZonesByWhateverNameTheyGoBy) {
    EXPECT_EQ(zone_of("/freeassociation.sourceforge.net/Europe/Berlin")->name(), "Europe/Berlin");
    EXPECT_EQ(zone_of("India Standard Time")->name(), "Asia/Kolkata");
    EXPECT_FALSE(zone_of("Customized Time Zone"));
    EXPECT_FALSE(zone_of(std::string(100'000, '/')));
    auto const text =
        calendar("BEGIN:VTIMEZONE\r\nTZID:Ours\r\nX-LIC-LOCATION:Asia/Kolkata\r\nEND:VTIMEZONE\r\n" +
                 event("DTSTART;TZID=Ours:20270310T100000\r\nDURATION:PT1H\r\n"));
    EXPECT_THAT(busy(text), ElementsAre("2027-03-10T04:30:00Z/2027-03-10T05:30:00Z"));
    EXPECT_THAT(of("DTSTART;TZID=\"Europe/Berlin\":20270310T100000\r\nDURATION:PT1H\r\n").size(), 1U);
    EXPECT_THAT(of("DTSTART;TZID=Nobody/Knows:20270310T100000\r\nDURATION:PT1H\r\n"),
                ElementsAre("2027-03-10T09:00:00Z/2027-03-10T10:00:00Z"))
        << "the mentor's zone";
}

TEST(ICal, FoldedLinesAndAlarms) {
    EXPECT_THAT(
        of("DTST\r\n ART:20270310T10\r\n\t0000Z\r\nSUMMARY:ends\r\n DTSTART:x\r\nBEGIN:VALARM\r\nDURATION:PT9H"
           "\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nDURATION:PT1H\r\n"),
        ElementsAre("2027-03-10T10:00:00Z/2027-03-10T11:00:00Z"));
}

TEST(ICal, WhatOverlapsOrTouchesIsOneBlockCutToTheWindow) {
    auto const text = calendar(event("DTSTART:20270310T100000Z\r\nDURATION:PT1H\r\n") +
                               event("DTSTART:20270310T110000Z\r\nDURATION:PT1H\r\n") +
                               event("DTSTART:20270310T103000Z\r\nDURATION:PT15M\r\n") +
                               event("DTSTART:20270226T000000Z\r\nDURATION:P4D\r\n"));
    EXPECT_THAT(busy(text), ElementsAre("2027-03-01T00:00:00Z/2027-03-02T00:00:00Z",
                                        "2027-03-10T10:00:00Z/2027-03-10T12:00:00Z"));
}

TEST(ICal, Rules) {
    EXPECT_THAT(starts("FREQ=DAILY;COUNT=3"), ElementsAre("03-01T10", "03-02T10", "03-03T10"));
    EXPECT_THAT(starts("FREQ=DAILY;INTERVAL=20"),
                ElementsAre("03-01T10", "03-21T10", "04-10T10", "04-30T10"));
    EXPECT_THAT(starts("FREQ=DAILY;UNTIL=20270303T100000Z"), ElementsAre("03-01T10", "03-02T10", "03-03T10"));
    EXPECT_THAT(starts("FREQ=DAILY;UNTIL=20270303T095959Z"), ElementsAre("03-01T10", "03-02T10"));
    EXPECT_THAT(starts("FREQ=DAILY;UNTIL=20270302"), ElementsAre("03-01T10", "03-02T10"));
    EXPECT_THAT(starts("FREQ=DAILY;BYDAY=SA;COUNT=2"), ElementsAre("03-06T10", "03-13T10"));
    EXPECT_THAT(starts("FREQ=WEEKLY;COUNT=2"), ElementsAre("03-01T10", "03-08T10"));
    EXPECT_THAT(starts("FREQ=WEEKLY;BYDAY=MO,WE;INTERVAL=2;COUNT=4"),
                ElementsAre("03-01T10", "03-03T10", "03-15T10", "03-17T10"));
    EXPECT_THAT(starts("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "DTSTART:20270302T100000Z"),
                ElementsAre("03-02T10", "03-07T10", "03-16T10", "03-21T10"));
    EXPECT_THAT(starts("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "DTSTART:20270302T100000Z"),
                ElementsAre("03-02T10", "03-14T10", "03-16T10", "03-28T10"));
    EXPECT_THAT(starts("FREQ=MONTHLY;BYDAY=2TU", "DTSTART:20270309T100000Z"),
                ElementsAre("03-09T10", "04-13T10"));
    EXPECT_THAT(starts("FREQ=MONTHLY;BYDAY=-1FR", "DTSTART:20270326T100000Z"),
                ElementsAre("03-26T10", "04-30T10"));
    EXPECT_THAT(starts("FREQ=MONTHLY;BYMONTHDAY=-1", "DTSTART:20270331T100000Z"),
                ElementsAre("03-31T10", "04-30T10"));
    EXPECT_THAT(starts("FREQ=MONTHLY", "DTSTART:20270131T100000Z"), ElementsAre("03-31T10"))
        << "no 31st, no time";
    EXPECT_THAT(starts("FREQ=YEARLY", "DTSTART:20200315T100000Z"), ElementsAre("03-15T10"));
}

TEST(ICal, RulesThatBeganLongAgoKeepTheirCountAndPhase) {
    EXPECT_THAT(starts("FREQ=WEEKLY;INTERVAL=10", "DTSTART:19800107T100000Z").size(), 1U);
    // 16,860 days lie between the first and 1 March 2027.
    EXPECT_THAT(starts("FREQ=DAILY;COUNT=16861", "DTSTART:19810101T100000Z"), ElementsAre("03-01T10"));
    EXPECT_THAT(starts("FREQ=DAILY;COUNT=16860", "DTSTART:19810101T100000Z"), IsEmpty());
}

TEST(ICal, RepeatingTimesFollowTheClockOfTheirZone) {
    EXPECT_THAT(
        of("DTSTART;TZID=Europe/Berlin:20270327T100000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=3\r\n"),
        ElementsAre("2027-03-27T09:00:00Z/2027-03-27T10:00:00Z", "2027-03-28T08:00:00Z/2027-03-28T09:00:00Z",
                    "2027-03-29T08:00:00Z/2027-03-29T09:00:00Z"));
}

TEST(ICal, ExceptionsAndReplacements) {
    EXPECT_THAT(starts("FREQ=DAILY;COUNT=4", "DTSTART:20270301T100000Z",
                       "EXDATE:20270302T100000Z,20270303T100000Z\r\n"),
                ElementsAre("03-01T10", "03-04T10"));
    EXPECT_THAT(starts("FREQ=DAILY;COUNT=3", "DTSTART:20270301T100000Z", "EXDATE;VALUE=DATE:20270302\r\n"),
                ElementsAre("03-01T10", "03-03T10"));
    EXPECT_THAT(starts("FREQ=DAILY;COUNT=1", "DTSTART:20270301T100000Z", "RDATE:20270320T100000Z\r\n"),
                ElementsAre("03-01T10", "03-20T10"));
    auto const master = event("DTSTART:20270301T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=3\r\n");
    auto const moved =
        event("RECURRENCE-ID:20270302T100000Z\r\nDTSTART:20270302T150000Z\r\nDURATION:PT1H\r\n");
    EXPECT_THAT(busy(calendar(moved + master)), ElementsAre("2027-03-01T10:00:00Z/2027-03-01T11:00:00Z",
                                                            "2027-03-02T15:00:00Z/2027-03-02T16:00:00Z",
                                                            "2027-03-03T10:00:00Z/2027-03-03T11:00:00Z"));
    auto const dropped = event(
        "RECURRENCE-ID:20270302T100000Z\r\nDTSTART:20270302T100000Z\r\nDURATION:PT1H\r\nSTATUS:CANCELLED\r\n");
    EXPECT_THAT(busy(calendar(master + dropped)).size(), 2U);
}

TEST(ICal, RulesThatCannotBeFollowedCountTheirFirstTimeAndAreSaid) {
    for (auto const* const rule :
         {"FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=3", "COUNT=3", "",
          "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=99999999999",
          "FREQ=YEARLY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=DAILY;UNTIL=2027"})
        EXPECT_FALSE(parse_rule(rule)) << rule;
    auto const reading = read_calendar(
        calendar(
            event("DTSTART:20270301T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1\r\n")),
        window());
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->unread, 1);
    EXPECT_EQ(reading->busy.size(), 1U);
}

TEST(ICal, BoundsHold) {
    std::string many;
    for (int i = 0; i < 40; ++i)
        many += event(fmt::format(
            "DTSTART:{}0101T000000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;COUNT=100000\r\n", 1900 + i));
    auto const steps = read_calendar(calendar(many), window());
    ASSERT_TRUE(steps);
    EXPECT_FALSE(steps->complete) << "some 1.6 million steps were asked for";
    auto const few = read_calendar(calendar(many), window(), {.events = 5, .busy = 3, .steps = 1'000'000});
    ASSERT_TRUE(few);
    EXPECT_EQ(few->entries, 5);
    EXPECT_LE(few->busy.size(), 3U);
    EXPECT_FALSE(few->complete);
}

TEST(ICal, WhatIsNoCalendar) {
    EXPECT_FALSE(read_calendar("", window()));
    EXPECT_FALSE(read_calendar("<!doctype html><title>Sign in</title>", window()));
    EXPECT_TRUE(read_calendar("BEGIN:VCALENDAR\nEND:VCALENDAR", window())) << "an empty one is one";
    EXPECT_TRUE(
        read_calendar("\xef\xbb\xbf"
                      "BEGIN:VCALENDAR\n",
                      window()));
}

TEST(ICal, BrokenLinesAreNoTrouble) {
    for (auto const* const line : {"", ":", ";", "X", ";TZID=:", "DTSTART", "DTSTART;", "DTSTART;TZID",
                                   "DTSTART;TZID=\"never ends:20270310T100000", "DTSTART;=:20270310"})
        if (auto const p = parse_property(line))
            EXPECT_FALSE(p->name.empty()) << line;
    for (auto const* const value :
         {"", "2027", "20271301", "20270230", "20270310X100000", "20270310T250000", "20270310T10000",
          "99999999", "20270310T100000Q", "-0270310", "2027031 ", "20270310T1000-0"})
        EXPECT_FALSE(parse_when(value)) << value;
    for (auto const* const value :
         {"", "P", "PT", "1H", "P1H", "PT1D", "P-1D", "P1", "PT99999999999H", "-PT1H", "P1DT"})
        if (auto const span = parse_duration(value))
            EXPECT_EQ(std::string_view(value), "P1DT") << value;
    EXPECT_EQ(parse_duration("P1DT2H30M"), days{1} + hours{2} + minutes{30});
    EXPECT_EQ(parse_duration("P2W"), days{14});
}

// Seeds for whoever looks deeper: what real calendars hold, cut and changed at random places.
TEST(ICal, MangledCalendarsEndWithoutHarm) {
    auto const whole = calendar(
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nX-LIC-LOCATION:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T0300"
        "00\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" +
        event(
            "DTSTART;TZID=Europe/Berlin:20260310T100000\r\nDTEND;TZID=Europe/Berlin:20260310T113000\r\nRRULE:FREQ=WEEKLY"
            ";INTERVAL=2;BYDAY=MO,WE,-1FR;UNTIL=20270601T000000Z;WKST=SU\r\nEXDATE;TZID=Europe/Berlin:20270322T100000\r\n"
            "SUMMARY:A long line that\r\n  goes on\\, and on\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n") +
        event(
            "DTSTART;VALUE=DATE:20270404\r\nDURATION:P2DT3H\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=4,-1;COUNT=7\r\n") +
        event("RECURRENCE-ID:20270404\r\nDTSTART:20270405T100000Z\r\nDURATION:PT90M\r\nTRANSP:OPAQUE\r\n"));
    std::mt19937 random(20270310);
    for (int round = 0; round < 4000; ++round) {
        auto text = whole;
        for (int changes = 1 + static_cast<int>(random() % 6); changes > 0; --changes) {
            auto const where = random() % text.size();
            switch (random() % 4) {
                case 0:
                    text[where] = static_cast<char>(random() % 256);
                    break;
                case 1:
                    text.erase(where, random() % 40);
                    break;
                case 2:
                    text.insert(where, text.substr(random() % text.size(), random() % 60));
                    break;
                default:
                    text[where] = "0123456789:;,=TZ-\n"[random() % 18];
            }
            if (text.empty())
                break;
        }
        auto const reading = read_calendar(text, window());
        if (!reading)
            continue;
        for (std::size_t i = 0; i < reading->busy.size(); ++i) {
            EXPECT_LT(reading->busy[i].begin, reading->busy[i].end);
            EXPECT_GE(reading->busy[i].begin, window().from);
            EXPECT_LE(reading->busy[i].end, window().to);
            if (i > 0)
                EXPECT_LT(reading->busy[i - 1].end, reading->busy[i].begin);
        }
    }
}

}  // namespace
}  // namespace ax::busy_times
