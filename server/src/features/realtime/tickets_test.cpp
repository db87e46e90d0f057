#include "features/realtime/tickets.h"

#include <set>

#include <gtest/gtest.h>

namespace ax::realtime {
namespace {

class TicketsTest : public ::testing::Test {
protected:
    std::string issue(std::int64_t account) {
        contract::Caller caller;
        caller.account = AccountId{account};
        return run_inline(tickets.issue(caller)).ticket;
    }
    std::int64_t redeem(std::string_view ticket) {
        auto const caller = run_inline(tickets.redeem(ticket));
        return caller ? caller->account.value : 0;
    }

    ManualClock clock{*parse_iso("2026-11-22T09:00:00Z")};
    TicketsInMemory store{3};
    Tickets tickets{store, clock};
};

TEST_F(TicketsTest, AreGoodOnce) {
    auto const ticket = issue(7);
    EXPECT_EQ(redeem(ticket), 7);
    EXPECT_EQ(redeem(ticket), 0);
}

TEST_F(TicketsTest, AreGoodForThirtySeconds) {
    auto const in_time = issue(7);
    auto const late = issue(7);
    clock.advance(seconds{30} - Duration{1});
    EXPECT_EQ(redeem(in_time), 7);
    clock.advance(Duration{1});
    EXPECT_EQ(redeem(late), 0);
}

TEST_F(TicketsTest, CanNotBeGuessed) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) seen.insert(issue(1));
    EXPECT_EQ(seen.size(), 100U);
    for (std::string_view const text :
         {"", "axt_", "axt_short", "axa_0123456789012345678901234567890123456789012"})
        EXPECT_EQ(redeem(text), 0) << text;
}

TEST_F(TicketsTest, AreBoundedOldestFirst) {
    auto const oldest = issue(1);
    auto const second = issue(2);
    EXPECT_EQ(redeem(second), 2);
    issue(3);
    auto const newest = issue(4);
    EXPECT_EQ(redeem(newest), 4);
    EXPECT_EQ(redeem(oldest), 0);
}

}  // namespace
}  // namespace ax::realtime
