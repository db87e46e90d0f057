#include "features/realtime/roll.h"

#include <gmock/gmock.h>

namespace ax::realtime {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr AccountId kAsha{1};
constexpr AccountId kBela{2};
Instant const kStart = *parse_iso("2026-11-22T09:00:00Z");

TEST(Roll, AConnectionIsHereAndAShortWhileLonger) {
    Roll roll;
    EXPECT_TRUE(roll.arrive(kAsha, kStart));
    EXPECT_FALSE(roll.arrive(kAsha, kStart)) << "the second device is no news";
    roll.depart(kAsha, kStart + seconds{10});
    EXPECT_THAT(roll.gone(kStart + hours{1}), IsEmpty()) << "one is left";
    roll.depart(kAsha, kStart + hours{1});
    EXPECT_THAT(roll.gone(kStart + hours{1} + seconds{4}), IsEmpty());
    EXPECT_TRUE(roll.here(kAsha));
    auto const gone = roll.gone(kStart + hours{1} + seconds{5});
    ASSERT_THAT(gone, SizeIs(1));
    EXPECT_EQ(gone[0].account, kAsha);
    EXPECT_EQ(gone[0].left_at, kStart + hours{1});
    EXPECT_FALSE(roll.here(kAsha));
    EXPECT_TRUE(roll.arrive(kAsha, kStart + hours{2})) << "and is news again";
}

TEST(Roll, AReloadDoesNotBlink) {
    Roll roll;
    roll.arrive(kAsha, kStart);
    roll.depart(kAsha, kStart);
    EXPECT_FALSE(roll.arrive(kAsha, kStart + seconds{2}));
    EXPECT_THAT(roll.gone(kStart + seconds{10}), IsEmpty());
}

TEST(Roll, SomethingDoneCountsForFiveMinutes) {
    Roll roll;
    EXPECT_TRUE(roll.act(kAsha, kStart).came);
    EXPECT_FALSE(roll.act(kAsha, kStart + minutes{4}).came);
    EXPECT_THAT(roll.gone(kStart + minutes{8}), IsEmpty());
    auto const gone = roll.gone(kStart + minutes{9});
    ASSERT_THAT(gone, SizeIs(1));
    EXPECT_FALSE(gone[0].connected);
}

TEST(Roll, WhoDidSomethingStaysAfterTheConnection) {
    Roll roll;
    roll.arrive(kAsha, kStart);
    roll.act(kAsha, kStart + minutes{10});
    roll.depart(kAsha, kStart + minutes{11});
    EXPECT_THAT(roll.gone(kStart + minutes{12}), IsEmpty());
    EXPECT_THAT(roll.gone(kStart + minutes{15}), SizeIs(1));
}

TEST(Roll, ActivityIsRecordedOnceAMinute) {
    Roll roll;
    int recorded = 0;
    for (int second = 0; second < 180; ++second)
        recorded += roll.act(kAsha, kStart + seconds{second}).record ? 1 : 0;
    EXPECT_EQ(recorded, 3);
}

TEST(Roll, IsBounded) {
    Roll::Times times;
    times.most = 1;
    Roll roll(times);
    roll.act(kAsha, kStart);
    roll.act(kBela, kStart + seconds{1});
    auto const gone = roll.gone(kStart + seconds{1});
    ASSERT_THAT(gone, SizeIs(1));
    EXPECT_EQ(gone[0].account, kAsha) << "who has the least time left";
}

}  // namespace
}  // namespace ax::realtime
