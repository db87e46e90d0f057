#include "features/import_django/slots.h"

#include <gtest/gtest.h>

namespace ax::import_django {
namespace {

// Booked on Wednesday the eleventh of March 2026, at noon in India.
std::string slot(std::string_view text, std::string_view zone = "Asia/Kolkata") {
    auto const found =
        resolve_slot(text, *parse_iso("2026-03-11T06:30:00Z"), *availability::Zone::find(zone));
    return found.start ? to_iso(*found.start) : std::string(found.problem);
}

TEST(Slots, AreTimesOnTheMentorsClock) {
    EXPECT_EQ(slot("Monday, Mon 16 - 9:00 AM"), "2026-03-16T03:30:00Z");
    EXPECT_EQ(slot("Monday, 16 Mon - 9:00 AM"), "2026-03-16T03:30:00Z");
    EXPECT_EQ(slot("Tuesday 17 Tue 5:00 PM"), "2026-03-17T11:30:00Z");
    EXPECT_EQ(slot("2026-03-16T09:00"), "2026-03-16T03:30:00Z");
    EXPECT_EQ(slot("2026-03-16T09:00:00Z"), "2026-03-16T09:00:00Z");
    EXPECT_EQ(slot("2026-03-16T09:00:00-05:00"), "2026-03-16T14:00:00Z");
    EXPECT_EQ(slot("Monday, Mon 16 - 9:00 AM", "Europe/Berlin"), "2026-03-16T08:00:00Z");
}

TEST(Slots, MeanTheFirstSuchDayThatIsToCome) {
    EXPECT_EQ(slot("Wednesday 9:00 AM"), "2026-03-18T03:30:00Z");  // that hour was over on the day itself
    EXPECT_EQ(slot("Wednesday 5:00 PM"), "2026-03-11T11:30:00Z");
    EXPECT_EQ(slot("Wednesday, Wed 1 - 9:00 AM"), "2026-04-01T03:30:00Z");
}

TEST(Slots, AreNeverGuessed) {
    EXPECT_EQ(slot("Monday, Mon 17 - 9:00 AM"), "slot_has_no_such_day");  // the seventeenth is a Tuesday
    EXPECT_EQ(slot("2026-03-29T02:30", "Europe/Berlin"), "slot_skipped_by_clocks");
    for (auto const* text : {"", "9:00 AM", "Monday", "Monday, Tue 16 - 9:00 AM", "Mon 16 - 9", "tomorrow",
                             "32 9:00 AM", "<b>Monday</b> 9:00 AM", "\xFF", "2026-13-01T09:00"})
        EXPECT_EQ(slot(text), "slot_not_understood") << text;
}

TEST(Slots, AtAnHourThatComesTwiceAreTheFirst) {
    EXPECT_EQ(slot("2026-10-25T02:30", "Europe/Berlin"), "2026-10-25T00:30:00Z");
}

}  // namespace
}  // namespace ax::import_django
