#include "features/realtime/tickets_in_redis.h"

#include "platform/redis/testing.h"

#include <gtest/gtest.h>

namespace ax::realtime {
namespace {

using redis::testing::Server;

/// One process that makes and takes tickets.
class Node {
public:
    explicit Node(Server const& server) : asking(options(server)) {}

    std::string issue(std::int64_t account) {
        contract::Caller caller;
        caller.account = AccountId{account};
        caller.mentor = MentorId{7};
        caller.device = DeviceId{9};
        return wait(tickets.issue(caller)).ticket;
    }
    std::int64_t redeem(std::string ticket) {
        auto const caller = wait(tickets.redeem(ticket));
        if (!caller)
            return 0;
        EXPECT_EQ(caller->mentor, MentorId{7});
        EXPECT_EQ(caller->device, DeviceId{9});
        EXPECT_FALSE(caller->student || caller->staff);
        return caller->account.value;
    }

    ManualClock clock{*parse_iso("2026-11-22T09:00:00Z")};
    redis::testing::Asking asking;
    TicketsInRedis store{asking.client, "ax:"};
    Tickets tickets{store, clock};

private:
    static redis::Options options(Server const& server) {
        auto out = *redis::parse_url(server.url());
        out.connect_within = out.answer_within = milliseconds{500};
        return out;
    }
    template <class T>
    T wait(Task<T> task) {
        std::promise<T> out;
        asking.running.loop.post([&] {
            start(std::move(task), [&](std::exception_ptr failure, T* value) {
                failure ? out.set_exception(failure) : out.set_value(std::move(*value));
            });
        });
        return out.get_future().get();
    }
};

TEST(TicketsInRedis, AreGoodOnceWhereverTheyAreShown) {
    Server const server;
    Node a(server);
    Node b(server);
    a.asking.until_answered();
    b.asking.until_answered();
    auto const ticket = a.issue(1);
    EXPECT_EQ(b.redeem(ticket), 1);
    EXPECT_EQ(a.redeem(ticket), 0);
    EXPECT_EQ(b.redeem(ticket), 0);
    auto const late = a.issue(2);
    b.clock.advance(kTicketLife);
    EXPECT_EQ(b.redeem(late), 0);
}

TEST(TicketsInRedis, AreKeptWhereTheyWereMadeWhileRedisIsAway) {
    Server server;
    Node a(server);
    Node b(server);
    a.asking.until_answered();
    b.asking.until_answered();
    server.kill();
    redis::testing::until("the loss is noticed", [&] { return !a.asking.ask("k", {"GET", "k"}); });
    auto const ticket = a.issue(1);
    EXPECT_EQ(b.redeem(ticket), 0);
    EXPECT_EQ(a.redeem(ticket), 1);
    EXPECT_EQ(a.redeem(ticket), 0);
    server.restart();
    a.asking.until_answered();
    b.asking.until_answered();
    EXPECT_EQ(b.redeem(a.issue(2)), 2);
}

TEST(TicketsInRedis, NobodyIsGivenOneThatMayBeInTwoPlaces) {
    Server const server;
    Node a(server);
    Node b(server);
    a.asking.until_answered();
    server.freeze();
    auto const ticket = a.issue(1);
    server.thaw();
    b.asking.until_answered();
    EXPECT_EQ(b.redeem(ticket), 0);
    EXPECT_EQ(a.redeem(ticket), 1);
    EXPECT_EQ(a.redeem(ticket), 0);
}

TEST(TicketsInRedis, WhatIsNoTicketIsNobodys) {
    Server const server;
    Node a(server);
    auto const ticket = a.issue(1);
    auto const keys = server.ask({"KEYS", "ax:ticket:*"});
    ASSERT_EQ(keys.items.size(), 1U);
    for (std::string_view const value :
         {"", "1", "2 1 0 7 0 9 9999999999999999", "1 0 0 0 0 0 9999999999999999", "x"}) {
        server.ask({"SET", keys.items[0].text, value});
        EXPECT_EQ(a.redeem(ticket), 0) << value;
    }
}

}  // namespace
}  // namespace ax::realtime
