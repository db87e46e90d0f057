#include "features/traffic/vitals.h"

#include <gtest/gtest.h>

namespace ax::traffic {
namespace {

Histogram of(Vital vital, std::initializer_list<std::int64_t> values) {
    Histogram out;
    for (auto const value : values) ++out.counts.at(bucket_of(vital, value));
    return out;
}

TEST(TrafficVitals, TheLimitsOfRatingsAreExact) {
    struct Limits {
        Vital vital;
        std::int64_t good, poor;
    };
    for (auto const& [vital, good, poor] : {Limits{Vital::lcp, 2500, 4000},
                                            {Vital::inp, 200, 500},
                                            {Vital::cls, 100, 250},
                                            {Vital::fcp, 1800, 3000},
                                            {Vital::ttfb, 800, 1800}}) {
        auto const rating = [&](std::int64_t value) { return rating_of(bucket_of(vital, value)); };
        EXPECT_EQ(rating(0), Rating::good);
        EXPECT_EQ(rating(good), Rating::good);
        EXPECT_EQ(rating(good + 1), Rating::needs_work);
        EXPECT_EQ(rating(poor), Rating::needs_work);
        EXPECT_EQ(rating(poor + 1), Rating::poor);
        EXPECT_EQ(rating(600'000), Rating::poor);
    }
}

TEST(TrafficVitals, BucketsAreInOrderAndAllAreReached) {
    std::size_t last = 0;
    for (std::int64_t value = 0; value <= 30'000; ++value) {
        auto const bucket = bucket_of(Vital::lcp, value);
        EXPECT_TRUE(bucket == last || bucket == last + 1) << value;
        last = bucket;
    }
    EXPECT_EQ(last, kBuckets - 1);
}

TEST(TrafficVitals, ThreeOfFourAreAtMostThePercentile) {
    EXPECT_FALSE(Histogram{}.figure(Vital::lcp));
    auto const one = of(Vital::cls, {0}).figure(Vital::cls);
    ASSERT_TRUE(one);
    EXPECT_LE(one->p75, 10);
    EXPECT_EQ(one->rating, Rating::good);

    auto const mixed = of(Vital::lcp, {1000, 1900, 2600, 9000}).figure(Vital::lcp);
    ASSERT_TRUE(mixed);
    EXPECT_EQ(mixed->good, 2);
    EXPECT_EQ(mixed->needs_work, 1);
    EXPECT_EQ(mixed->poor, 1);
    EXPECT_EQ(mixed->rating, Rating::needs_work);
    EXPECT_GT(mixed->p75, 2500);
    EXPECT_LE(mixed->p75, 2800);

    auto const slow = of(Vital::inp, {100'000, 600'000}).figure(Vital::inp);
    ASSERT_TRUE(slow);
    EXPECT_EQ(slow->p75, 2500) << "above the last edge only that is known";
    EXPECT_EQ(slow->rating, Rating::poor);
}

}  // namespace
}  // namespace ax::traffic
