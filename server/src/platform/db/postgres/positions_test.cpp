#include "platform/db/postgres/positions.h"

#include <gtest/gtest.h>

namespace ax::db::postgres {
namespace {

using std::chrono::milliseconds;

constexpr Deadline at(int ms) { return Deadline{milliseconds{100'000 + ms}}; }

class PositionsTest : public ::testing::Test {
protected:
    PositionsTest() {
        target_->found(0, at(0));
        other_->found(0, at(0));
    }
    // As the watch does, at once.
    void look(int ms, Lsn primary, std::optional<Lsn> replica) {
        positions_.sampled(at(ms), primary, primary);
        positions_.replayed(0, replica, at(ms));
    }
    ReplicaHealth health(int ms) { return positions_.health(at(ms)).front(); }

    std::shared_ptr<Target> target_ =
        std::make_shared<Target>("postgresql://one:1/db", Target::Role::replica, Prepare::automatic);
    std::shared_ptr<Target> other_ =
        std::make_shared<Target>("postgresql://two:2/db", Target::Role::replica, Prepare::automatic);
    Positions positions_{{target_, other_}, milliseconds{1000}};
};

TEST(Lsn, IsTwoHexadecimalNumbers) {
    EXPECT_EQ(parse_lsn("0/0"), 0U);
    EXPECT_EQ(parse_lsn("16/B374D848"), 0x16'B374D848U);
    for (auto const* const bad : {"", "/", "1/", "/1", "1", "g/1", "1/1/1", "1/123456789", " 1/1"})
        EXPECT_FALSE(parse_lsn(bad)) << bad;
}

TEST_F(PositionsTest, NothingIsKnownAtFirst) {
    EXPECT_FALSE(positions_.needed(at(0)));
    EXPECT_FALSE(positions_.choose(at(0)));
    EXPECT_FALSE(health(0).serves);
    EXPECT_FALSE(health(0).lag);
}

TEST_F(PositionsTest, AReplicaNeedsWhatWasDurableTheAllowedLagAgo) {
    for (int ms = 0; ms <= 2000; ms += 200) look(ms, static_cast<Lsn>(1000 + ms), 0);
    EXPECT_EQ(positions_.needed(at(2000)), 1000U + 1000U);
    EXPECT_EQ(positions_.needed(at(2100)), 1000U + 1200U);
    EXPECT_FALSE(positions_.needed(at(3001))) << "nobody has asked the primary for too long";
}

TEST_F(PositionsTest, AReplicaNeedsWhatThisProcessHasCommitted) {
    look(0, 1000, 1000);
    positions_.committed(1500);
    positions_.committed(1400);
    EXPECT_EQ(positions_.needed(at(10)), 1500U);
}

TEST_F(PositionsTest, ACommitOfUnknownPlaceStopsReplicasUntilThePrimaryWasAskedAgain) {
    look(0, 1000, 1000);
    positions_.committed_somewhere(at(100));
    EXPECT_FALSE(positions_.needed(at(110)));
    positions_.sampled(at(90), 1200, 1300);
    EXPECT_FALSE(positions_.needed(at(120))) << "asked before the commit";
    positions_.sampled(at(200), 1200, 1300);
    EXPECT_EQ(positions_.needed(at(210)), 1300U);
}

TEST_F(PositionsTest, AnIdlePrimaryLeavesNoReplicaBehind) {
    for (int ms = 0; ms <= 60'000; ms += 200) look(ms, 1000, 1000);
    EXPECT_TRUE(health(60'100).serves);
    EXPECT_EQ(health(60'100).lag, Duration{100'000});
}

TEST_F(PositionsTest, AReplicaThatStandsStillLagsAsSoonAsSomethingIsWritten) {
    look(0, 1000, 1000);
    look(200, 1100, 1000);
    EXPECT_TRUE(health(900).serves);
    look(1100, 1200, 1000);
    EXPECT_EQ(health(1100).state, "lagging");
    EXPECT_EQ(health(1100).lag, Duration{1'100'000});
    look(1300, 1300, 1250);
    EXPECT_EQ(health(1300).state, "streaming") << "it has what was durable at 1100";
    EXPECT_EQ(health(1300).lag, Duration{200'000});
}

TEST_F(PositionsTest, ReplicasThatServeTakeTurns) {
    look(0, 1000, 1000);
    EXPECT_EQ(positions_.choose(at(1)), 0U);
    EXPECT_EQ(positions_.choose(at(1)), 0U) << "the other one was never heard of";
    positions_.replayed(1, 1000, at(1));
    auto const first = positions_.choose(at(2));
    auto const second = positions_.choose(at(2));
    EXPECT_NE(first, second);
    target_->set_away("gone");
    EXPECT_EQ(positions_.choose(at(3)), 1U);
    EXPECT_EQ(health(3).state, "away");
}

TEST_F(PositionsTest, WhatReplaysNothingIsNoReplica) {
    look(0, 1000, std::nullopt);
    EXPECT_EQ(health(1).state, "not a replica");
    EXPECT_FALSE(positions_.choose(at(1)));
}

}  // namespace
}  // namespace ax::db::postgres
