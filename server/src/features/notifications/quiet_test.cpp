#include "features/notifications/quiet.h"

#include <gtest/gtest.h>

namespace ax::notifications {
namespace {

Instant at(std::string_view text) { return parse_iso(text).value(); }
constexpr QuietHours kNight{22 * 60, 7 * 60};

TEST(Quiet, OutsideItIsNow) {
    EXPECT_EQ(after_quiet(kNight, "UTC", at("2026-11-22T21:59:59Z")), at("2026-11-22T21:59:59Z"));
    EXPECT_EQ(after_quiet(kNight, "UTC", at("2026-11-22T07:00:00Z")), at("2026-11-22T07:00:00Z"));
}

TEST(Quiet, OverMidnightItEndsInTheMorningOfTheZone) {
    EXPECT_EQ(after_quiet(kNight, "UTC", at("2026-11-22T22:00:00Z")), at("2026-11-23T07:00:00Z"));
    EXPECT_EQ(after_quiet(kNight, "UTC", at("2026-11-23T06:59:00Z")), at("2026-11-23T07:00:00Z"));
    EXPECT_EQ(after_quiet(kNight, "Asia/Kolkata", at("2026-11-22T18:00:00Z")), at("2026-11-23T01:30:00Z"));
    EXPECT_EQ(after_quiet(kNight, "Nowhere/Land", at("2026-11-22T23:00:00Z")), at("2026-11-23T07:00:00Z"));
}

TEST(Quiet, WithinADay) {
    QuietHours const noon{12 * 60, 14 * 60};
    EXPECT_EQ(after_quiet(noon, "UTC", at("2026-11-22T13:00:00Z")), at("2026-11-22T14:00:00Z"));
    EXPECT_EQ(after_quiet(noon, "UTC", at("2026-11-22T14:00:00Z")), at("2026-11-22T14:00:00Z"));
}

TEST(Quiet, ClockChangesKeepTheHourThatWasChosen) {
    // Berlin, 29 March 2026: 02:00 becomes 03:00. 7:00 is 05:00Z from then on; 2:30 does not exist.
    EXPECT_EQ(after_quiet(kNight, "Europe/Berlin", at("2026-03-28T22:00:00Z")), at("2026-03-29T05:00:00Z"));
    EXPECT_EQ(after_quiet({22 * 60, 150}, "Europe/Berlin", at("2026-03-28T22:00:00Z")),
              at("2026-03-29T01:00:00Z"));
    // 25 October 2026: 03:00 becomes 02:00, 2:30 comes twice.
    EXPECT_EQ(after_quiet(kNight, "Europe/Berlin", at("2026-10-24T21:00:00Z")), at("2026-10-25T06:00:00Z"));
    EXPECT_EQ(after_quiet({22 * 60, 150}, "Europe/Berlin", at("2026-10-24T21:00:00Z")),
              at("2026-10-25T00:30:00Z"));
    EXPECT_EQ(after_quiet({22 * 60, 150}, "Europe/Berlin", at("2026-10-25T01:10:00Z")),
              at("2026-10-25T01:30:00Z"))
        << "the second 2:10";
}

}  // namespace
}  // namespace ax::notifications
