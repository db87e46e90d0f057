#include "features/booking/service.h"

#include "support/test_app.h"

#include <future>
#include <vector>

#include <fmt/format.h>

namespace ax::booking {
namespace {

using ax::testing::TestApp;

class BookingTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student = app->a_student("Asha");
        rival = app->a_student("Bela");
        mentor = app->a_mentor("Chetan");
    }
    Service& bookings() { return app->app().bookings(); }
    std::string wish(ax::testing::Person const& who, ax::testing::BookableMentor const& with, Instant start) {
        auto const held = app->wait(bookings().hold(who.caller, {*with.mentor, with.service, start, {}, {}}));
        return held ? std::string("held") : held.error().reason;
    }
    Booking hold(ax::testing::Person const& who, Instant start) {
        return app->wait(bookings().hold(who.caller, {*mentor.mentor, mentor.service, start, {}, {}}, true))
            .value();
    }
    Booking paid(Instant start) {
        auto const b = hold(student, start);
        EXPECT_EQ(seat(b.id), Seat::confirmed);
        return app->wait(bookings().get(student.caller, b.id)).value();
    }
    Seat seat(BookingId id) {
        return *app->write(
            [&](db::Tx& tx) -> Task<Result<Seat>> { co_return co_await bookings().seat_paid(tx, id); });
    }
    void hours_of(availability::Schedule schedule) {
        for (int weekday = 1; weekday <= 7; ++weekday) schedule.rules.push_back({weekday, {0, 24 * 60}});
        app->write([&](db::Tx& tx) -> Task<bool> {
            co_await app->app().availability().set(tx, *mentor.mentor, schedule);
            co_return true;
        });
    }

    ax::testing::Person student, rival;
    ax::testing::BookableMentor mentor;
};
INSTANTIATE_TEST_SUITE_P(Engines, BookingTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(BookingTest, WhyAHoldIsRefused) {
    auto const start = TestApp::at(2, 10);
    EXPECT_EQ(wish(student, mentor, start), "held");
    EXPECT_EQ(wish(rival, mentor, start), "booking.slot_taken");
    EXPECT_EQ(wish(rival, mentor, start + minutes{30}), "booking.slot_taken");
    EXPECT_EQ(wish(rival, mentor, start + minutes{7}), "booking.slot_taken") << "off the grid and taken";
    EXPECT_EQ(wish(rival, mentor, TestApp::at(0, 1)), "booking.not_offered") << "the past";
    EXPECT_EQ(wish(rival, mentor, TestApp::at(90, 1)), "booking.not_offered") << "beyond the horizon";
    auto const other = app->a_mentor("Dev");
    EXPECT_EQ(wish(student, other, start + minutes{30}), "booking.student_busy");
    auto mixed = other;
    mixed.service = mentor.service;
    EXPECT_EQ(wish(rival, mixed, start), "booking.unknown_service") << "of another mentor";
    auto self = mentor;
    self.caller.student = student.student;
    EXPECT_EQ(wish(self, mentor, TestApp::at(3, 10)), "booking.own_session");
    EXPECT_EQ(wish(student, mentor, TestApp::at(3, 10)), "held");
    EXPECT_EQ(wish(student, other, TestApp::at(3, 11)), "held") << "back to back";
    EXPECT_EQ(wish(student, mentor, TestApp::at(4, 10)), "booking.too_many_holds");
    app->clock.advance(minutes{10});
    EXPECT_EQ(wish(student, mentor, TestApp::at(4, 10)), "held") << "holds that ran out don't count";
    EXPECT_EQ(wish(rival, mentor, start), "held") << "and give their time back, also before the job has run";
}

TEST_P(BookingTest, ARepeatGetsTheHoldThatWasMade) {
    auto const start = TestApp::at(2, 10);
    auto const first = hold(student, start);
    app->clock.advance(minutes{4});
    auto const again = hold(student, start);
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(again.hold_expires_at, first.hold_expires_at) << "and no more time than it gave";
    EXPECT_EQ(app->number("SELECT count(*) FROM booking"), 1);
    EXPECT_EQ(app->number("SELECT count(*) FROM job WHERE event = 'booking.hold_due'"), 1);
    EXPECT_EQ(wish(rival, mentor, start), "booking.slot_taken");
    app->clock.advance(minutes{6});
    EXPECT_NE(hold(student, start).id, first.id) << "one that ran out is over";
}

TEST_P(BookingTest, BuffersAndTheDailyCap) {
    hours_of({.buffer_before = 10, .buffer_after = 20, .daily_cap = 2});
    EXPECT_EQ(wish(student, mentor, TestApp::at(2, 10)), "held");
    EXPECT_EQ(wish(rival, mentor, TestApp::at(2, 11)), "booking.slot_taken") << "30 minutes lie between two";
    EXPECT_EQ(wish(rival, mentor, TestApp::at(2, 11, 30)), "held");
    EXPECT_EQ(wish(rival, mentor, TestApp::at(2, 20)), "booking.not_offered") << "two a day";
    EXPECT_EQ(wish(rival, mentor, TestApp::at(3, 20)), "held");
}

TEST_P(BookingTest, AHoldEndsAndItsLatePaymentIsSeatedOnlyIfTheTimeIsFree) {
    auto const lost = hold(student, TestApp::at(2, 10));
    auto const late = hold(student, TestApp::at(2, 12));
    EXPECT_TRUE(late.can_pay);
    app->clock.advance(minutes{10});
    EXPECT_EQ(app->wait(bookings().get(student.caller, late.id))->state, BookingState::expired);
    app->run_jobs();
    EXPECT_EQ(app->number(fmt::format("SELECT state FROM booking WHERE id = {}", late.id.value)), 5);
    hold(rival, TestApp::at(2, 10));
    EXPECT_EQ(seat(lost.id), Seat::lost);
    EXPECT_EQ(seat(late.id), Seat::confirmed);
    EXPECT_EQ(seat(late.id), Seat::kept);
    EXPECT_EQ(seat({999'999}), Seat::lost);
    auto const past = hold(student, TestApp::at(2, 15));
    app->clock.advance(days{3});
    EXPECT_EQ(seat(past.id), Seat::lost) << "the time is over";
}

TEST_P(BookingTest, WhoMayCancelAndWhatGoesBack) {
    auto const early = paid(TestApp::at(2, 10));
    auto const soon = paid(TestApp::at(1, 8));
    auto const by_mentor = paid(TestApp::at(1, 6));
    auto const cancel = [&](ax::testing::Person const& who, BookingId id) {
        return app->wait(bookings().cancel(who.caller, {id, {}}));
    };
    EXPECT_EQ(cancel(rival, early.id).error().reason, "booking.not_found");
    EXPECT_EQ(cancel(student, early.id)->money, MoneyState::refunding);
    EXPECT_EQ(cancel(student, early.id)->state, BookingState::cancelled) << "a repeat is no mistake";
    EXPECT_EQ(cancel(student, soon.id)->money, MoneyState::paid) << "less than a day ahead";
    auto const theirs = cancel(mentor, by_mentor.id);
    EXPECT_EQ(theirs->money, MoneyState::refunding);
    EXPECT_EQ(theirs->cancelled_by, Side::mentor);
    auto const held = hold(student, TestApp::at(2, 10));
    EXPECT_EQ(cancel(mentor, held.id).error().reason, "booking.closed") << "a hold is the student's";
    EXPECT_EQ(cancel(student, held.id)->state, BookingState::cancelled);
    EXPECT_EQ(seat(held.id), Seat::lost);
    EXPECT_EQ(wish(rival, mentor, TestApp::at(2, 10)), "held") << "free again";
}

TEST_P(BookingTest, PagesShowEachSessionOnceInOrder) {
    std::vector<BookingId> made;
    for (int day = 2; day < 7; ++day) made.push_back(paid(TestApp::at(day, 10)).id);
    for (auto const* const who : {&student, static_cast<ax::testing::Person*>(&mentor)}) {
        std::vector<BookingId> seen;
        std::optional<std::string> cursor;
        do {
            auto const page =
                app->wait(bookings().list(who->caller, {{}, When::upcoming, cursor, 2})).value();
            EXPECT_LE(page.items.size(), 2U);
            for (auto const& b : page.items) seen.push_back(b.id);
            cursor = page.next;
        } while (cursor && seen.size() < 50);
        EXPECT_EQ(seen, made);
    }
    app->clock.advance(days{30});
    auto const past = app->wait(bookings().list(student.caller, {{}, When::past, {}, 50})).value();
    ASSERT_EQ(past.items.size(), made.size());
    EXPECT_EQ(past.items.front().id, made.back()) << "latest first";
    EXPECT_TRUE(app->wait(bookings().list(rival.caller, {{}, When::past, {}, {}}))->items.empty());
    auto const bad = app->wait(bookings().list(student.caller, {{}, {}, "x", {}}));
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().reason, "request.invalid");
}

TEST_P(BookingTest, TheDatabaseItselfRefusesAnOverlap) {
    auto const first = hold(student, TestApp::at(2, 10));
    auto const copy = [&](std::string const& mentor_id, std::string const& student_id, int shift_minutes) {
        return app->violates(fmt::format(
            "INSERT INTO booking (mentor_id, student_id, mentor_account, student_account, service_id, state, money, "
            "starts_at, ends_at, service_title, topic, note, price, currency, mentor_name, mentor_zone, student_name, "
            "student_zone, created_at, hold_expires_at) SELECT {}, {}, mentor_account, student_account, service_id, "
            "state, money, starts_at + {}, ends_at + {}, service_title, topic, note, price, currency, mentor_name, "
            "mentor_zone, student_name, student_zone, created_at, hold_expires_at FROM booking WHERE id = {}",
            mentor_id, student_id, std::int64_t{shift_minutes} * 60'000'000,
            std::int64_t{shift_minutes} * 60'000'000, first.id.value));
    };
    auto const other = std::to_string(app->a_mentor("Dev").mentor->value);
    auto const other_student = std::to_string(rival.student->value);
    for (int const minutes : {-59, 0, 59}) {
        EXPECT_EQ(copy("mentor_id", other_student, minutes), "booking_mentor_overlap") << minutes;
        EXPECT_EQ(copy(other, "student_id", minutes), "booking_student_overlap") << minutes;
    }
    EXPECT_EQ(copy("mentor_id", "student_id", 60), "") << "back to back";
    auto const back = app->violates(
        "UPDATE booking SET state = 5; UPDATE booking SET starts_at = starts_at - 3600000000, "
        "ends_at = ends_at - 3600000000 WHERE id = (SELECT max(id) FROM booking)");
    EXPECT_EQ(back, "") << "what has expired holds no time";
    EXPECT_EQ(app->violates("UPDATE booking SET state = 1"), "booking_mentor_overlap")
        << "nor may it come back to life";
}

TEST_P(BookingTest, ManyWishesForOneTimeHaveOneWinner) {
    std::vector<ax::testing::Person> crowd;
    for (int i = 0; i < 20; ++i) crowd.push_back(app->a_student(fmt::format("Student {}", i)));
    std::vector<std::future<Result<Booking>>> answers;
    for (auto const& who : crowd)
        answers.push_back(app->start(
            bookings().hold(who.caller, {*mentor.mentor, mentor.service, TestApp::at(2, 10), {}, {}})));
    int won = 0;
    for (auto& answer : answers) {
        auto const held = answer.get();
        won += held ? 1 : 0;
        if (!held)
            EXPECT_EQ(held.error().reason, "booking.slot_taken");
    }
    EXPECT_EQ(won, 1);
}

}  // namespace
}  // namespace ax::booking
