#include "platform/redis/slots.h"
#include "platform/redis/subscriber.h"
#include "platform/redis/testing_topology.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::redis {
namespace {

using testing::Asking;
using testing::Server;
using testing::until;

class Ear final : public Subscriber::Receiver {
public:
    void on_message(std::string_view channel, std::string_view message) override {
        std::lock_guard const lock(mutex);
        heard[std::string(channel)].emplace_back(message);
    }
    void on_live(std::string_view channel) override {
        std::lock_guard const lock(mutex);
        ++live[std::string(channel)];
    }
    void on_up(bool) override {}

    std::vector<std::string> of(std::string const& channel) {
        std::lock_guard const lock(mutex);
        return heard[channel];
    }
    int lives(std::string const& channel) {
        std::lock_guard const lock(mutex);
        return live[channel];
    }

    std::mutex mutex;
    std::map<std::string, std::vector<std::string>> heard;
    std::map<std::string, int> live;
};

class Listening {
public:
    explicit Listening(std::string const& url) : redis(url) {
        redis.running.run([this] { subscriber->start(redis.running.loop); });
    }
    Listening(Listening const&) = delete;
    Listening& operator=(Listening const&) = delete;
    ~Listening() {
        redis.running.run([this] { subscriber->stop(); });
        redis.running.stop();
    }
    void subscribe(std::string const& channel) {
        redis.running.run([&] { subscriber->subscribe(channel); });
    }
    void unsubscribe(std::string const& channel) {
        redis.running.run([&] { subscriber->unsubscribe(channel); });
    }
    void until_live(std::string const& channel, int times = 1) {
        until("the channel is live", [&] { return ear.lives(channel) >= times; });
    }

    Ear ear;
    Asking redis;
    std::shared_ptr<Subscriber> subscriber = std::make_shared<Subscriber>(redis.client, ear);
};

TEST(RedisSubscriber, HearsWhatItAskedForAndComesBack) {
    Server server;
    Listening here(server.url());
    here.subscribe("a");
    here.subscribe("b");
    here.until_live("a");
    here.until_live("b");
    EXPECT_TRUE(here.subscriber->up());
    server.ask({"PUBLISH", "a", "1"});
    server.ask({"PUBLISH", "c", "2"});
    here.unsubscribe("b");
    until("b has ended", [&] { return server.ask({"PUBLISH", "b", "3"}).integer == 0; });
    until("it is heard", [&] { return here.ear.of("a").size() == 1; });
    EXPECT_THAT(here.ear.of("c"), ::testing::IsEmpty());

    server.kill();
    until("the loss is noticed", [&] { return !here.subscriber->up(); });
    server.restart();
    here.until_live("a", 2);
    server.ask({"PUBLISH", "a", "4"});
    until("it is heard", [&] { return here.ear.of("a").size() == 2; });
    EXPECT_EQ(here.ear.lives("b"), 1) << "it had ended";
}

TEST(RedisSubscriber, AServerThatSaysNothingIsLeft) {
    Server const server;
    Listening here(server.url());
    here.subscribe("a");
    here.until_live("a");
    server.freeze();
    until("the silence is noticed", [&] { return !here.subscriber->up(); });
    server.thaw();
    here.until_live("a", 2);
}

TEST(RedisSubscriber, SubscribesToThousands) {
    Server const server;
    Listening here(server.url());
    for (int i = 0; i < 5000; ++i) here.subscribe(fmt::format("c{}", i));
    for (int i = 0; i < 5000; ++i) here.until_live(fmt::format("c{}", i));
}

TEST(RedisSentinel, FollowsTheMaster) {
    testing::WithSentinels servers;
    Listening here(servers.url());
    here.subscribe("a");
    here.until_live("a");
    EXPECT_EQ(here.redis.text("k", {"SET", "k", "v"}), "OK");
    until("it is replicated", [&] { return servers.replica.ask({"GET", "k"}).text == "v"; });

    servers.master.kill();
    until("the new master takes writes", [&] { return here.redis.text("k", {"SET", "k", "w"}) == "OK"; });
    EXPECT_EQ(servers.replica.ask({"GET", "k"}).text, "w");
    here.until_live("a", 2);
    servers.replica.ask({"PUBLISH", "a", "news"});
    until("it is heard", [&] { return !here.ear.of("a").empty(); });

    // The old one comes back as a replica, and nobody writes to it.
    servers.master.restart();
    until("it is a replica", [&] {
        auto const role = servers.master.ask({"ROLE"});  // an error while it loads
        return !role.items.empty() && role.items.front().text == "slave";
    });
    EXPECT_EQ(here.redis.text("k", {"SET", "k", "x"}), "OK");
    EXPECT_EQ(servers.replica.ask({"GET", "k"}).text, "x");
}

TEST(RedisCluster, FindsKeysAndChannelsAlsoAfterAFailoverAndAMove) {
    testing::OfSix cluster;
    Listening here(cluster.url());
    std::vector<std::string> names;
    for (int i = 0; i < 60; ++i) names.push_back(fmt::format("name{}", i));
    for (auto const& name : names) {
        here.subscribe(name);
        ASSERT_EQ(here.redis.text(name, {"SET", name, "of " + name}), "OK");
    }
    for (auto const& name : names) here.until_live(name);
    int rounds = 0;
    auto const everybody_hears = [&] {
        auto const news = fmt::format("news {}", ++rounds);
        for (auto const& name : names)
            until("it is published and heard", [&] {
                (void)here.redis.ask(name, {"SPUBLISH", name, news});
                auto const heard = here.ear.of(name);
                return std::ranges::find(heard, news) != heard.end();
            });
    };
    everybody_hears();

    cluster.nodes[0]->kill();
    for (auto const& name : names)
        until("the value is there", [&] { return here.redis.text(name, {"GET", name}) == "of " + name; });
    everybody_hears();

    // One slot goes from the second to the third master, key by key, while it is used.
    auto const moving = *std::ranges::find_if(names, [](auto const& name) {
        auto const slot = slot_of(name);
        return slot >= 5461 && slot <= 10'922;
    });
    auto const slot = std::to_string(slot_of(moving));
    auto const& from = *cluster.nodes[1];
    auto const& to = *cluster.nodes[2];
    auto const from_id = from.ask({"CLUSTER", "MYID"}).text;
    auto const to_id = to.ask({"CLUSTER", "MYID"}).text;
    EXPECT_EQ(to.ask({"CLUSTER", "SETSLOT", slot, "IMPORTING", from_id}).text, "OK");
    EXPECT_EQ(from.ask({"CLUSTER", "SETSLOT", slot, "MIGRATING", to_id}).text, "OK");
    auto const port = std::to_string(to.port());
    EXPECT_EQ(from.ask({"MIGRATE", "127.0.0.1", port, moving, "0", "5000"}).text, "OK");
    EXPECT_EQ(here.redis.text(moving, {"GET", moving}), "of " + moving) << "asked for at its new place";
    for (auto const* node : {&to, &from})
        EXPECT_EQ(node->ask({"CLUSTER", "SETSLOT", slot, "NODE", to_id}).text, "OK");
    EXPECT_EQ(here.redis.text(moving, {"GET", moving}), "of " + moving) << "moved";
    everybody_hears();
}

}  // namespace
}  // namespace ax::redis
