#include "platform/bus/local_bus.h"

#include "platform/runtime/testing.h"

#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::bus {
namespace {

using runtime::testing::Running;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Payload payload(std::string text) { return std::make_shared<std::string const>(std::move(text)); }

struct Heard {
    std::vector<std::string> texts;
    Subscription subscription;
    void listen(Bus& bus, std::string_view topic) {
        subscription = bus.subscribe(topic, [this](Payload const& p) { texts.push_back(*p); });
    }
};

TEST(LocalBus, DeliversToEveryLoopThatReceivesTheTopic) {
    LocalBus bus;
    Heard here;
    Heard there;
    Heard other;
    Running first;
    Running second;
    first.run([&] { here.listen(bus, "user:1"); });
    second.run([&] {
        there.listen(bus, "user:1");
        other.listen(bus, "user:2");
    });
    bus.publish("user:1", payload("a"));
    bus.publish("user:1", payload("b"));
    bus.publish("nobody", payload("c"));
    first.settle();
    second.settle();
    EXPECT_THAT(here.texts, ElementsAre("a", "b"));
    EXPECT_THAT(there.texts, ElementsAre("a", "b"));
    EXPECT_THAT(other.texts, IsEmpty());
    first.run([&] { here.subscription.reset(); });
    second.run([&] { there.subscription.reset(), other.subscription.reset(); });
}

TEST(LocalBus, NeverCallsFromInsidePublish) {
    LocalBus bus;
    Heard heard;
    Running loop;
    loop.run([&] {
        heard.listen(bus, "t");
        bus.publish("t", payload("later"));
        EXPECT_THAT(heard.texts, IsEmpty());
    });
    loop.settle();
    EXPECT_THAT(heard.texts, ElementsAre("later"));
    loop.run([&] { heard.subscription.reset(); });
}

TEST(LocalBus, SubscribingIsForLoopsOnly) {
    LocalBus bus;
    EXPECT_THROW((void)bus.subscribe("t", [](Payload const&) {}), std::logic_error);
}

TEST(LocalBus, WhoComesLateGetsOnlyWhatIsPublishedAfterwards) {
    LocalBus bus;
    Heard early;
    Heard late;
    Running loop;
    loop.run([&] {
        early.listen(bus, "t");
        bus.publish("t", payload("before"));
        late.listen(bus, "t");
        bus.publish("t", payload("after"));
    });
    loop.settle();
    EXPECT_THAT(early.texts, ElementsAre("before", "after"));
    EXPECT_THAT(late.texts, ElementsAre("after"));
    loop.run([&] { early.subscription.reset(), late.subscription.reset(); });
}

TEST(LocalBus, AReceiverMayEndItselfAndOthersAndComeBack) {
    LocalBus bus;
    Heard victim;
    Heard newcomer;
    std::vector<std::string> log;
    Subscription own;
    Running loop;
    loop.run([&] {
        own = bus.subscribe("t", [&](Payload const& p) {
            log.push_back(*p);
            victim.subscription.reset();
            own.reset();
            log.emplace_back("still alive");
            newcomer.listen(bus, "t");
        });
        victim.listen(bus, "t");
        bus.publish("t", payload("1"));
        bus.publish("t", payload("2"));
    });
    loop.settle();
    EXPECT_THAT(log, ElementsAre("1", "still alive"));
    EXPECT_THAT(victim.texts, IsEmpty());
    EXPECT_THAT(newcomer.texts, IsEmpty()) << "both were published before it came";
    loop.run([&] { bus.publish("t", payload("3")); });
    loop.settle();
    EXPECT_THAT(newcomer.texts, ElementsAre("3"));
    loop.run([&] { newcomer.subscription.reset(); });
    EXPECT_FALSE(bus.wanted("t"));
}

TEST(LocalBus, WhatAReceiverHoldsMayEndSubscriptionsToo) {
    LocalBus bus;
    auto nested = std::make_shared<Heard>();
    Subscription outer;
    Running loop;
    loop.run([&] {
        nested->listen(bus, "t");
        outer = bus.subscribe("t", [held = nested](Payload const&) { held->texts.emplace_back("outer"); });
        nested.reset();
        outer.reset();
    });
    EXPECT_FALSE(bus.wanted("t"));
}

TEST(LocalBus, AReceiverThatThrowsDoesNotKeepTheNextFromHearing) {
    LocalBus bus;
    Heard heard;
    Subscription bad;
    Running loop;
    loop.run([&] {
        bad = bus.subscribe("t", [](Payload const&) { throw std::runtime_error("on purpose"); });
        heard.listen(bus, "t");
        bus.publish("t", payload("x"));
    });
    loop.settle();
    EXPECT_THAT(heard.texts, ElementsAre("x"));
    loop.run([&] { bad.reset(), heard.subscription.reset(); });
}

TEST(LocalBus, KnowsWhetherAnybodyListens) {
    LocalBus bus;
    Heard heard;
    Running loop;
    EXPECT_FALSE(bus.wanted("t"));
    loop.run([&] { heard.listen(bus, "t"); });
    EXPECT_TRUE(bus.wanted("t"));
    loop.run([&] { heard.subscription.reset(); });
    EXPECT_FALSE(bus.wanted("t"));
}

TEST(LocalBus, ALoopThatDoesNotKeepUpLosesTheNewest) {
    LocalBus bus({.inbox = 3, .inbox_bytes = 100});
    Heard heard;
    Running loop;
    loop.run([&] {
        heard.listen(bus, "t");
        for (int i = 0; i < 5; ++i) bus.publish("t", payload(std::to_string(i)));
    });
    loop.settle();
    EXPECT_THAT(heard.texts, ElementsAre("0", "1", "2"));
    loop.run([&] {
        bus.publish("t", payload(std::string(60, 'x')));
        bus.publish("t", payload(std::string(60, 'y')));
        bus.publish("t", payload("small"));
    });
    loop.settle();
    EXPECT_THAT(heard.texts, ElementsAre("0", "1", "2", std::string(60, 'x'), "small"));
    loop.run([&] { heard.subscription.reset(); });
}

TEST(LocalBus, ASubscriptionMayOutliveTheBus) {
    auto bus = std::make_unique<LocalBus>();
    Heard heard;
    Running loop;
    loop.run([&] { heard.listen(*bus, "t"); });
    bus.reset();
    loop.run([&] { heard.subscription.reset(); });
}

TEST(LocalBus, KeepsEveryPublishersOrderUnderLoad) {
    constexpr int kPublishers = 4;
    constexpr int kEach = 2000;
    constexpr int kLoops = 3;
    LocalBus bus;
    struct Receiver {
        std::map<char, int> next;  // per publisher
        std::vector<Subscription> churn;
        Subscription subscription;
        bool in_order = true;
    };
    std::vector<Receiver> receivers(kLoops);
    std::vector<std::unique_ptr<Running>> loops;
    for (int i = 0; i < kLoops; ++i) {
        loops.push_back(std::make_unique<Running>());
        loops.back()->run([&bus, &it = receivers[static_cast<std::size_t>(i)]] {
            it.subscription = bus.subscribe("t", [&bus, &it](Payload const& p) {
                it.in_order &= std::stoi(p->substr(1)) == it.next[(*p)[0]]++;
                // Others come and go all the time.
                it.churn.push_back(
                    bus.subscribe(it.churn.size() % 2 == 0 ? "t" : "u", [](Payload const&) {}));
                if (it.churn.size() > 8)
                    it.churn.clear();
            });
        });
    }
    std::vector<std::thread> publishers;
    for (int who = 0; who < kPublishers; ++who)
        publishers.emplace_back([&bus, who] {
            for (int i = 0; i < kEach; ++i) {
                bus.publish("t", payload(static_cast<char>('a' + who) + std::to_string(i)));
                bus.publish("u", payload("noise"));
            }
        });
    for (auto& publisher : publishers) publisher.join();
    for (int i = 0; i < kLoops; ++i) {
        auto& it = receivers[static_cast<std::size_t>(i)];
        loops[static_cast<std::size_t>(i)]->run([&it] { it.churn.clear(), it.subscription.reset(); });
        EXPECT_TRUE(it.in_order);
        EXPECT_EQ(it.next, (std::map<char, int>{{'a', kEach}, {'b', kEach}, {'c', kEach}, {'d', kEach}}));
    }
}

}  // namespace
}  // namespace ax::bus
