#include "platform/api/limits_in_redis.h"

#include "platform/redis/testing.h"

#include <gtest/gtest.h>

namespace ax::api {
namespace {

using redis::testing::Server;
using redis::testing::until;

constexpr int kPerMinute = 20;

/// One process that counts.
class Node {
public:
    explicit Node(Server const& server) : asking(server.url()) { buckets.share(shared); }

    bool allows(std::string const& who) {
        bool out = false;
        asking.running.run([&] { out = !buckets.wait_for("test.endpoint", who, kPerMinute); });
        // What this asked is answered before what is asked now.
        (void)asking.ask("k", {"GET", "k"});
        return out;
    }
    int allowed(std::string const& who, int tries) {
        int out = 0;
        for (int i = 0; i < tries; ++i) out += allows(who) ? 1 : 0;
        return out;
    }

    ManualClock clock{*parse_iso("2026-11-22T09:00:00Z")};
    redis::testing::Asking asking;
    LimitsInRedis shared{asking.client, "ax:"};
    TokenBuckets buckets{clock, 1};
};

// Redis' own clock refills the common bucket while the test runs: one request in three seconds.
constexpr int kRefilled = 8;

TEST(LimitsInRedis, CountOverAllProcesses) {
    Server const server;
    Node a(server);
    Node b(server);
    a.asking.until_answered();
    b.asking.until_answered();
    EXPECT_EQ(a.allowed("asha", kPerMinute), kPerMinute);
    EXPECT_FALSE(a.allows("asha"));
    EXPECT_LE(b.allowed("asha", kPerMinute), 1 + kRefilled) << "one before it knows";
    EXPECT_EQ(b.allowed("ravi", 5), 5) << "others have their own";
}

TEST(LimitsInRedis, CountPerProcessWhileRedisIsAway) {
    Server server;
    Node a(server);
    Node b(server);
    a.asking.until_answered();
    b.asking.until_answered();
    server.kill();
    until("the loss is noticed", [&] { return !a.asking.ask("k", {"GET", "k"}); });
    for (auto* node : {&a, &b}) {
        EXPECT_EQ(node->allowed("asha", kPerMinute), kPerMinute);
        EXPECT_FALSE(node->allows("asha"));
    }
}

TEST(LimitsInRedis, KeepsNoNames) {
    Server const server;
    Node a(server);
    EXPECT_TRUE(a.allows("192.0.2.7"));
    until("it is counted", [&] { return server.ask({"KEYS", "*"}).items.size() == 1; });
    auto const keys = server.ask({"KEYS", "*"});
    EXPECT_TRUE(keys.items[0].text.starts_with("ax:rate:"));
    EXPECT_EQ(keys.items[0].text.find("192.0.2.7"), std::string::npos);
    EXPECT_GT(server.ask({"PTTL", keys.items[0].text}).integer, 60'000);
}

}  // namespace
}  // namespace ax::api
