#include "features/availability/wire.h"

#include "contract/codec.h"
#include "features/availability/testing.h"

#include <gmock/gmock.h>

namespace ax::availability {
namespace {

using namespace testing;  // NOLINT: this folder's own
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kGood = R"({"time_zone":"Asia/Kolkata",
    "rules":[{"weekday":1,"start":"09:00","end":"12:00"},{"weekday":7,"start":"18:30","end":"24:00"}],
    "overrides":[{"date":"2027-01-26","start":null,"end":null},{"date":"2027-01-27","start":"07:00","end":"08:15"}],
    "buffer_before":5,"buffer_after":10,"minimum_notice":720,"horizon_days":60,"daily_cap":4,"start_every":15})";

// As a request goes: the contract's rules first, then ours.
std::vector<std::string> broken(std::string_view json) {
    std::vector<std::string> out;
    auto const wire = contract::decode<SetAvailability>(json);
    auto const result = wire ? to_schedule(*wire) : std::unexpected(wire.error());
    if (!result)
        for (auto const& e : result.error().fields) out.push_back(e.field + " " + e.reason);
    return out;
}

std::string with(std::string_view what, std::string_view instead) {
    std::string json(kGood);
    return json.replace(json.find(what), what.size(), instead);
}

TEST(AvailabilityWire, ReadsWhatItWrites) {
    auto const wire = contract::decode<SetAvailability>(kGood);
    ASSERT_TRUE(wire) << wire.error().fields.at(0).field;
    auto const schedule = to_schedule(*wire);
    ASSERT_TRUE(schedule);
    EXPECT_EQ(schedule->zone, zone("Asia/Kolkata"));
    EXPECT_THAT(schedule->rules, ElementsAre(Rule{1, {540, 720}}, Rule{7, {1110, 1440}}));
    EXPECT_THAT(schedule->overrides,
                ElementsAre(Override{on("2027-01-26"), {}}, Override{on("2027-01-27"), Hours{420, 495}}));
    EXPECT_EQ(schedule->buffer_before, 5);
    EXPECT_EQ(schedule->buffer_after, 10);
    EXPECT_EQ(schedule->minimum_notice, 720);
    EXPECT_EQ(schedule->horizon_days, 60);
    EXPECT_EQ(schedule->daily_cap, 4);
    EXPECT_EQ(schedule->start_every, 15);
    EXPECT_EQ(contract::to_json(to_wire(*schedule)), contract::to_json<Availability>(*wire));
}

TEST(AvailabilityWire, NamesTheBrokenFieldWhicheverRuleItBreaks) {
    EXPECT_THAT(broken(kGood), IsEmpty());
    EXPECT_THAT(broken(with("Asia/Kolkata", "Asia/Atlantis")), ElementsAre("time_zone not_a_time_zone"));
    EXPECT_THAT(broken(with("Asia/Kolkata", "localtime")), ElementsAre("time_zone not_a_time_zone"));
    EXPECT_THAT(broken(with("12:00", "09:00")), ElementsAre("rules[0].end not_after_start"));
    EXPECT_THAT(broken(with("12:00", "08:00")), ElementsAre("rules[0].end not_after_start"));
    EXPECT_THAT(broken(with("09:00", "24:00")), ElementsAre("rules[0].start not_a_time"));
    EXPECT_THAT(broken(with("24:00", "24:01")), ElementsAre("rules[1].end not_a_time"));
    EXPECT_THAT(broken(with("09:00", "9:00 ")), ElementsAre("rules[0].start not_a_time"));
    EXPECT_THAT(broken(with("09:00", "9:00")), ElementsAre("rules[0].start too_short"));
    EXPECT_THAT(broken(with("\"weekday\":7", "\"weekday\":8")), ElementsAre("rules[1].weekday too_large"));
    EXPECT_THAT(broken(with("\"weekday\":7", "\"weekday\":0")), ElementsAre("rules[1].weekday too_small"));
    EXPECT_THAT(broken(with("2027-01-26", "2027-02-29")), ElementsAre("overrides[0].date not_a_date"));
    EXPECT_THAT(broken(with("2027-01-27", "2027-01-26")), ElementsAre("overrides[0].date conflicting"));
    EXPECT_THAT(broken(with("\"07:00\"", "null")), ElementsAre("overrides[1].start required"));
    EXPECT_THAT(broken(with("\"08:15\"", "null")), ElementsAre("overrides[1].end required"));
    EXPECT_THAT(broken(with("\"start_every\":15", "\"start_every\":25")),
                ElementsAre("start_every not_a_choice"));
    EXPECT_THAT(broken(with("\"daily_cap\":4", "\"daily_cap\":25")), ElementsAre("daily_cap too_large"));
    EXPECT_THAT(broken(with("\"horizon_days\":60", "\"horizon_days\":366")),
                ElementsAre("horizon_days too_large"));
    EXPECT_THAT(broken(with("\"minimum_notice\":720", "\"minimum_notice\":-1")),
                ElementsAre("minimum_notice too_small"));
}

TEST(AvailabilityWire, ReportsSeveralAtOnceAndBoundsTheLists) {
    EXPECT_THAT(
        broken(R"({"time_zone":"UTC","rules":[{"weekday":1,"start":"xx:00","end":"25:00"}],
        "overrides":[{"date":"2027-01-01","start":"10:00"}],
        "buffer_before":0,"buffer_after":0,"minimum_notice":0,"horizon_days":1,"daily_cap":0,"start_every":30})"),
        ElementsAre("rules[0].start not_a_time", "rules[0].end not_a_time", "overrides[0].end required"));
    std::string many;
    for (int i = 0; i < 51; ++i)
        many += std::string(i ? "," : "") + R"({"weekday":1,"start":"09:00","end":"10:00"})";
    EXPECT_THAT(
        broken(
            with(R"({"weekday":1,"start":"09:00","end":"12:00"},{"weekday":7,"start":"18:30","end":"24:00"})",
                 many)),
        ElementsAre("rules too_many"));
}

// The contract and the model each know the limits: they must not drift apart.
TEST(AvailabilityWire, TheContractsLimitsAreTheModels) {
    auto const rules_of = [](std::string_view name) {
        for (auto const& f : contract::type_info<SetAvailability>().fields)
            if (f.name == name)
                return f.rules;
        return contract::Rules{};
    };
    EXPECT_EQ(rules_of("rules").max_items, kLimits.most_rules);
    EXPECT_EQ(rules_of("overrides").max_items, kLimits.most_overrides);
    EXPECT_EQ(rules_of("buffer_before").max, kLimits.longest_buffer);
    EXPECT_EQ(rules_of("buffer_after").max, kLimits.longest_buffer);
    EXPECT_EQ(rules_of("minimum_notice").max, kLimits.longest_notice);
    EXPECT_EQ(rules_of("horizon_days").max, kLimits.farthest_horizon);
    EXPECT_EQ(rules_of("daily_cap").max, kLimits.largest_cap);
    auto const grid = rules_of("start_every");
    ASSERT_EQ(static_cast<std::size_t>(grid.choice_count), kStartGrids.size());
    for (std::size_t i = 0; i < kStartGrids.size(); ++i) EXPECT_EQ(grid.choices.at(i), kStartGrids.at(i));
}

}  // namespace
}  // namespace ax::availability
