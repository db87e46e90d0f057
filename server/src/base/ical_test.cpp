#include "base/ical.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::ical {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Event event(std::string_view start, std::string_view end, std::string zone) {
    return {.uid = "session-7@mentors.example",
            .sequence = 2,
            .stamp = *parse_iso("2026-01-02T03:04:05Z"),
            .start = *parse_iso(start),
            .end = *parse_iso(end),
            .zone = std::move(zone),
            .summary = "Career talk",
            .description = {},
            .location = {},
            .url = "https://mentors.example/sessions/7"};
}

std::string text(Event one, Method method = Method::publish) {
    return to_text({.product = "Mentors", .method = method, .events = {std::move(one)}});
}

TEST(Ical, UtcNeedsNoZone) {
    for (auto const* const zone : {"", "UTC", "Mars/Olympus"}) {
        auto const out = text(event("2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z", zone));
        EXPECT_THAT(out, HasSubstr("DTSTART:20260501T100000Z\r\n")) << zone;
        EXPECT_THAT(out, HasSubstr("DTEND:20260501T110000Z\r\n")) << zone;
        EXPECT_THAT(out, Not(HasSubstr("VTIMEZONE"))) << zone;
    }
}

TEST(Ical, AZoneIsExplainedWithTheChangesOfItsClocks) {
    auto const out = text(event("2026-10-24T16:00:00Z", "2026-10-24T17:00:00Z", "Europe/Berlin"));
    EXPECT_THAT(out, HasSubstr("DTSTART;TZID=Europe/Berlin:20261024T180000\r\n"));
    EXPECT_THAT(out, HasSubstr("BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
                               "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\n"
                               "TZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n"
                               "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\n"
                               "TZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n"
                               "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\n"));
    auto const after = text(event("2026-11-01T17:00:00Z", "2026-11-01T18:00:00Z", "America/New_York"));
    EXPECT_THAT(after, HasSubstr("DTSTART;TZID=America/New_York:20261101T120000\r\n"));
    EXPECT_THAT(after, HasSubstr("BEGIN:STANDARD\r\nDTSTART:20261101T020000\r\nTZOFFSETFROM:-0400\r\n"
                                 "TZOFFSETTO:-0500\r\nTZNAME:EST\r\n"));
}

// On 25 October 2026 it is one real hour from 02:30 to 02:30 in Berlin.
TEST(Ical, WhatTheWallShowsTwiceIsWrittenInUtc) {
    auto const out = text(event("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "Europe/Berlin"));
    EXPECT_THAT(out, HasSubstr("DTSTART:20261025T003000Z\r\nDTEND:20261025T013000Z\r\n"));
    EXPECT_THAT(out, Not(HasSubstr("VTIMEZONE")));
    auto const across = text(event("2026-10-24T23:30:00Z", "2026-10-25T02:00:00Z", "Europe/Berlin"));
    EXPECT_THAT(across, HasSubstr("DTSTART;TZID=Europe/Berlin:20261025T013000\r\n"
                                  "DTEND;TZID=Europe/Berlin:20261025T030000\r\n"));
}

TEST(Ical, AZoneThatNeverChangesIsOneObservance) {
    auto const out = text(event("2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z", "Asia/Kolkata"));
    EXPECT_THAT(out, HasSubstr("BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0530\r\n"
                               "TZOFFSETTO:+0530\r\n"));
    EXPECT_EQ(out.find("BEGIN:STANDARD"), out.rfind("BEGIN:STANDARD"));
}

TEST(Ical, WhatPeopleWroteStaysInItsProperty) {
    auto one = event("2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z", "");
    one.summary = "a;b,c\\d\r\nATTENDEE:mailto:evil@example.org";
    one.organizer = Person{"Mentors\"; X=\r\n\"", "no-reply@mentors.example"};
    one.attendee = Person{"Nina", "nina@example.org\r\nX:1"};
    auto const out = text(one, Method::request);
    EXPECT_THAT(out, HasSubstr("SUMMARY:a\\;b\\,c\\\\d\\nATTENDEE:mailto:evil@example.org\r\n"));
    EXPECT_THAT(out, HasSubstr("ORGANIZER;CN=\"Mentors'; X='\":mailto:no-reply@mentors.example\r\n"));
    EXPECT_THAT(out, Not(HasSubstr("\r\nX:1")));
    EXPECT_THAT(out, HasSubstr("METHOD:REQUEST\r\n"));
}

TEST(Ical, LongLinesAreFoldedBetweenCharacters) {
    auto one = event("2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z", "");
    for (int i = 0; i < 60; ++i) one.summary += "ä😀";
    std::string unfolded;
    auto const out = text(one);
    for (std::size_t at = 0; at < out.size();) {
        auto const end = out.find("\r\n", at);
        ASSERT_NE(end, std::string::npos);
        auto const line = out.substr(at, end - at);
        EXPECT_LE(line.size(), 75U);
        if (line.starts_with(' ')) {
            EXPECT_NE(static_cast<unsigned char>(line.at(1)) & 0xC0U, 0x80U) << "within a character";
            unfolded.erase(unfolded.size() - 1);
            unfolded += line.substr(1);
        } else {
            unfolded += line;
        }
        unfolded += '\n';
        at = end + 2;
    }
    EXPECT_THAT(unfolded, HasSubstr("SUMMARY:" + one.summary + "\n"));
}

TEST(Ical, WhatIsNotUtf8StillEnds) {
    auto one = event("2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z", "");
    one.summary = std::string(300, '\x80');
    EXPECT_TRUE(text(one).ends_with("END:VCALENDAR\r\n"));
}

TEST(Ical, ACancellationSaysSo) {
    auto one = event("2026-05-01T10:00:00Z", "2026-05-01T11:00:00Z", "");
    one.cancelled = true;
    auto const out = text(one, Method::cancel);
    EXPECT_THAT(out, HasSubstr("METHOD:CANCEL\r\n"));
    EXPECT_THAT(out, HasSubstr("STATUS:CANCELLED\r\n"));
    EXPECT_THAT(out, HasSubstr("SEQUENCE:2\r\n"));
}

}  // namespace
}  // namespace ax::ical
