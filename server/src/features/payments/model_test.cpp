#include "features/payments/model.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <gtest/gtest.h>

namespace ax::payments {
namespace {

using enum Status;
constexpr std::array kAll{created, failed, authorized, captured, refunded};

TEST(PaymentModel, NoSequenceOfFiveWordsMovesBackOrCapturesTwice) {
    // Every word in every order, 5^5 histories: the state is the highest word heard, and money arrives once.
    for (int code = 0; code < 5 * 5 * 5 * 5 * 5; ++code) {
        Status now = created;
        Status highest = created;
        int captures = 0;
        int rest = code;
        for (int i = 0; i < 5; ++i, rest /= 5) {
            auto const seen = kAll.at(static_cast<std::size_t>(rest % 5));
            auto const move = advance(now, seen);
            ASSERT_GE(move.status, now) << code;
            ASSERT_EQ(move.changed, move.status != now) << code;
            captures += move.captures ? 1 : 0;
            now = move.status;
            highest = std::max(highest, seen);
        }
        ASSERT_EQ(now, highest) << code;
        ASSERT_EQ(captures, highest >= captured ? 1 : 0) << code;
    }
}

TEST(PaymentModel, ALateAuthorisationRevivesAFailedPayment) {
    EXPECT_TRUE(advance(failed, authorized).changed);
    EXPECT_TRUE(advance(failed, captured).captures);
    EXPECT_FALSE(advance(captured, failed).changed);
    EXPECT_FALSE(advance(refunded, captured).captures);
}

TEST(PaymentModel, WordsOfTheGateway) {
    EXPECT_EQ(parse_status("created"), created);
    EXPECT_EQ(parse_status("authorized"), authorized);
    EXPECT_EQ(parse_status("captured"), captured);
    EXPECT_EQ(parse_status("failed"), failed);
    EXPECT_EQ(parse_status("refunded"), refunded);
    for (auto const* const word : {"", "Captured", "captured ", "paid"})
        EXPECT_EQ(parse_status(word), created) << word;
}

TEST(PaymentModel, LooksGetRarer) {
    EXPECT_EQ(back_off_units(-1), 1);
    for (int i = 0; i < 10; ++i) EXPECT_LE(back_off_units(i), back_off_units(i + 1));
    EXPECT_EQ(back_off_units(1000), 30);
}

}  // namespace
}  // namespace ax::payments
