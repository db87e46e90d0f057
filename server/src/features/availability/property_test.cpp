#include "features/availability/engine.h"
#include "features/availability/naive_expansion.h"
#include "features/availability/random_cases.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace ax::availability {
namespace {

using namespace testing;  // NOLINT: this folder's own

constexpr int kAround =
    30 * 60;  // the naive world reaches so far around the question: over the local dates it touches

TEST(AvailabilityProperty, FreeStartsEqualTheNaiveWalk) {
    auto const [first, last] = seeds(3000);
    std::size_t offered = 0;
    for (auto seed = first; seed < last; ++seed) {
        Case const c = case_for(seed);
        int const asked = c.days_asked * kDayMinutes;
        NaiveWorld const world(c.schedule, c.from - minutes{kAround}, asked + 2 * kAround);
        auto const last_date = date_number(c.schedule.zone.date_of(c.now) + days{c.schedule.horizon_days});
        auto const expected =
            world.free_starts(c.busy, c.minutes, kAround, kAround + asked, c.now, last_date);
        auto const actual = free_starts(c.schedule, c.busy, c.minutes, c.from, c.to(), c.now);
        ASSERT_EQ(iso(actual), iso(expected)) << "seed " << seed << " zone " << c.schedule.zone.name();
        offered += actual.size();
    }
    EXPECT_TRUE(last - first == 1 || offered > 10'000)
        << "the cases offer too little to mean anything: " << offered;
}

TEST(AvailabilityProperty, ATimeIsOfferedExactlyWhenNothingSpeaksAgainstIt) {
    auto const [first, last] = seeds(500);
    for (auto seed = first; seed < last; ++seed) {
        Case const c = case_for(seed);
        auto const offered = free_starts(c.schedule, c.busy, c.minutes, c.from, c.to(), c.now);
        for (auto t = c.from; t < c.to(); t += minutes{10}) {
            bool const is_offered = std::ranges::binary_search(offered, t);
            auto const reasons = why_not(c.schedule, c.busy, c.minutes, t, c.now);
            ASSERT_EQ(is_offered, reasons.empty())
                << "seed " << seed << " at " << to_iso(t) << " " << ::testing::PrintToString(keys(reasons));
        }
        for (auto const t : offered)
            ASSERT_TRUE(why_not(c.schedule, c.busy, c.minutes, t, c.now).empty()) << "seed " << seed;
    }
}

TEST(AvailabilityProperty, NextFreeIsTheFrontOfTheList) {
    auto const [first, last] = seeds(600);
    for (auto seed = first; seed < last; ++seed) {
        Case const c = case_for(seed);
        auto const next = next_free(c.schedule, c.busy, c.minutes, c.now);
        auto const list = free_starts(c.schedule, c.busy, c.minutes, c.now, c.now + kLongestQuestion, c.now);
        ASSERT_EQ(next.has_value(), !list.empty()) << "seed " << seed;
        if (next) {
            ASSERT_EQ(to_iso(*next), to_iso(list.front())) << "seed " << seed;
        }
    }
}

TEST(AvailabilityProperty, NoAnswerDependsOnTheOrderOrOnTheCutOfTheQuestion) {
    auto const [first, last] = seeds(600);
    for (auto seed = first; seed < last; ++seed) {
        Case c = case_for(seed);
        auto const whole = free_starts(c.schedule, c.busy, c.minutes, c.from, c.to(), c.now);
        auto const middle = c.from + minutes{static_cast<int>(seed * 37 % 1440)} + seconds{seed % 60};
        auto joined = free_starts(c.schedule, c.busy, c.minutes, c.from, middle, c.now);
        auto const rest = free_starts(c.schedule, c.busy, c.minutes, middle, c.to(), c.now);
        joined.insert(joined.end(), rest.begin(), rest.end());
        ASSERT_EQ(joined, whole) << "seed " << seed;
        std::ranges::reverse(c.schedule.rules);
        std::ranges::reverse(c.schedule.overrides);
        std::ranges::reverse(c.busy);
        ASSERT_EQ(free_starts(c.schedule, c.busy, c.minutes, c.from, c.to(), c.now), whole)
            << "seed " << seed;
    }
}

// Removes what a reason names. Whatever remains may show another reason behind it.
void cure(Case& c, Reason reason, Instant start) {
    auto& s = c.schedule;
    auto const end = start + minutes{c.minutes};
    auto const reach = minutes{s.buffer_before + s.buffer_after};
    auto const local = s.zone.to_local(start);
    switch (reason) {
        case Reason::in_the_past:
            c.now = start;
            break;
        case Reason::inside_minimum_notice:
            s.minimum_notice = 0;
            break;
        case Reason::beyond_horizon:
            s.horizon_days = 365;
            break;
        case Reason::off_grid:
            s.start_every = 10;  // cases ask on multiples of ten minutes, in zones with such offsets
            break;
        case Reason::taken:
        case Reason::busy_elsewhere:
            std::erase_if(c.busy, [&](Busy const& b) { return b.begin < end && b.end > start; });
            break;
        case Reason::buffer:
            std::erase_if(c.busy,
                          [&](Busy const& b) { return b.begin < end + reach && b.end > start - reach; });
            break;
        case Reason::daily_cap:
            s.daily_cap = 0;
            break;
        case Reason::day_off:
        case Reason::outside_hours:
        case Reason::nonexistent_local_time:
        case Reason::session_does_not_fit:
        case Reason::away:
            s.away.clear();
            // Open all day around it; two days on, for a zone may skip a whole one.
            s.valid_from = s.valid_until = {};
            for (int day = -2; day <= 2; ++day)
                s.overrides.push_back({std::chrono::floor<days>(local) + days{day}, Hours{0, kDayMinutes}});
            break;
    }
}

TEST(AvailabilityProperty, WithoutTheNamedCausesTheTimeIsOffered) {
    auto const [first, last] = seeds(1500);
    std::array<int, kReasonCount> seen{};
    for (auto seed = first; seed < last; ++seed) {
        Case c = case_for(seed);
        if (c.schedule.zone.name() == "Asia/Kathmandu" || c.schedule.zone.name() == "Pacific/Chatham")
            continue;  // quarter-hour offsets: see cure(off_grid)
        auto const start = std::chrono::floor<std::chrono::duration<int, std::ratio<600>>>(c.from) +
                           minutes{static_cast<int>(seed % 288) * 10};
        for (int round = 0;; ++round) {
            auto const reasons = why_not(c.schedule, c.busy, c.minutes, start, c.now);
            if (reasons.empty())
                break;
            ASSERT_LT(round, 4) << "seed " << seed << " " << ::testing::PrintToString(keys(reasons));
            for (auto const reason : reasons) {
                ++seen[static_cast<std::size_t>(reason)];
                cure(c, reason, start);
            }
            auto const after = why_not(c.schedule, c.busy, c.minutes, start, c.now);
            for (auto const reason : reasons)
                ASSERT_EQ(std::ranges::count(after, reason), 0)
                    << "seed " << seed << " still " << key(reason);
        }
        auto const offered = free_starts(c.schedule, c.busy, c.minutes, start, start + minutes{1}, c.now);
        ASSERT_EQ(offered, std::vector<Instant>{start}) << "seed " << seed;
    }
    for (int i = 0; last - first > 1 && i < kReasonCount; ++i)
        EXPECT_GT(seen[static_cast<std::size_t>(i)], 0) << "never seen: " << key(static_cast<Reason>(i));
}

}  // namespace
}  // namespace ax::availability
