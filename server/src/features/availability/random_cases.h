#pragma once

#include "features/availability/testing.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>

/// Deterministic random schedules and commitments for the property tests. A failing case prints its seed; run
/// it alone with AX_AVAILABILITY_SEED=<seed>.
namespace ax::availability::testing {

struct Case {
    Schedule schedule;
    std::vector<Busy> busy;
    int minutes = 30;
    Instant from;  // a whole minute
    int days_asked = 2;
    Instant now;
    [[nodiscard]] Instant to() const { return from + days{days_asked}; }
};

class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_(seed) {}

    // Not std::uniform_int_distribution: its numbers differ between libraries, a seed must not.
    int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
    int between(int least, int most) { return least + below(most - least + 1); }
    bool chance(int percent) { return below(100) < percent; }

    Hours hours() {
        int const step = chance(70) ? 30 : (chance(50) ? 5 : 1);
        int const start = below(kDayMinutes / step) * step;
        int const end =
            chance(15) ? kDayMinutes : std::min(kDayMinutes, start + step * between(1, 600 / step));
        return {start, end};
    }

    Case any(Instant near, Zone zone) {
        Case c;
        auto& s = c.schedule;
        s.zone = zone;
        c.from = near - minutes{below(36 * 60)};
        c.days_asked = between(1, 3);
        c.now = chance(60) ? c.from - days{between(1, 20)} : c.from + minutes{between(-300, 1500)};
        constexpr std::array kLengths{15, 30, 45, 60, 90, 240};
        c.minutes = kLengths[static_cast<std::size_t>(below(6))];
        for (int n = between(2, 14); n > 0; --n) s.rules.push_back({between(1, 7), hours()});
        auto const today = zone.date_of(c.from);
        for (int n = chance(50) ? between(1, 4) : 0; n > 0; --n) {
            auto const date = today + days{between(-1, 4)};
            s.overrides.push_back({date, chance(35) ? std::optional<Hours>{} : hours()});
        }
        s.buffer_before = chance(40) ? below(41) : 0;
        s.buffer_after = chance(40) ? below(41) : 0;
        s.minimum_notice = chance(30) ? below(3000) : 0;
        s.horizon_days = chance(30) ? between(1, 25) : 60;
        s.daily_cap = chance(30) ? between(1, 3) : 0;
        s.start_every = kStartGrids[static_cast<std::size_t>(below(5))];
        if (chance(10))
            s.valid_from = today + days{between(-2, 2)};
        if (chance(10))
            s.valid_until = today + days{between(-1, 3)};
        for (int n = chance(70) ? between(1, 8) : 0; n > 0; --n) {
            auto const begin =
                c.from + minutes{between(-2 * kDayMinutes + 1, (c.days_asked + 2) * kDayMinutes - 1)};
            c.busy.push_back({begin, begin + minutes{between(1, 180)},
                              chance(75) ? Busy::Kind::session : Busy::Kind::blocked});
        }
        if (chance(15)) {
            auto const first = today + days{between(-1, 3)};
            s.away.push_back({first, first + days{between(0, 2)}});
        }
        return c;
    }

private:
    std::mt19937_64 random_;
};

/// The seeds to run: all of them, or the one of the environment.
inline std::pair<std::uint64_t, std::uint64_t> seeds(std::uint64_t count) {
    if (char const* const one = std::getenv("AX_AVAILABILITY_SEED"))
        return {std::stoull(one), std::stoull(one) + 1};
    return {1, count + 1};
}

/// Zones and moments where clocks change, half of them, or somewhere quiet.
inline Case case_for(std::uint64_t seed) {
    struct Spot {
        char const* zone;
        char const* change;
    };
    static constexpr std::array kSpots{
        Spot{"Asia/Kolkata", "2027-03-28T00:00:00Z"},
        Spot{"Asia/Kathmandu", "2027-10-31T00:00:00Z"},
        Spot{"Europe/Berlin", "2027-03-28T01:00:00Z"},
        Spot{"Europe/Berlin", "2027-10-31T01:00:00Z"},
        Spot{"America/New_York", "2027-03-14T07:00:00Z"},
        Spot{"America/New_York", "2027-11-07T06:00:00Z"},
        Spot{"Australia/Lord_Howe", "2027-10-02T15:30:00Z"},
        Spot{"Australia/Lord_Howe", "2027-04-03T15:00:00Z"},
        Spot{"Africa/Casablanca", "2025-02-23T02:00:00Z"},
        Spot{"Africa/Casablanca", "2025-04-06T02:00:00Z"},
        Spot{"America/St_Johns", "2027-03-14T05:30:00Z"},
        Spot{"America/St_Johns", "2027-11-07T04:30:00Z"},
        Spot{"America/Havana", "2024-03-10T05:00:00Z"},
        Spot{"America/Havana", "2024-11-03T05:00:00Z"},
        Spot{"Asia/Beirut", "2024-03-30T22:00:00Z"},
        Spot{"Asia/Beirut", "2024-10-26T21:00:00Z"},
        Spot{"Pacific/Chatham", "2027-04-03T14:00:00Z"},
        Spot{"Pacific/Apia", "2011-12-30T10:00:00Z"},
        Spot{"Antarctica/Troll", "2027-03-28T01:00:00Z"},
        Spot{"UTC", "2027-01-01T00:00:00Z"},
    };
    Generator g(seed);
    auto const& spot = kSpots[static_cast<std::size_t>(g.below(kSpots.size()))];
    auto const near = at(spot.change) + (g.chance(25) ? days{g.below(60)} : days{});
    return g.any(near, zone(spot.zone));
}

}  // namespace ax::availability::testing
