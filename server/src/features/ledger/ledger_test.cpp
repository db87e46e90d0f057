#include "features/ledger/ledger.h"

#include "support/test_app.h"

#include <gmock/gmock.h>
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
        booking = app->hold(app->a_student("Asha Rao"), mentor, TestApp::at(2, 10));
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
    EarningsView const& earnings() { return app->app().ledger().earnings(); }
    EarningPage entries(EarningQuery query) {
        return app->wait(earnings().entries(mentor.caller, std::move(query))).value();
    }
    bool move(Task<bool> (Ledger::*how)(db::Tx&, BookingId) const) {
        return *app->write([&](db::Tx& tx) -> Task<Result<bool>> {
            co_return co_await (app->app().ledger().*how)(tx, booking);
        });
    }
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

TEST_P(LedgerTest, EarningsAreSumsOfEntriesWhereverTheMoneyIs) {
    auto const totals = [&] { return app->wait(earnings().totals(mentor.caller)).value(); };
    EXPECT_EQ(totals().lifetime, (Money{0, "INR"}));
    ASSERT_TRUE(capture("p1", 50'000, true, 1'000));
    ASSERT_TRUE(capture("p2", 300, false)) << "belongs to no session: none of the mentor's business";
    EXPECT_EQ(totals().pending.amount, 45'000);
    ASSERT_TRUE(move(&Ledger::release));
    EXPECT_EQ(totals().pending.amount, 0);
    EXPECT_EQ(totals().available.amount, 45'000);
    ASSERT_TRUE(move(&Ledger::hold_back));
    ASSERT_TRUE(refund("p1", "r1"));
    auto const after = totals();
    EXPECT_EQ(after.available.amount, 0);
    EXPECT_EQ(after.pending.amount, 0);
    EXPECT_EQ(after.refunded.amount, 45'000);
    EXPECT_EQ(after.lifetime.amount, 45'000);
    EXPECT_EQ(after.time_zone, "UTC");
}

TEST_P(LedgerTest, EntriesArePagedFilteredAndTellWhereTheMoneyIsNow) {
    ASSERT_TRUE(capture("p1", 50'000, true, 1'000));
    app->clock.advance(days{1});
    ASSERT_TRUE(move(&Ledger::release));
    auto const first = entries({.limit = 1});
    ASSERT_EQ(first.items.size(), 1U);
    EXPECT_EQ(first.items[0].kind, EarningKind::release);
    EXPECT_EQ(first.items[0].net.amount, 45'000);
    EXPECT_FALSE(first.items[0].gross);
    EXPECT_EQ(first.items[0].state, EarningState::available);
    ASSERT_TRUE(first.next);
    auto const second = entries({.cursor = first.next, .limit = 1});
    ASSERT_EQ(second.items.size(), 1U);
    EXPECT_FALSE(second.next);
    auto const& captured = second.items[0];
    EXPECT_EQ(captured.gross, (Money{50'000, "INR"}));
    EXPECT_EQ(captured.commission, (Money{5'000, "INR"}));
    EXPECT_EQ(captured.net, (Money{45'000, "INR"}));
    EXPECT_EQ(captured.student, "Asha R.");
    EXPECT_EQ(captured.booking, booking);

    EXPECT_EQ(entries({.kind = EarningKind::capture}).items.size(), 1U);
    EXPECT_EQ(entries({.kind = EarningKind::refund}).items.size(), 0U);
    EXPECT_EQ(entries({.from = "2026-11-23"}).items.size(), 1U) << "the release";
    EXPECT_EQ(entries({.to = "2026-11-22"}).items.size(), 1U) << "the capture";
    ASSERT_TRUE(move(&Ledger::hold_back));
    ASSERT_TRUE(refund("p1", "r1"));
    auto const all = entries({});
    ASSERT_EQ(all.items.size(), 4U);
    EXPECT_EQ(all.items[0].kind, EarningKind::refund);
    EXPECT_EQ(all.items[0].net.amount, -45'000);
    EXPECT_EQ(all.items[0].gross->amount, -50'000);
    EXPECT_EQ(all.items[1].net.amount, -45'000) << "held back";
    for (auto const& one : all.items) EXPECT_EQ(one.state, EarningState::refunded);
    EXPECT_EQ(entries({.kind = EarningKind::refund}).items.size(), 1U);

    auto const rival = app->a_mentor("Rival");
    EXPECT_TRUE(app->wait(earnings().entries(rival.caller, {}))->items.empty());
    EXPECT_EQ(app->wait(earnings().entries(mentor.caller, {.cursor = "x"})).error().fields[0].field,
              "cursor");
    auto const backwards =
        app->wait(earnings().entries(mentor.caller, {.from = "2026-11-24", .to = "2026-11-23"}));
    EXPECT_EQ(backwards.error().fields[0].reason, "before_start");
}

TEST_P(LedgerTest, TheFileSaysTheSameAndItsDaysAreTheMentors) {
    ASSERT_TRUE(capture("p1", 50'050, true, 1'000));
    ASSERT_TRUE(refund("p1", "r1"));
    app->script("UPDATE account SET time_zone = 'Asia/Kolkata'");
    auto const file = app->wait(earnings().file(mentor.caller, {})).value();
    EXPECT_EQ(file.rows, 2);
    EXPECT_TRUE(file.complete);
    EXPECT_THAT(file.csv, ::testing::StartsWith("Date (Asia/Kolkata),Kind,Session,Service,Student,"));
    EXPECT_THAT(file.csv, ::testing::HasSubstr("2026-11-22 14:30,capture,"));
    EXPECT_THAT(file.csv, ::testing::HasSubstr(",Asha R.,INR,500.50,50.05,450.45,refunded\r\n"));
    EXPECT_THAT(file.csv, ::testing::HasSubstr(",INR,-500.50,-50.05,-450.45,refunded\r\n"));
}

}  // namespace
}  // namespace ax::ledger
