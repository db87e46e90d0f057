#include "features/attendance/attendance.h"

#include "support/test_app.h"

#include <cctype>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::attendance {
namespace {

using ax::testing::TestApp;
using booking::BookingState;
using booking::Side;
using ::testing::StartsWith;

class AttendanceTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student_ = app->a_student("Asha");
        rival_ = app->a_student("Bela");
        mentor_ = app->a_mentor("Chetan");
        session_ = app->hold(student_, mentor_, start_);
        app->order(session_);
        ASSERT_TRUE(app->pay(session_, "pay_1"));
        app->run_jobs();
    }
    Service& attendance() { return app->app().attendance(); }
    Attendance get(ax::testing::Person const& who) {
        auto found = app->wait(attendance().get(who.caller, session_));
        EXPECT_TRUE(found);
        return found.value_or(Attendance{});
    }
    std::string enter(ax::testing::Person const& who, std::string key) {
        auto const done =
            app->wait(attendance().enter(who.caller, {.booking = session_, .key = std::move(key)}));
        if (done)
            return "ok";
        return done.error().fields.empty() ? done.error().reason : done.error().fields[0].reason;
    }
    std::string dispute(ax::testing::Person const& who, std::string text) {
        auto const done =
            app->wait(attendance().dispute(who.caller, {.booking = session_, .text = std::move(text)}));
        return done ? "ok" : done.error().reason;
    }
    /// The caller excuses the other side.
    std::string excuse(ax::testing::Person const& who) {
        auto const done = app->wait(attendance().excuse(who.caller, session_));
        return done ? "ok" : done.error().reason;
    }
    std::string resolve(Outcome outcome) {
        auto const done = app->wait(attendance().resolve(session_, outcome, "We asked both"));
        return done ? "ok" : done.error().reason;
    }
    void both_attend() {
        auto const of_student = *get(student_).key;
        auto const of_mentor = *get(mentor_).key;
        EXPECT_EQ(enter(student_, of_mentor), "ok");
        EXPECT_EQ(enter(mentor_, of_student), "ok");
    }
    void go_to(Instant at) { app->clock.advance(at - app->clock.now()); }
    BookingState state() { return app->wait(app->app().bookings().get(student_.caller, session_))->state; }
    std::int64_t released() {
        return app->wait(app->app().ledger().balance(app->db(), *mentor_.mentor)).released.amount;
    }
    std::int64_t told(AccountId who, std::string const& kind) {
        return app->number(fmt::format(
            "SELECT count(*) FROM notification WHERE account_id = {} AND kind = '{}'", who.value, kind));
    }

    Instant start_ = TestApp::at(1, 10);
    Instant end_ = TestApp::at(1, 11);
    ax::testing::Person student_, rival_;
    ax::testing::BookableMentor mentor_;
    BookingId session_;
};
INSTANTIATE_TEST_SUITE_P(Engines, AttendanceTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(AttendanceTest, TheRoomIsShownToTheTwoAroundTheSessionOnly) {
    EXPECT_FALSE(get(student_).join_url);
    EXPECT_EQ(app->wait(attendance().get(rival_.caller, session_)).error().reason, "booking.not_found");
    go_to(start_ - minutes{15} - seconds{1});
    EXPECT_FALSE(get(student_).join_url);
    go_to(start_ - minutes{15});
    auto const url = get(student_).join_url;
    ASSERT_TRUE(url);
    EXPECT_THAT(*url, StartsWith("https://meet.jit.si/AspireX-"));
    EXPECT_EQ(get(mentor_).join_url, url);
    EXPECT_FALSE(get(student_).key) << "keys come later";
    EXPECT_EQ(app->wait(attendance().get(rival_.caller, session_)).error().reason, "booking.not_found");
    go_to(end_ + minutes{30});
    EXPECT_FALSE(get(student_).join_url);
}

TEST_P(AttendanceTest, BothKeysCompleteTheSessionAtItsEndAndReleaseTheMoneyOnce) {
    go_to(start_ - minutes{11});
    EXPECT_EQ(enter(student_, "AAAAAA"), "attendance.closed");
    go_to(start_ + minutes{5});
    auto const mine = get(student_);
    auto const theirs = get(mentor_);
    ASSERT_TRUE(mine.key && theirs.key);
    EXPECT_NE(*mine.key, *theirs.key);
    EXPECT_EQ(enter(student_, *mine.key), "wrong_key") << "one's own proves nothing";
    auto typed = *theirs.key;
    for (auto& c : typed) c = static_cast<char>(std::tolower(c));
    EXPECT_EQ(enter(student_, " " + typed.substr(0, 3) + "-" + typed.substr(3)), "ok");
    EXPECT_EQ(enter(student_, *theirs.key), "ok") << "a repeat";
    EXPECT_EQ(get(student_).me, Presence::present);
    EXPECT_EQ(get(student_).other, Presence::pending);
    EXPECT_EQ(get(mentor_).other, Presence::present);
    EXPECT_EQ(enter(mentor_, *mine.key), "ok");
    app->run_jobs();
    EXPECT_EQ(state(), BookingState::confirmed) << "it goes on until its end";
    EXPECT_EQ(released(), 0);
    go_to(end_ + minutes{1});
    app->run_jobs();
    EXPECT_EQ(state(), BookingState::completed);
    EXPECT_EQ(released(), 50'000);
    app->run_jobs();
    EXPECT_EQ(told(student_.account, "booking.completed"), 1);
    EXPECT_EQ(told(mentor_.account, "booking.completed"), 1);
    go_to(end_ + hours{5});
    app->wait(attendance().settle_due());
    app->run_jobs();
    EXPECT_EQ(state(), BookingState::completed);
    EXPECT_EQ(released(), 50'000);
    EXPECT_EQ(app->number("SELECT count(*) FROM ledger_transfer WHERE kind = 'release'"), 1);
    EXPECT_EQ(
        app->number(fmt::format("SELECT sessions_count FROM mentor WHERE id = {}", mentor_.mentor->value)),
        1);
}

TEST_P(AttendanceTest, KeysEnteredAfterTheEndCompleteAtOnce) {
    go_to(end_ + hours{1});
    both_attend();
    EXPECT_EQ(state(), BookingState::completed);
    EXPECT_EQ(released(), 50'000);
}

TEST_P(AttendanceTest, WithoutBothItIsMissedAndNothingIsReleased) {
    go_to(start_);
    EXPECT_EQ(enter(student_, *get(mentor_).key), "ok");
    go_to(end_ + hours{2} - seconds{1});
    app->wait(attendance().settle_due());
    EXPECT_EQ(state(), BookingState::confirmed);
    auto const late = *get(student_).key;
    go_to(end_ + hours{2});
    EXPECT_EQ(enter(mentor_, late), "attendance.closed");
    app->run_jobs();
    EXPECT_EQ(state(), BookingState::missed);
    EXPECT_EQ(released(), 0);
    EXPECT_EQ(get(student_).me, Presence::present);
    EXPECT_EQ(get(student_).other, Presence::absent);
    app->run_jobs();
    EXPECT_EQ(told(student_.account, "booking.missed"), 1);
    EXPECT_EQ(told(mentor_.account, "booking.missed"), 1);
}

TEST_P(AttendanceTest, FiveWrongKeysInAQuarterOfAnHour) {
    go_to(start_);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(get(student_).tries_left, 5 - i);
        EXPECT_EQ(enter(student_, "AAAAAA"), "wrong_key");
    }
    auto const right = *get(mentor_).key;
    EXPECT_EQ(enter(student_, right), "attendance.too_many_tries") << "not even the right one";
    EXPECT_EQ(enter(mentor_, *get(student_).key), "ok") << "the other side is not concerned";
    app->clock.advance(minutes{15});
    EXPECT_EQ(enter(student_, right), "ok");
}

TEST_P(AttendanceTest, AnObjectionWithin48HoursIsDecidedByTheStaff) {
    EXPECT_EQ(dispute(mentor_, "It did take place"), "attendance.dispute_closed") << "nothing is settled";
    EXPECT_EQ(resolve(Outcome::completed), "attendance.not_settled");
    go_to(end_ + hours{2});
    app->wait(attendance().settle_due());
    EXPECT_TRUE(get(mentor_).dispute_until);
    EXPECT_EQ(dispute(mentor_, "It did take place"), "ok");
    EXPECT_EQ(dispute(mentor_, "It did take place"), "ok") << "a repeat";
    EXPECT_EQ(dispute(student_, "So I think as well"), "attendance.dispute_closed") << "one is enough";
    app->run_jobs();
    EXPECT_EQ(told(student_.account, "booking.disputed"), 1);
    EXPECT_EQ(app->wait(attendance().open_disputes({}, {})).size(), 1U);
    EXPECT_EQ(resolve(Outcome::completed), "ok");
    EXPECT_EQ(state(), BookingState::completed);
    EXPECT_EQ(released(), 50'000);
    EXPECT_EQ(get(student_).dispute->outcome, Outcome::completed);
    EXPECT_TRUE(app->wait(attendance().open_disputes({}, {})).empty());
}

TEST_P(AttendanceTest, WhoDidNotComeMayBeExcusedByTheOtherSideOrTheStaff) {
    EXPECT_FALSE(get(mentor_).can_excuse);
    EXPECT_EQ(excuse(mentor_), "attendance.cannot_excuse") << "it has not begun";
    go_to(start_);
    EXPECT_EQ(enter(mentor_, *get(student_).key), "ok");
    EXPECT_EQ(excuse(student_), "attendance.cannot_excuse") << "the mentor is there";
    EXPECT_TRUE(get(mentor_).can_excuse);
    EXPECT_EQ(excuse(mentor_), "ok");
    EXPECT_EQ(excuse(mentor_), "ok") << "a repeat";
    EXPECT_EQ(get(mentor_).other, Presence::excused);
    EXPECT_FALSE(get(mentor_).can_excuse);
    app->run_jobs();
    EXPECT_EQ(told(student_.account, "booking.excused"), 1);
    go_to(end_ + hours{2});
    app->wait(attendance().settle_due());
    EXPECT_EQ(state(), BookingState::missed) << "it did not take place";
    EXPECT_EQ(get(student_).me, Presence::excused);
    EXPECT_EQ(released(), 0);
    auto const refused = app->wait(attendance().excuse(session_, Side::mentor));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "attendance.cannot_excuse");
}

TEST_P(AttendanceTest, TheStaffMayExcuseForAsLongAsAnybodyCanObject) {
    go_to(end_ + hours{2});
    app->wait(attendance().settle_due());
    EXPECT_TRUE(app->wait(attendance().excuse(session_, Side::student)));
    EXPECT_EQ(get(student_).me, Presence::excused);
    EXPECT_EQ(get(student_).other, Presence::absent);
    go_to(end_ + hours{50});
    EXPECT_FALSE(app->wait(attendance().excuse(session_, Side::mentor)));
}

TEST_P(AttendanceTest, TheDoorForObjectionsClosesAfter48Hours) {
    go_to(end_ + hours{2});
    app->wait(attendance().settle_due());
    go_to(end_ + hours{50});
    EXPECT_FALSE(get(student_).dispute_until);
    EXPECT_EQ(dispute(student_, "Nobody was there"), "attendance.dispute_closed");
}

TEST_P(AttendanceTest, ARefundTakesBackWhatWasReleased) {
    go_to(end_);
    both_attend();
    EXPECT_EQ(released(), 50'000);
    EXPECT_EQ(resolve(Outcome::missed), "attendance.was_attended");
    EXPECT_EQ(resolve(Outcome::refunded), "ok");
    EXPECT_EQ(released(), 0);
    EXPECT_EQ(app->wait(app->app().bookings().get(student_.caller, session_))->money,
              booking::MoneyState::refunding);
    EXPECT_EQ(resolve(Outcome::refunded), "attendance.no_money") << "once";
    app->run_jobs();
    EXPECT_EQ(app->number("SELECT refund_state FROM payment"), 1) << "payments sends it back";
    EXPECT_EQ(app->wait(app->app().ledger().totals(app->db())).transfers_out_of_balance, 0);
}

TEST_P(AttendanceTest, AMovedSessionIsAttendedAndSettledAtItsNewTime) {
    auto const to = start_ + days{3};
    ASSERT_TRUE(app->wait(app->app().bookings().move(student_.caller, {session_, start_, to})));
    EXPECT_EQ(get(student_).opens_at, to - minutes{10});
    EXPECT_EQ(get(student_).join_from, to - minutes{15});
    EXPECT_EQ(get(student_).closes_at, to + hours{3});
    go_to(start_);
    EXPECT_FALSE(get(student_).key) << "where it was, there is nothing";
    go_to(end_ + hours{3});
    app->wait(attendance().settle_due());
    EXPECT_EQ(state(), BookingState::confirmed);
    go_to(to);
    EXPECT_TRUE(get(student_).key);
    go_to(to + hours{3});
    app->wait(attendance().settle_due());
    EXPECT_EQ(state(), BookingState::missed);
}

TEST_P(AttendanceTest, ACancelledSessionHasNoRoomAndNoKeys) {
    ASSERT_TRUE(app->wait(app->app().bookings().cancel(mentor_.caller, {session_, {}})));
    go_to(start_);
    EXPECT_FALSE(get(student_).join_url);
    EXPECT_FALSE(get(student_).key);
    go_to(end_ + hours{3});
    app->wait(attendance().settle_due());
    EXPECT_EQ(state(), BookingState::cancelled);
}

}  // namespace
}  // namespace ax::attendance
