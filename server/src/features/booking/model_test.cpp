#include "features/booking/model.h"

#include <array>
#include <set>
#include <utility>

#include <gtest/gtest.h>

namespace ax::booking {
namespace {

using enum BookingState;
constexpr std::array kStates{held, confirmed, completed, missed, cancelled, expired};
constexpr std::array kMoney{MoneyState::unpaid, MoneyState::pending, MoneyState::paid, MoneyState::refunding,
                            MoneyState::refunded};

Instant const kNow = parse_iso("2026-11-22T09:00:00Z").value();

Record booking(BookingState state, MoneyState money, Duration until_start, Duration hold_left = minutes{5}) {
    Record r;
    r.state = state;
    r.money = money;
    r.start = kNow + until_start;
    r.end = r.start + hours{1};
    r.hold_expires_at = kNow + hold_left;
    return r;
}

TEST(BookingModel, TheMachineHasTheseArrowsAndNoOthers) {
    std::set<std::pair<BookingState, BookingState>> const arrows{
        {held, confirmed},   {held, cancelled},      {held, expired},      {confirmed, completed},
        {confirmed, missed}, {confirmed, cancelled}, {expired, confirmed}, {missed, completed},
    };
    for (auto const from : kStates)
        for (auto const to : kStates)
            EXPECT_EQ(may_become(from, to), arrows.contains({from, to}))
                << static_cast<int>(from) << " to " << static_cast<int>(to);
}

TEST(BookingModel, OnlyALiveHoldThatIsNotPaidCanBePaid) {
    for (auto const state : kStates)
        for (auto const money : kMoney) {
            bool const open = state == held && (money == MoneyState::unpaid || money == MoneyState::pending);
            EXPECT_EQ(can_pay(booking(state, money, hours{48}), kNow), open);
            EXPECT_FALSE(can_pay(booking(state, money, hours{48}, Duration{0}), kNow))
                << "the moment it ends";
        }
}

TEST(BookingModel, CancellingEndsWithTheStart) {
    for (auto const state : kStates) {
        bool const open = state == held || state == confirmed;
        EXPECT_EQ(can_cancel(booking(state, MoneyState::paid, hours{48}), kNow), open);
        EXPECT_EQ(can_cancel(booking(state, MoneyState::paid, Duration{1}), kNow), open);
        EXPECT_EQ(can_cancel(booking(state, MoneyState::paid, Duration{0}), kNow), state == held);
    }
    EXPECT_FALSE(can_cancel(booking(held, MoneyState::unpaid, hours{48}, Duration{0}), kNow));
}

TEST(BookingModel, TheRefundRuleToTheMicrosecond) {
    Policy const policy;
    for (auto const money : kMoney)
        for (auto const left :
             {hours{24} + Duration{1}, Duration{hours{24}}, hours{24} - Duration{1}, Duration{1}}) {
            auto const b = booking(confirmed, money, left);
            bool const paid = money == MoneyState::paid;
            EXPECT_EQ(refunds(b, Side::mentor, policy, kNow), paid);
            EXPECT_EQ(refunds(b, Side::student, policy, kNow), paid && left >= hours{24});
        }
    EXPECT_EQ(refund_free_until(booking(confirmed, MoneyState::paid, hours{48}), policy), kNow + hours{24});
}

}  // namespace
}  // namespace ax::booking
