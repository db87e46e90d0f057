#include "features/payments/gateway_json.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace ax::payments {
namespace {

constexpr std::string_view kPayment =
    R"({"id":"pay_1","entity":"payment","amount":50000,"currency":"INR","status":"captured","order_id":"order_1"})";

std::string webhook(std::string_view payment) {
    return R"({"event":"payment.captured","payload":{"payment":{"entity":)" + std::string(payment) + "}}}";
}

TEST(GatewayJson, ReadsWhatIsDocumented) {
    auto const seen = read_payment(kPayment);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->order_id, "order_1");
    EXPECT_EQ(seen->payment_id, "pay_1");
    EXPECT_EQ(seen->status, Status::captured);
    EXPECT_EQ(seen->amount, 50000);
    EXPECT_EQ(seen->currency, "INR");
    auto const event = read_webhook(webhook(kPayment));
    ASSERT_TRUE(event && event->payment);
    EXPECT_EQ(event->kind, "payment.captured");
    EXPECT_FALSE(event->refund);
    auto const refund = read_webhook(
        R"({"event":"refund.processed","payload":{"refund":{"entity":{"id":"rfnd_1","payment_id":"pay_1","amount":50000,"status":"processed"}}}})");
    ASSERT_TRUE(refund && refund->refund);
    EXPECT_TRUE(refund->refund->processed);
    EXPECT_EQ(refund->refund->amount, 50000);
    EXPECT_EQ(refund->refund_payment, "pay_1");
    EXPECT_EQ(read_error_code(R"({"error":{"code":"BAD_REQUEST_ERROR"}})"), "BAD_REQUEST_ERROR");
}

TEST(GatewayJson, AFailedRefundDoesNotCountAsOne) {
    auto const only_failed = read_full_refund(
        R"({"items":[{"id":"rfnd_1","amount":50000,"status":"failed"},{"id":"rfnd_2","amount":1,"status":"processed"}]})",
        50'000);
    ASSERT_TRUE(only_failed);
    EXPECT_FALSE(*only_failed);
    auto const second = read_full_refund(
        R"({"items":[{"id":"rfnd_1","amount":50000,"status":"failed"},{"id":"rfnd_2","amount":50000,"status":"pending"}]})",
        50'000);
    ASSERT_TRUE(second && *second);
    EXPECT_EQ((*second)->id, "rfnd_2");
}

TEST(GatewayJson, GarbageIsNothing) {
    for (auto const* const text :
         {"", " ", "null", "[]", "7", "\"x\"", "{", "{}", R"({"id":7})", R"({"id":""})", R"({"items":{}})",
          R"({"event":"x"})", R"({"event":"x","payload":[]})", R"({"event":7,"payload":{}})", "\xff\xfe{}"}) {
        EXPECT_FALSE(read_id(text)) << text;
        EXPECT_FALSE(read_payment(text)) << text;
        EXPECT_FALSE(read_payments(text)) << text;
        EXPECT_FALSE(read_ids(text)) << text;
        EXPECT_FALSE(read_refund(text)) << text;
        EXPECT_FALSE(read_full_refund(text, 1)) << text;
        EXPECT_FALSE(read_webhook(text)) << text;
        EXPECT_EQ(read_error_code(text), "") << text;
    }
    for (auto const* const amount : {"\"50000\"", "500.5", "1e99", "null", "18446744073709551615"})
        EXPECT_FALSE(read_payment(std::string(R"({"id":"p","order_id":"o","status":"captured","amount":)") +
                                  amount + "}"))
            << amount;
    auto const empty =
        read_webhook(R"({"event":"order.paid","payload":{"payment":{"entity":7},"refund":null}})");
    ASSERT_TRUE(empty);
    EXPECT_FALSE(empty->payment);
    EXPECT_FALSE(empty->refund);
    EXPECT_FALSE(read_payment(std::string(100'000, '['))) << "deep nesting";
}

TEST(GatewayJson, BrokenBytesNeverBreakTheReader) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    auto const whole = webhook(kPayment);
    for (int i = 0; i < 2000; ++i) {
        auto text = whole;
        for (unsigned n = random() % 4 + 1; n > 0; --n)
            text[random() % text.size()] = static_cast<char>(random());
        text.resize(text.size() - random() % 3);
        if (auto const event = read_webhook(text); event && event->payment) {
            EXPECT_FALSE(event->payment->payment_id.empty());
            EXPECT_FALSE(event->payment->order_id.empty());
        }
    }
}

}  // namespace
}  // namespace ax::payments
