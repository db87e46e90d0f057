#include "features/payments/payments.h"

#include "features/ledger/ledger.h"
#include "features/payments/gateway.h"
#include "support/test_app.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>

namespace ax::payments {
namespace {

using ax::testing::TestApp;

/// One word of the gateway about one payment.
struct Word {
    std::string event;
    std::string payment;
    std::string status;
    std::int64_t amount = 50'000;
};

class PaymentsTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student = app->a_student("Asha");
        mentor = app->a_mentor("Chetan");
    }
    BookingId ordered() {
        auto const id = app->hold(student, mentor, TestApp::at(2, next_hour_++));
        app->order(id);
        return id;
    }
    /// `tag` names the event: the same tag is the same event.
    bool tell(BookingId booking, Word const& word, std::string const& tag) {
        auto const body = fmt::format(
            R"({{"event":"{}","payload":{{"payment":{{"entity":{{"id":"{}","order_id":"order_{}","status":"{}",)"
            R"("amount":{},"currency":"INR"}}}}}}}})",
            word.event, word.payment, booking.value, word.status, word.amount);
        return app->wait(app->app().payments().webhook(body, ax::testing::sign_webhook(body), tag));
    }
    bool captured(BookingId booking, std::string const& payment, std::int64_t amount = 50'000) {
        return tell(booking, {"payment.captured", payment, "captured", amount}, "evt_" + payment);
    }
    void refunded(std::string const& payment, std::int64_t amount = 50'000, std::string const& tag = "") {
        auto const body = fmt::format(
            R"({{"event":"refund.processed","payload":{{"refund":{{"entity":{{"id":"rfnd_{0}","payment_id":"{0}",)"
            R"("amount":{1},"status":"processed"}}}}}}}})",
            payment, amount);
        EXPECT_TRUE(app->wait(
            app->app().payments().webhook(body, ax::testing::sign_webhook(body), "r" + payment + tag)));
    }
    std::string state(BookingId id) {
        auto const b = app->wait(app->app().bookings().find(app->db(), id)).value();
        return fmt::format("{} {}", static_cast<int>(b.state), static_cast<int>(b.money));
    }
    /// Money at the gateway by the books; no transfer may be out of balance.
    std::int64_t books() {
        auto const totals = app->wait(app->app().ledger().totals(app->db()));
        EXPECT_EQ(totals.transfers_out_of_balance, 0);
        return totals.gateway;
    }
    std::int64_t owed() {
        return app->wait(app->app().ledger().balance(app->db(), *mentor.mentor)).total.amount;
    }
    static std::string text(booking::BookingState state, booking::MoneyState money) {
        return fmt::format("{} {}", static_cast<int>(state), static_cast<int>(money));
    }

    ax::testing::Person student;
    ax::testing::BookableMentor mentor;
    std::string const paid = text(booking::BookingState::confirmed, booking::MoneyState::paid);
    std::string const held = text(booking::BookingState::held, booking::MoneyState::unpaid);

private:
    int next_hour_ = 1;
};
INSTANTIATE_TEST_SUITE_P(Engines, PaymentsTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(PaymentsTest, MoneyThatWentBackBeforeWeHeardOfItBuysNothing) {
    auto const booking = ordered();
    EXPECT_TRUE(tell(booking, {"refund.processed", "pay_gone", "refunded"}, "evt_gone"));
    EXPECT_EQ(state(booking), fmt::format("{} {}", static_cast<int>(booking::BookingState::held),
                                          static_cast<int>(booking::MoneyState::refunding)));
}

TEST_P(PaymentsTest, ARefundToldBeforeItsPaymentIsRememberedUntilTheCapture) {
    auto const unheard = ordered();
    auto const authorized = ordered();
    EXPECT_TRUE(tell(authorized, {"payment.authorized", "pay_known", "authorized"}, "evt_known"));
    refunded("pay_unheard");
    refunded("pay_known");
    for (auto const& [booking, payment] : {std::pair{unheard, "pay_unheard"}, {authorized, "pay_known"}}) {
        EXPECT_EQ(state(booking), held) << payment;
        EXPECT_TRUE(captured(booking, payment));
        EXPECT_EQ(state(booking), text(booking::BookingState::held, booking::MoneyState::refunding))
            << payment;
    }
    EXPECT_EQ(app->number("SELECT count(*) FROM job WHERE event = 'payments.refund_wanted'"), 2)
        << "the gateway is asked which refund it was";
    EXPECT_EQ(owed(), 0);
}

TEST_P(PaymentsTest, APartSentBackByHandLeavesTheSessionPaid) {
    auto const booking = ordered();
    refunded("pay_part", 1'000);
    EXPECT_TRUE(captured(booking, "pay_part"));
    refunded("pay_part", 2'000, "again");
    EXPECT_EQ(state(booking), paid);
    EXPECT_EQ(books(), 50'000);
}

TEST_P(PaymentsTest, ThreeTimesEachAndShuffledIsTheSame) {
    std::vector<Word> const words{{"payment.authorized", "pay_a", "authorized"},
                                  {"payment.captured", "pay_a", "captured"},
                                  {"order.paid", "pay_a", "captured"}};
    std::vector<std::size_t> order{0, 0, 0, 1, 1, 1, 2, 2, 2};
    auto const seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::ranges::shuffle(order, random);
    auto const booking = ordered();
    for (auto const i : order) EXPECT_TRUE(tell(booking, words[i], words[i].event));
    EXPECT_EQ(state(booking), paid);
    EXPECT_EQ(books(), 50'000);
    EXPECT_EQ(owed(), 50'000);
    EXPECT_EQ(app->number("SELECT count(*) FROM job WHERE event = 'booking.confirmed' "
                          "AND listener = 'notifications.tell'"),
              1)
        << "told once";
}

TEST_P(PaymentsTest, ForgedAndForeignWordsChangeNothing) {
    auto const booking = ordered();
    std::string const body =
        R"({"event":"payment.captured","payload":{"payment":{"entity":{"id":"pay_f","order_id":"order_1",)"
        R"("status":"captured","amount":50000,"currency":"INR"}}}})";
    auto const right = ax::testing::sign_webhook(body);
    for (auto const& signature :
         {std::string{}, std::string(64, '0'), right.substr(1), right + "0",
          payments::webhook_signature(body, "sandbox-secret"), payments::webhook_signature(body, "")})
        EXPECT_FALSE(app->wait(app->app().payments().webhook(body, signature, "evt_f"))) << signature;
    EXPECT_FALSE(app->wait(app->app().payments().webhook(body + " ", right, "evt_f")));
    EXPECT_EQ(app->post("/api/v1/payments/razorpay/webhook/", body).status, 401);
    EXPECT_TRUE(tell({999'999}, {"payment.captured", "pay_u", "captured"}, "evt_u"))
        << "signed, about an unknown order";
    EXPECT_EQ(state(booking), held);
    EXPECT_EQ(books(), 0);
    // The forgeries did not use up the event's name.
    EXPECT_TRUE(tell(booking, {"payment.captured", "pay_f", "captured"}, "evt_f"));
    EXPECT_EQ(state(booking), paid);
}

TEST_P(PaymentsTest, DoubleAndWrongSumsGoBackAndTheSessionStays) {
    auto const booking = ordered();
    EXPECT_TRUE(captured(booking, "pay_wrong", 49'999));
    EXPECT_EQ(state(booking), held) << "a paisa less is not the price";
    EXPECT_TRUE(captured(booking, "pay_1"));
    EXPECT_TRUE(captured(booking, "pay_2"));
    EXPECT_EQ(state(booking), paid);
    EXPECT_EQ(books(), 149'999);
    EXPECT_EQ(owed(), 50'000) << "what goes back is nobody's earning";
    EXPECT_EQ(app->number("SELECT count(*) FROM payment WHERE refund_state = 1"), 2);
    for (auto const* const tag : {"", "again"}) {
        refunded("pay_wrong", 49'999, tag);
        refunded("pay_2", 50'000, tag);
    }
    EXPECT_EQ(state(booking), paid);
    EXPECT_EQ(books(), 50'000);
    EXPECT_EQ(app->number("SELECT count(*) FROM payment WHERE seated = 1"), 1);
}

TEST_P(PaymentsTest, MoneyAfterTheHoldIsSeatedAgainOrGoesBack) {
    auto const first = app->hold(student, mentor, TestApp::at(2, 20));
    app->order(first);
    app->clock.advance(minutes{11});
    auto const rival = app->a_student("Bela");
    auto const second = app->hold(rival, mentor, TestApp::at(2, 20));
    app->order(second);
    EXPECT_TRUE(captured(second, "pay_second"));
    EXPECT_TRUE(captured(first, "pay_first"));
    EXPECT_EQ(state(second), paid);
    EXPECT_EQ(state(first), text(booking::BookingState::expired, booking::MoneyState::refunding));
    refunded("pay_first");
    EXPECT_EQ(state(first), text(booking::BookingState::expired, booking::MoneyState::refunded));

    auto const token = app->sign_in(student.email);
    student.token = token;
    auto const lonely = app->hold(student, mentor, TestApp::at(2, 22));
    app->order(lonely);
    app->clock.advance(minutes{11});
    EXPECT_TRUE(captured(lonely, "pay_lonely"));
    EXPECT_EQ(state(lonely), paid);
    EXPECT_EQ(books(), 100'000);
    EXPECT_EQ(owed(), 100'000);
}

TEST_P(PaymentsTest, AnyHistoryOfWordsEndsInTheSamePlace) {
    auto const seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::vector<Word> const vocabulary{
        {"payment.authorized", "a", "authorized"}, {"payment.captured", "a", "captured"},
        {"payment.failed", "a", "failed"},         {"payment.captured", "b", "captured"},
        {"payment.failed", "b", "failed"},         {"payment.captured", "c", "captured", 100}};
    std::int64_t expected = 0;
    std::int64_t sessions = 0;
    for (int round = 0; round < 200; ++round) {
        // A booking made by SQL: an hour of its own, far in the future, and no limit of holds.
        auto const start = to_micros(TestApp::at(100 + round, 1));
        app->script(fmt::format(
            "INSERT INTO booking (mentor_id, student_id, mentor_account, student_account, service_id, state, money, "
            "starts_at, ends_at, service_title, topic, note, price, currency, mentor_name, mentor_zone, student_name, "
            "student_zone, created_at, hold_expires_at) VALUES ({}, {}, {}, {}, {}, 0, 0, {}, {}, 'S', '', '', 50000, "
            "'INR', 'M', 'UTC', 'S', 'UTC', 0, 4102444800000000)",
            mentor.mentor->value, student.student->value, mentor.account.value, student.account.value,
            mentor.service.value, start, start + 3'600'000'000));
        BookingId const id{app->number("SELECT max(id) FROM booking")};
        app->order(id);
        bool full[2] = {false, false};
        bool other = false;
        for (unsigned n = random() % 6; n > 0; --n) {
            auto word = vocabulary[random() % vocabulary.size()];
            if (word.status == "captured")
                (word.payment == "c" ? other : full[word.payment == "b"]) = true;
            word.payment += fmt::format("_{}", round);
            tell(id, word, fmt::format("{}{}", word.event, word.payment));
        }
        bool const any = full[0] || full[1];
        ASSERT_EQ(state(id), any ? paid : held) << "round " << round;
        sessions += any ? 1 : 0;
        expected += (full[0] ? 50'000 : 0) + (full[1] ? 50'000 : 0) + (other ? 100 : 0);
    }
    EXPECT_EQ(books(), expected);
    EXPECT_EQ(owed(), sessions * 50'000);
    EXPECT_EQ(app->number("SELECT count(*) FROM payment WHERE seated = 1"), sessions);
}

}  // namespace
}  // namespace ax::payments
