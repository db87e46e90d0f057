#include "features/booking/service.h"
#include "support/test_app.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::booking {
namespace {

using ax::testing::TestApp;

class VacationTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student_ = app->a_student("Asha");
        mentor_ = app->a_mentor("Chetan");
        session_ = app->hold(student_, mentor_, TestApp::at(3, 10));
        app->order(session_);
        EXPECT_TRUE(app->pay(session_, "pay_1"));
        app->run_jobs();
    }
    availability::Availabilities& hours() { return app->app().availability(); }
    Result<availability::Vacation> add(std::string from, std::string to, std::string note = "Hills") {
        return app->wait(
            hours().add_vacation(*mentor_.mentor, {std::move(from), std::move(to), std::move(note)}));
    }
    std::string refusal(std::string from, std::string to) {
        auto const done = add(std::move(from), std::move(to));
        if (done)
            return "added";
        return done.error().fields.empty()
                   ? done.error().reason
                   : done.error().fields[0].field + " " + done.error().fields[0].reason;
    }
    std::string hold(Instant start) {
        auto const done = app->wait(
            app->app().bookings().hold(student_.caller, {*mentor_.mentor, mentor_.service, start, {}, {}}));
        if (done)
            return "held";
        return done.error().reason + (done.error().fields.empty() ? "" : " " + done.error().fields[0].reason);
    }
    FreeTimes free_times(std::string from, std::string to) {
        return app
            ->wait(app->app().bookings().free_times(
                {*mentor_.mentor, mentor_.service, std::move(from), std::move(to), "UTC"}))
            .value();
    }
    Calendar calendar(std::string from, std::string to) {
        return app
            ->wait(app->app().bookings().calendar(*mentor_.mentor, mentor_.account,
                                                  {std::move(from), std::move(to), "UTC"}))
            .value();
    }
    std::int64_t told() {
        return app->number(fmt::format(
            "SELECT count(*) FROM notification WHERE account_id = {} AND kind = 'booking.in_vacation'",
            student_.account.value));
    }

    ax::testing::Person student_;
    ax::testing::BookableMentor mentor_;
    BookingId session_;
};
INSTANTIATE_TEST_SUITE_P(Engines, VacationTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(VacationTest, NothingIsOfferedAndThoseWithSessionsAreToldOnce) {
    EXPECT_EQ(calendar("2026-11-25", "2026-11-26").sessions.size(), 1U) << "the mentor sees it before";
    auto const added = add("2026-11-25", "2026-11-26");
    ASSERT_TRUE(added);
    EXPECT_EQ(add("2026-11-25", "2026-11-26")->id, added->id) << "a repeat";
    app->run_jobs();
    EXPECT_EQ(told(), 1);
    EXPECT_EQ(hold(TestApp::at(4, 12)), "booking.not_offered away");
    EXPECT_EQ(hold(TestApp::at(5, 12)), "held");
    auto const free = free_times("2026-11-24", "2026-11-27");
    ASSERT_EQ(free.days.size(), 2U);
    EXPECT_EQ(free.days[1].date, "2026-11-27");
    ASSERT_TRUE(free.away);
    EXPECT_EQ(free.away->from, "2026-11-25");
    EXPECT_EQ(free.away->to, "2026-11-26");
    EXPECT_EQ(free.away->note, "Hills");
    EXPECT_FALSE(free_times("2026-11-23", "2026-11-24").away) << "not within what is looked at";
    EXPECT_EQ(app->wait(app->app().bookings().find(app->db(), session_))->state, BookingState::confirmed)
        << "the session stays";
    EXPECT_EQ(calendar("2026-11-26", "2026-12-01").away.size(), 1U);
    EXPECT_TRUE(calendar("2026-11-27", "2026-12-01").away.empty());
}

TEST_P(VacationTest, TakenBackAndTakenBackAgain) {
    auto const id = add("2026-11-25", "2026-11-26")->id;
    app->run_jobs();
    auto const remove = [&] { return app->wait(hours().remove_vacation(*mentor_.mentor, id)).has_value(); };
    EXPECT_TRUE(remove());
    EXPECT_TRUE(remove()) << "a repeat";
    EXPECT_EQ(hold(TestApp::at(4, 12)), "held");
    EXPECT_TRUE(app->wait(hours().restore_vacation(*mentor_.mentor, id)));
    EXPECT_EQ(hold(TestApp::at(4, 16)), "booking.not_offered away");
    app->run_jobs();
    EXPECT_EQ(told(), 1) << "nothing new";
    auto const stranger = app->a_mentor("Dev");
    EXPECT_EQ(app->wait(hours().remove_vacation(*stranger.mentor, id)).error().reason,
              "availability.unknown_vacation");
    EXPECT_TRUE(remove());
    app->clock.advance(days{1});
    EXPECT_EQ(app->wait(hours().restore_vacation(*mentor_.mentor, id)).error().reason,
              "availability.vacation_over");
}

TEST_P(VacationTest, SessionsOfAWhileWithoutItAreToldWhenItComesBack) {
    auto const id = add("2026-11-25", "2026-11-26")->id;
    app->run_jobs();
    ASSERT_TRUE(app->wait(hours().remove_vacation(*mentor_.mentor, id)));
    auto const between = app->hold(student_, mentor_, TestApp::at(4, 12));
    app->order(between);
    ASSERT_TRUE(app->pay(between, "pay_2"));
    app->run_jobs();
    EXPECT_EQ(told(), 1);
    ASSERT_TRUE(app->wait(hours().restore_vacation(*mentor_.mentor, id)));
    app->run_jobs();
    EXPECT_EQ(told(), 2) << "the new one; the other knows";
}

TEST_P(VacationTest, TheStudentChangesTheSessionWithoutAPenalty) {
    auto& bookings = app->app().bookings();
    auto const get = [&] { return app->wait(bookings.get(student_.caller, session_)).value(); };
    auto const move = [&](Instant to) {
        auto const done = app->wait(bookings.move(student_.caller, {session_, get().start, to}));
        return done ? std::string("ok") : done.error().reason;
    };
    app->clock.advance(TestApp::at(2, 12) - app->clock.now());
    EXPECT_EQ(move(TestApp::at(6, 10)), "booking.move_too_late");
    EXPECT_EQ(move(TestApp::at(5, 10)), "booking.move_too_late");
    EXPECT_FALSE(get().mentor_away);
    app->script("UPDATE booking SET moves_student = 3");
    ASSERT_TRUE(add("2026-11-25", "2026-11-26"));
    app->run_jobs();
    EXPECT_TRUE(get().mentor_away);
    EXPECT_TRUE(get().can_move);
    EXPECT_EQ(get().moves_left, 1);
    EXPECT_EQ(get().move_until, TestApp::at(3, 9, 45));
    EXPECT_EQ(get().refund_free_until, TestApp::at(3, 10));
    EXPECT_EQ(move(TestApp::at(4, 10)), "booking.not_offered") << "they are away then, too";
    EXPECT_EQ(move(TestApp::at(6, 10)), "ok");
    EXPECT_FALSE(get().mentor_away);
    EXPECT_EQ(get().moves_left, 0) << "as many as before";
    EXPECT_EQ(get().refund_free_until, TestApp::at(5, 10)) << "they chose this time";
    app->run_jobs();
    EXPECT_EQ(app->number("SELECT count(*) FROM job WHERE event = 'booking.moved' AND listener = "
                          "'notifications.tell'"),
              1);
}

TEST_P(VacationTest, CancellingInItGivesEverythingBack) {
    app->clock.advance(TestApp::at(3, 9) - app->clock.now());
    ASSERT_TRUE(add("2026-11-25", "2026-11-26"));
    app->run_jobs();
    EXPECT_EQ(app->wait(app->app().bookings().cancel(student_.caller, {session_, {}}))->money,
              MoneyState::refunding);
}

TEST_P(VacationTest, WhatIsNoVacation) {
    EXPECT_EQ(refusal("2026-11-26", "2026-11-25"), "to before_from");
    EXPECT_EQ(refusal("2026-11-01", "2026-11-21"), "to in_the_past");
    EXPECT_EQ(refusal("2026-11-26", "2027-11-27"), "to too_many_days");
    EXPECT_EQ(refusal("2026-11-21", "2026-11-22"), "added") << "it has begun";
    EXPECT_EQ(refusal("2026-11-22", "2026-11-23"), "from overlapping");
    EXPECT_EQ(refusal("2026-11-23", "2026-11-23"), "added") << "the next day is another one";
}

TEST_P(VacationTest, AnOutsideCalendarTakesTimeToo) {
    std::vector<availability::Interval> const blocks{{TestApp::at(4, 12, 30), TestApp::at(4, 13)}};
    app->write([&](db::Tx& tx) -> Task<bool> {
        co_await hours().set_blocked(tx, *mentor_.mentor, blocks);
        co_return true;
    });
    EXPECT_EQ(hold(TestApp::at(4, 12)), "booking.not_offered busy_elsewhere");
    EXPECT_EQ(
        app->wait(app->app().bookings().why_not({*mentor_.mentor, mentor_.service, TestApp::at(4, 12, 30)}))
            ->reasons.front(),
        "busy_elsewhere");
    EXPECT_EQ(hold(TestApp::at(4, 13)), "held");
    auto const shown = calendar("2026-11-26", "2026-11-26");
    ASSERT_EQ(shown.busy.size(), 1U);
    EXPECT_EQ(shown.busy[0].start, TestApp::at(4, 12, 30));
}

}  // namespace
}  // namespace ax::booking
