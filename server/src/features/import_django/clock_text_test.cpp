#include "features/import_django/clock_text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::import_django {
namespace {

// "1 09:00-17:00, 2 …": weekdays from Monday.
std::string written(Week const& week) {
    std::string out = week.problem.empty() ? "" : "! " + week.problem;
    for (auto const& [weekday, hours] : week.rules)
        out += fmt::format("{}{} {}-{}", out.empty() ? "" : ", ", weekday,
                           availability::to_wall_time(hours.start), availability::to_wall_time(hours.end));
    return out;
}
std::string week(std::string_view text) { return written(parse_week(text)); }

TEST(ClockText, ReadsTimesOfDay) {
    EXPECT_EQ(parse_clock("9:00 AM"), 540);
    EXPECT_EQ(parse_clock("9am"), 540);
    EXPECT_EQ(parse_clock("12 pm"), 720);
    EXPECT_EQ(parse_clock("12:30 AM"), 30);
    EXPECT_EQ(parse_clock("17:30"), 1050);
    EXPECT_EQ(parse_clock("9:00\u202FAM"), 540);  // as newer browsers write it
    for (auto const* text : {"", "9", "25:00", "13pm", "9:60", "9:0", "0am", "9:00 AM x", "nine"})
        EXPECT_EQ(parse_clock(text), std::nullopt) << text;
}

TEST(ClockText, ReadsRangesThatHaveOneReading) {
    auto const hours = [](std::string_view text) {
        auto const found = parse_hours(text);
        return found ? fmt::format("{}-{}", found->start, found->end) : "none";
    };
    EXPECT_EQ(hours("9am-5pm"), "540-1020");
    EXPECT_EQ(hours("9:00 AM to 5:00 PM"), "540-1020");
    EXPECT_EQ(hours("9:00 – 17:00"), "540-1020");
    EXPECT_EQ(hours("9-5pm"), "540-1020");
    EXPECT_EQ(hours("6-9pm"), "1080-1260");
    EXPECT_EQ(hours("10-12pm"), "600-720");
    EXPECT_EQ(hours("9am-5"), "540-1020");
    EXPECT_EQ(hours("9-17"), "540-1020");
    EXPECT_EQ(hours("10pm-2am"), "1320-1560");
    EXPECT_EQ(hours("8pm - midnight"), "1200-1440");
    for (auto const* text : {"9-5", "9", "9am", "9am-9am", "24:00-25:00", "-", "9am-5pm tomorrow"})
        EXPECT_EQ(hours(text), "none") << text;
}

TEST(ClockText, ReadsWeeksAsPeopleWriteThem) {
    EXPECT_EQ(week("Mon-Fri 9am-5pm"),
              "1 09:00-17:00, 2 09:00-17:00, 3 09:00-17:00, 4 09:00-17:00, 5 09:00-17:00");
    EXPECT_EQ(week("Mon, Wed & Fri: 6-8 PM"), "1 18:00-20:00, 3 18:00-20:00, 5 18:00-20:00");
    EXPECT_EQ(week("weekends 10:00 to 13:00"), "6 10:00-13:00, 7 10:00-13:00");
    EXPECT_EQ(week("Tuesdays 5:00 PM - 6:30 PM; Sat 10am-12pm, 2pm-4pm"),
              "2 17:00-18:30, 6 10:00-12:00, 6 14:00-16:00");
    EXPECT_EQ(week("9am-12pm Sat-Mon"), "1 09:00-12:00, 6 09:00-12:00, 7 09:00-12:00");
    EXPECT_EQ(week("Monday to Tuesday from 9am till 11am IST"), "1 09:00-11:00, 2 09:00-11:00");
    EXPECT_EQ(week("Sun 10pm-2am"), "1 00:00-02:00, 7 22:00-24:00");
    EXPECT_EQ(week("Mon 9am-11am, Mon 10am-1pm"), "1 09:00-13:00");
}

TEST(ClockText, RefusesWhatHasNoReadingOrTwo) {
    EXPECT_EQ(week("Mon-Fri"), "! days_without_hours");
    EXPECT_EQ(week("9am-5pm"), "! hours_without_days");
    EXPECT_EQ(week("Mon-Fri 9-5"), "! days_without_hours");
    EXPECT_EQ(week("Mon-Fri 9am-5pm except holidays"), "! not_understood");
    EXPECT_EQ(week("by appointment"), "! not_understood");
    EXPECT_EQ(week("Mon-weekends 9am-5pm"), "! days_not_understood");
    EXPECT_EQ(week("\xFF\xFE"), "! not_understood");
    EXPECT_EQ(week(""), "");
}

TEST(ClockText, ReadsTheWeekOfTheEditor) {
    EXPECT_EQ(
        written(parse_week_json(
            R"({"monday":{"slots":[{"time":"9:00 AM","available":true},{"time":"10:00 AM","available":false}]},)"
            R"("Friday":{"slots":[{"time":"6pm-8pm"}],"date":"2026-03-12"}})")),
        "1 09:00-10:00, 5 18:00-20:00");
    EXPECT_EQ(written(parse_week_json(R"({"monday":{"slots":[{"time":"soon"},{"time":"9:00 AM"}]}})")),
              "! slots_not_understood, 1 09:00-10:00");
    EXPECT_EQ(written(parse_week_json(R"({"someday":{"slots":[]}})")), "! week_not_understood");
    EXPECT_EQ(written(parse_week_json(R"({"monday":{"slots":7}})")), "! slots_not_understood");
    for (auto const* text : {"", "[]", "{", "7", "null"})
        EXPECT_EQ(written(parse_week_json(text)), "! week_not_understood") << text;
}

}  // namespace
}  // namespace ax::import_django
