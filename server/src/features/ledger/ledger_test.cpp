#include "features/ledger/ledger.h"

#include "support/test_app.h"

#include <gtest/gtest.h>

namespace ax::ledger {
namespace {

using ax::testing::TestApp;

class LedgerTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        mentor = app->a_mentor("Chetan");
        booking = app->hold(app->a_student("Asha"), mentor, TestApp::at(2, 10));
    }
    bool capture(std::string const& payment, std::int64_t amount, bool earned = true, int commission = 0) {
        return *app->write([&](db::Tx& tx) -> Task<Result<bool>> {
            co_return co_await app->app().ledger().record_capture(
                tx, {.payment = payment,
                     .booking = booking,
                     .mentor = earned ? mentor.mentor : std::nullopt,
                     .money = {amount, "INR"},
                     .commission_basis_points = commission});
        });
    }
    bool refund(std::string const& payment, std::string const& id) {
        return *app->write([&](db::Tx& tx) -> Task<Result<bool>> {
            co_return co_await app->app().ledger().record_refund(tx, payment, id);
        });
    }
    Balance balance() { return app->wait(app->app().ledger().balance(app->db(), *mentor.mentor)); }
    Totals totals() { return app->wait(app->app().ledger().totals(app->db())); }
    std::int64_t held_for(std::string const& payment) {
        return app->wait(app->app().ledger().held_for(app->db(), payment));
    }

    ax::testing::BookableMentor mentor;
    BookingId booking;
};
INSTANTIATE_TEST_SUITE_P(Engines, LedgerTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(LedgerTest, CapturesAndRefundsOnceAndTheSumsFollow) {
    EXPECT_EQ(balance().total.amount, 0);
    EXPECT_TRUE(capture("p1", 50'001, true, 1'000));
    EXPECT_FALSE(capture("p1", 50'001, true, 1'000)) << "a repeat";
    EXPECT_FALSE(capture("p1", 7)) << "nor with another sum";
    EXPECT_EQ(balance().pending.amount, 45'001) << "the odd paisa is the mentor's";
    EXPECT_EQ(balance().total.currency, "INR");
    EXPECT_TRUE(capture("p2", 300, false));
    EXPECT_EQ(balance().total.amount, 45'001);
    EXPECT_EQ(totals().gateway, 50'301);
    EXPECT_EQ(held_for("p2"), 300);

    EXPECT_FALSE(refund("p3", "r3")) << "never captured";
    EXPECT_TRUE(refund("p1", "r1"));
    EXPECT_FALSE(refund("p1", "r1"));
    EXPECT_FALSE(refund("p1", "another")) << "one way back for a payment";
    EXPECT_EQ(balance().total.amount, 0);
    EXPECT_EQ(held_for("p1"), 0);
    EXPECT_EQ(totals().gateway, 300);
    EXPECT_EQ(totals().transfers_out_of_balance, 0);
}

TEST_P(LedgerTest, WhatIsWrittenStays) {
    ASSERT_TRUE(capture("p1", 50'000));
    for (auto const* const sql : {"UPDATE ledger_entry SET amount = amount + 1", "DELETE FROM ledger_entry",
                                  "UPDATE ledger_transfer SET cause = 'x'", "DELETE FROM ledger_transfer"})
        EXPECT_EQ(app->violates(sql), "ledger_is_final") << sql;
    EXPECT_EQ(totals().gateway, 50'000);
}

TEST_P(LedgerTest, ATransferOutOfBalanceIsNoticed) {
    ASSERT_TRUE(capture("p1", 50'000));
    app->script(
        "INSERT INTO ledger_entry (transfer_id, account, amount, currency) "
        "SELECT id, 'platform', 1, 'INR' FROM ledger_transfer");
    EXPECT_EQ(totals().transfers_out_of_balance, 1);
}

TEST_P(LedgerTest, NothingIsBookedWhenTheTransactionFails) {
    auto const kept = app->write([&](db::Tx& tx) -> Task<Result<void>> {
        (void)co_await app->app().ledger().record_capture(
            tx, {.payment = "p1", .booking = booking, .mentor = mentor.mentor, .money = {100, "INR"}});
        co_return fail(Code::conflict, "test.rolled_back");
    });
    EXPECT_FALSE(kept);
    EXPECT_EQ(totals().gateway, 0);
    EXPECT_TRUE(capture("p1", 100));
}

}  // namespace
}  // namespace ax::ledger
