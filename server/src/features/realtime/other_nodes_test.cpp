#include "features/realtime/other_nodes.h"

#include <functional>
#include <set>

#include <gtest/gtest.h>

namespace ax::realtime {
namespace {

/// Everybody hears everybody at once, unless the line is cut.
class Party final : public bus::Bus {
public:
    void publish(std::string_view, bus::Payload payload) override { said.push_back(*payload); }
    bus::Subscription subscribe(std::string_view, Receiver) override { return {}; }
    [[nodiscard]] bool wanted(std::string_view) const noexcept override { return true; }
    std::vector<std::string> said;
};

class OtherNodesTest : public ::testing::Test {
protected:
    static constexpr AccountId kAsha{1};
    static constexpr AccountId kRavi{2};

    void deliver() {
        while (!bus.said.empty()) {
            auto const news = std::exchange(bus.said, {});
            for (auto const& one : news)
                for (auto* node : {&a, &b, &c})
                    if (!deaf.contains(node))
                        node->hear(one);
        }
    }
    // A second of everybody's life, but of those that are dead.
    std::vector<AccountId> second() {
        clock.advance(seconds{1});
        std::vector<AccountId> orphans;
        for (auto* node : {&a, &b, &c})
            if (!dead.contains(node))
                for (auto const account : node->look_round()) orphans.push_back(account);
        deliver();
        return orphans;
    }

    ManualClock clock{*parse_iso("2026-11-22T09:00:00Z")};
    Party bus;
    OtherNodes a{bus, clock, "a"};
    OtherNodes b{bus, clock, "b"};
    OtherNodes c{bus, clock, "c"};
    std::set<OtherNodes*> deaf;
    std::set<OtherNodes*> dead;
};

TEST_F(OtherNodesTest, KnowWhoIsAtAnother) {
    a.arrived(kAsha);
    EXPECT_FALSE(b.here(kAsha));
    second();
    EXPECT_TRUE(b.here(kAsha));
    EXPECT_TRUE(c.here(kAsha));
    EXPECT_FALSE(a.here(kAsha)) << "it is here, not at another";
    a.departed(kAsha);
    second();
    EXPECT_FALSE(b.here(kAsha));
}

TEST_F(OtherNodesTest, CountConnectionsNotDevices) {
    a.arrived(kAsha);
    a.arrived(kAsha);
    second();
    a.departed(kAsha);
    second();
    EXPECT_TRUE(b.here(kAsha));
    a.departed(kAsha);
    second();
    EXPECT_FALSE(b.here(kAsha));
}

TEST_F(OtherNodesTest, WhatWasNotHeardIsAskedFor) {
    deaf = {&b};
    for (int i = 1; i <= 1200; ++i) a.arrived(AccountId{i});
    second();
    EXPECT_FALSE(b.here(AccountId{700}));
    deaf = {};
    for (int i = 0; i < 7; ++i) second();
    for (int i = 1; i <= 1200; ++i) ASSERT_TRUE(b.here(AccountId{i})) << i;

    deaf = {&b};
    a.departed(kAsha);
    a.arrived(AccountId{1201});  // as many as before
    second();
    deaf = {};
    for (int i = 0; i < 7; ++i) second();
    EXPECT_FALSE(b.here(kAsha));
    EXPECT_TRUE(b.here(AccountId{1201}));
}

TEST_F(OtherNodesTest, WhoDiesIsForgottenAndOneOfTheOthersIsTold) {
    a.arrived(kAsha);
    a.arrived(kRavi);
    for (int i = 0; i < 6; ++i) second();
    dead = {&a};
    std::multiset<std::int64_t> orphans;
    for (int i = 0; i < 30; ++i)
        for (auto const account : second()) orphans.insert(account.value);
    EXPECT_FALSE(b.here(kAsha));
    EXPECT_FALSE(c.here(kAsha));
    EXPECT_EQ(orphans, (std::multiset<std::int64_t>{1, 2}));
}

TEST_F(OtherNodesTest, NonsenseHarmsNothing) {
    for (std::string_view const text :
         {"", " ", "x", "x here", "x here 1 y", "x beat", "x beat 1", "x end", "x ask"})
        b.hear(text);
    a.arrived(kAsha);
    second();
    EXPECT_TRUE(b.here(kAsha));
}

}  // namespace
}  // namespace ax::realtime
