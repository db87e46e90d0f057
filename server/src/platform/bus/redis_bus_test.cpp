#include "platform/bus/redis_bus.h"

#include "platform/redis/testing_topology.h"
#include "platform/trace/testing.h"

#include <map>
#include <mutex>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::bus {
namespace {

using redis::testing::Running;
using redis::testing::Server;
using redis::testing::until;
using ::testing::ElementsAre;

Payload payload(std::string text) { return std::make_shared<std::string const>(std::move(text)); }

/// One process: a loop, a client, a bus, and what it hears of topics.
class Process {
public:
    explicit Process(std::string const& url, RedisBus::Options options = {})
        : client(*redis::parse_url(url)), bus(client, std::move(options)) {
        running.run([this] { bus.start(running.loop); });
    }
    Process(Process const&) = delete;
    Process& operator=(Process const&) = delete;
    ~Process() {
        running.run([this] {
            subscriptions.clear();
            if (polite)
                bus.stop();
        });
        running.stop();
    }

    /// Returns once it is told that the topic is live.
    void listen(std::string const& topic) {
        int const before = gaps(topic);
        running.run([&, this] {
            subscriptions.push_back(bus.subscribe(topic, [this, topic](Payload const& p) {
                std::lock_guard const lock(mutex);
                if (is_gap(*p))
                    ++gap_counts[topic];
                else
                    heard_texts[topic].push_back(*p);
            }));
        });
        until("the topic is live", [&] { return gaps(topic) > before; });
    }
    int gaps(std::string const& topic) {
        std::lock_guard const lock(mutex);
        return gap_counts[topic];
    }
    std::vector<std::string> heard(std::string const& topic) {
        std::lock_guard const lock(mutex);
        return heard_texts[topic];
    }
    void until_heard(std::string const& topic, std::size_t count) {
        until("it is heard", [&] { return heard(topic).size() >= count; });
    }

    Running running;
    redis::Client client;
    RedisBus bus;
    bool polite = true;
    std::vector<Subscription> subscriptions;
    std::mutex mutex;
    std::map<std::string, int> gap_counts;
    std::map<std::string, std::vector<std::string>> heard_texts;
};

TEST(RedisBus, CarriesFromProcessToProcessInOrderWithoutEcho) {
    Server const server;
    Process a(server.url());
    Process b(server.url());
    a.listen("user:1");
    b.listen("user:1");
    b.listen("user:2");
    for (int i = 0; i < 500; ++i) a.bus.publish("user:1", payload(std::to_string(i)));
    b.bus.publish("user:2", payload("own"));
    a.until_heard("user:1", 500);
    b.until_heard("user:1", 500);
    b.bus.publish("user:1", payload("last"));
    a.until_heard("user:1", 501);
    b.until_heard("user:1", 501);
    std::vector<std::string> expected;
    for (int i = 0; i < 500; ++i) expected.push_back(std::to_string(i));
    expected.emplace_back("last");
    EXPECT_EQ(a.heard("user:1"), expected);
    EXPECT_EQ(b.heard("user:1"), expected);
    EXPECT_THAT(b.heard("user:2"), ElementsAre("own"));
}

TEST(RedisBus, PublishesInTheTraceOfWhoHasTheNews) {
    Server const server;
    trace::testing::Kept const kept;
    Process a(server.url());
    Process b(server.url());
    b.listen("user:1");
    trace::Context const above{.high = 1, .low = 2, .span = 3};
    {
        trace::Scope const scope(above);
        a.bus.publish("user:1", payload("traced"));
    }
    a.bus.publish("user:1", payload("not traced"));
    b.until_heard("user:1", 2);
    until("Redis has answered", [&] { return !kept.spans().empty(); });
    auto const spans = kept.spans();
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].name, "PUBLISH");
    EXPECT_EQ(spans[0].parent, above.span);
    EXPECT_EQ(spans[0].self.low, above.low);
    EXPECT_EQ(b.heard("user:1"), (std::vector<std::string>{"traced", "not traced"}));
}

TEST(RedisBus, KeepsSitesOnOneRedisApart) {
    Server const server;
    Process a(server.url());
    Process other(server.url(), {.prefix = "other:"});
    Process third(server.url() + "/1");
    other.listen("t");
    third.listen("t");
    a.listen("t");
    a.bus.publish("t", payload("x"));
    other.bus.publish("t", payload("y"));
    third.bus.publish("t", payload("z"));
    other.until_heard("t", 1);
    third.until_heard("t", 1);
    a.until_heard("t", 1);
    EXPECT_THAT(a.heard("t"), ElementsAre("x"));
    EXPECT_THAT(other.heard("t"), ElementsAre("y"));
    EXPECT_THAT(third.heard("t"), ElementsAre("z"));
}

TEST(RedisBus, IsALocalBusBeforeItsStart) {
    redis::Client client(*redis::parse_url("redis://127.0.0.1:1"));
    RedisBus bus(client);
    EXPECT_FALSE(bus.wanted("t"));
    bus.publish("t", payload("nobody hears"));
    EXPECT_FALSE(bus.up());
}

TEST(RedisBus, LosesNothingForGoodWhenRedisGoesAndComesBack) {
    Server server;
    Process a(server.url());
    Process b(server.url());
    a.listen("t");
    b.listen("t");
    int const before = b.gaps("t");
    server.kill();
    until("both have noticed", [&] { return !a.bus.up() && !b.bus.up(); });
    a.bus.publish("t", payload("meanwhile"));
    a.until_heard("t", 1);
    EXPECT_THAT(b.heard("t"), ::testing::IsEmpty());
    server.restart();
    until("b is told to look", [&] { return b.gaps("t") > before; });
    until("both are back", [&] { return a.bus.up() && b.bus.up() && a.client.up(); });
    a.bus.publish("t", payload("again"));
    b.until_heard("t", 1);
    EXPECT_THAT(b.heard("t"), ElementsAre("again"));
    EXPECT_THAT(a.heard("t"), ElementsAre("meanwhile", "again"));
}

TEST(RedisBus, WhatOneCouldNotPublishTheOthersLookFor) {
    Server const server;
    Process a(server.url(), {.queue = 0, .owed = 0});
    Process b(server.url());
    b.listen("t");
    int const before = b.gaps("t");
    a.bus.publish("t", payload("far too much"));
    until("b is told to look", [&] { return b.gaps("t") > before; });
    EXPECT_THAT(b.heard("t"), ::testing::IsEmpty());
}

TEST(RedisBus, AProcessThatDiesIsMissed) {
    Server const server;
    RedisBus::Options const quick{.beat = milliseconds{200}, .silence = milliseconds{1500}};
    Process a(server.url(), quick);
    a.listen("t");
    {
        Process polite(server.url(), quick);
        Process dead(server.url(), quick);
        dead.polite = false;
        until("they are known", [&] {
            std::size_t known = 0;
            a.running.run([&] { known = a.bus.peers(); });
            return known == 2;
        });
    }
    int const before = a.gaps("t");
    until("a looks for what the dead one has not said", [&] { return a.gaps("t") > before; });
}

TEST(RedisBus, WorksOverAClusterAndAFailover) {
    redis::testing::OfSix cluster;
    Process a(cluster.url());
    Process b(cluster.url());
    for (int i = 0; i < 20; ++i) b.listen("t" + std::to_string(i));
    for (int i = 0; i < 20; ++i) a.bus.publish("t" + std::to_string(i), payload("x"));
    for (int i = 0; i < 20; ++i) b.until_heard("t" + std::to_string(i), 1);
    std::vector<int> before;
    for (int i = 0; i < 20; ++i) before.push_back(b.gaps("t" + std::to_string(i)));
    cluster.nodes[0]->kill();
    // Until the replica has taken over some are not carried; those that are not are looked for.
    for (int i = 0; i < 20; ++i) {
        auto const topic = "t" + std::to_string(i);
        until("it is heard or looked for", [&] {
            a.bus.publish(topic, payload("y"));
            return b.heard(topic).size() > 1 || b.gaps(topic) > before[static_cast<std::size_t>(i)];
        });
    }
    until("all is carried again", [&] { return a.bus.up() && b.bus.up(); });
}

}  // namespace
}  // namespace ax::bus
