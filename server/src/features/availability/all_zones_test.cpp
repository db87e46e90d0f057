#include "features/availability/engine.h"
#include "features/availability/naive_expansion.h"
#include "features/availability/testing.h"

#include <date/tz.h>
#include <gmock/gmock.h>

namespace ax::availability {
namespace {

using namespace testing;  // NOLINT: this folder's own

constexpr std::int64_t kDay = 86400;

// Where the C library's offset changes, to the minute.
std::vector<Instant> changes(Zone zone, Instant from, Instant to) {
    LibcClock const clock(zone.name());
    auto const offset = [](std::int64_t t) { return LibcClock::read(t).tm_gmtoff; };
    std::vector<Instant> out;
    auto const end = to_micros(to) / 1'000'000;
    for (auto t = to_micros(from) / 1'000'000; t < end; t += kDay) {
        if (offset(t) == offset(t + kDay))
            continue;
        auto low = t;
        auto high = t + kDay;
        while (high - low > 60) {
            auto const middle = low + (high - low) / 120 * 60;
            (offset(middle) == offset(t) ? low : high) = middle;
        }
        out.push_back(from_micros(high * 1'000'000));
    }
    return out;
}

// Hours that begin, end and lie inside of every usual gap and fold, and cross midnight.
Schedule restless(Zone zone) {
    Schedule s{.zone = zone};
    for (int day = 1; day <= 7; ++day) {
        s.rules.push_back({day, between("00:00", "00:20")});
        s.rules.push_back({day, between("01:30", "02:15")});
        s.rules.push_back({day, between("02:40", "03:30")});
        s.rules.push_back({day, between("09:00", "17:00")});
        s.rules.push_back({day, between("23:10", day % 2 == 0 ? "24:00" : "23:50")});
    }
    return s;
}

TEST(AllZones, EveryClockChangeOfTenYearsExpandsLikeTheNaiveWalk) {
    auto const from = at("2024-01-01T00:00:00Z");
    auto const to = at("2034-12-31T00:00:00Z");
    std::size_t zones = 0;
    std::size_t seen = 0;
    for (auto const& known : date::get_tzdb().zones) {
        auto const zone = Zone::find(known.name());
        if (!zone)
            continue;
        ++zones;
        Schedule const s = restless(*zone);
        for (auto const change : changes(*zone, from, to)) {
            ++seen;
            auto const begin = change - hours{14};
            constexpr int kCount = 28 * 60;
            NaiveWorld const world(s, begin, kCount);
            auto const actual = expand(s, begin, begin + minutes{kCount});
            if (actual != world.open_intervals()) {
                ASSERT_EQ(iso(actual), iso(world.open_intervals())) << zone->name() << " " << to_iso(change);
            }
        }
    }
    EXPECT_GT(zones, 500U);
    EXPECT_GT(seen, 2000U) << "the zone data lacks the coming years";
}

TEST(AllZones, AQuietDayOfEveryZoneExpandsLikeTheNaiveWalk) {
    for (auto const& known : date::get_tzdb().zones) {
        auto const zone = Zone::find(known.name());
        if (!zone)
            continue;
        Schedule const s = restless(*zone);
        for (auto const* const day :
             {"2024-01-20T00:00:00Z", "2029-07-10T00:00:00Z", "2034-06-01T00:00:00Z"}) {
            NaiveWorld const world(s, at(day), kDayMinutes);
            ASSERT_EQ(expand(s, at(day), at(day) + days{1}), world.open_intervals())
                << zone->name() << " " << day;
        }
    }
}

}  // namespace
}  // namespace ax::availability
