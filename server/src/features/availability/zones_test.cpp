#include "features/availability/zones.h"

#include "features/availability/testing.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace ax::availability {
namespace {

using namespace testing;  // NOLINT: this folder's own
using ::testing::ElementsAre;
using ::testing::IsEmpty;

LocalTime wall(std::string_view date, std::string_view time) {
    return on(date) + minutes{parse_wall_time(time).value()};
}

std::vector<std::string> shown_at(std::string_view zone_name, std::string_view date, std::string_view time) {
    return iso(zone(zone_name).instants_of(wall(date, time)));
}

TEST(Zones, KnowsNamesAndLinksAndNothingElse) {
    EXPECT_TRUE(Zone::find("Asia/Kolkata"));
    EXPECT_TRUE(Zone::find("Asia/Calcutta"));
    EXPECT_TRUE(Zone::find("UTC"));
    for (auto const* const name :
         {"", "Asia", "Asia/", "asia/kolkata", "../etc/passwd", "localtime", "Factory", "+05:30"})
        EXPECT_FALSE(Zone::find(name)) << name;
    EXPECT_EQ(Zone{}.name(), "UTC");
}

TEST(Zones, CanonicalNamesAreRealSortedPlacesWithoutLinks) {
    auto const& names = canonical_zones();
    EXPECT_GT(names.size(), 400U);
    EXPECT_TRUE(std::ranges::is_sorted(names));
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
    for (auto const& name : names) EXPECT_TRUE(Zone::find(name)) << name;
    EXPECT_TRUE(std::ranges::binary_search(names, "Asia/Kolkata"));
    EXPECT_TRUE(std::ranges::binary_search(names, "Europe/Stockholm"));
    EXPECT_FALSE(std::ranges::binary_search(names, "Asia/Calcutta"));
    EXPECT_FALSE(std::ranges::binary_search(names, "US/Eastern"));
}

TEST(Zones, ConvertsInstantsToTheWallClock) {
    EXPECT_EQ(zone("Asia/Kathmandu").to_local(at("2027-01-01T00:00:00Z")), wall("2027-01-01", "05:45"));
    EXPECT_EQ(zone("America/St_Johns").offset(at("2027-01-01T00:00:00Z")), -(hours{3} + minutes{30}));
    EXPECT_EQ(zone("Asia/Kolkata").date_of(at("2027-01-01T18:29:59.999999Z")), on("2027-01-01"));
    EXPECT_EQ(zone("Asia/Kolkata").date_of(at("2027-01-01T18:30:00Z")), on("2027-01-02"));
}

TEST(Zones, ALocalTimeIsShownNeverOnceOrTwice) {
    EXPECT_THAT(shown_at("Europe/Berlin", "2027-03-28", "02:30"), IsEmpty());
    EXPECT_THAT(shown_at("Europe/Berlin", "2027-03-28", "03:00"), ElementsAre("2027-03-28T01:00:00Z"));
    EXPECT_THAT(shown_at("Europe/Berlin", "2027-10-31", "02:30"),
                ElementsAre("2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"));
    EXPECT_THAT(shown_at("Australia/Lord_Howe", "2027-10-03", "02:15"), IsEmpty());
    EXPECT_THAT(shown_at("Australia/Lord_Howe", "2027-04-04", "01:45"),
                ElementsAre("2027-04-03T14:45:00Z", "2027-04-03T15:15:00Z"));
}

TEST(Zones, ADateBeginsWhenTheClockFirstShowsIt) {
    EXPECT_EQ(to_iso(zone("Asia/Kolkata").begin_of(on("2027-01-01"))), "2026-12-31T18:30:00Z");
    // Havana jumps from midnight to one, and back from one to midnight: it shows 00:00 never, then twice.
    EXPECT_EQ(to_iso(zone("America/Havana").begin_of(on("2024-03-10"))), "2024-03-10T05:00:00Z");
    EXPECT_EQ(to_iso(zone("America/Havana").begin_of(on("2024-11-03"))), "2024-11-03T04:00:00Z");
    // Samoa skipped 30 December 2011.
    EXPECT_EQ(zone("Pacific/Apia").begin_of(on("2011-12-30")),
              zone("Pacific/Apia").begin_of(on("2011-12-31")));
}

TEST(Zones, OffsetsAgreeWithTheZoneAndHaveNoSeams) {
    for (auto const* const name :
         {"Asia/Kolkata", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago"}) {
        auto const from = at("2027-01-01T00:00:00Z");
        auto const to = at("2028-01-01T00:00:00Z");
        Offsets const offsets(zone(name), from, to);
        EXPECT_EQ(offsets.pieces().front().begin, from);
        EXPECT_EQ(offsets.pieces().back().end, to);
        for (std::size_t i = 1; i < offsets.pieces().size(); ++i) {
            EXPECT_EQ(offsets.pieces()[i - 1].end, offsets.pieces()[i].begin);
            EXPECT_NE(offsets.pieces()[i - 1].offset, offsets.pieces()[i].offset);
        }
        for (auto t = from; t < to; t += minutes{97})
            ASSERT_EQ(offsets.to_local(t), zone(name).to_local(t)) << name << " " << to_iso(t);
    }
}

}  // namespace
}  // namespace ax::availability
