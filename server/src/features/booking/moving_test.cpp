#include "features/booking/service.h"
#include "support/test_app.h"

#include <future>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::booking {
namespace {

using ax::testing::TestApp;
using ::testing::HasSubstr;

class MovingTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student = app->a_student("Asha");
        rival = app->a_student("Bela");
        mentor = app->a_mentor("Chetan");
        app->run_jobs();
    }
    Service& bookings() { return app->app().bookings(); }
    BookingId paid(ax::testing::Person const& who, ax::testing::BookableMentor const& with, Instant start) {
        auto const held =
            app->wait(bookings().hold(who.caller, {*with.mentor, with.service, start, {}, {}})).value();
        auto const seat = app->write(
            [&](db::Tx& tx) -> Task<Result<Seat>> { co_return co_await bookings().seat_paid(tx, held.id); });
        EXPECT_TRUE(seat.has_value());
        return held.id;
    }
    Booking get(BookingId id, ax::testing::Person const& who) {
        return app->wait(bookings().get(who.caller, id)).value();
    }
    /// From where it is now.
    std::string move(ax::testing::Person const& who, BookingId id, Instant to) {
        return moved(who, id, app->wait(bookings().find(app->db(), id))->start, to);
    }
    std::string moved(ax::testing::Person const& who, BookingId id, Instant from, Instant to) {
        auto const done = app->wait(bookings().move(who.caller, {id, from, to}));
        return done ? std::string("ok") : done.error().reason;
    }
    void go_to(Instant at) { app->clock.advance(at - app->clock.now()); }
    // One listener of several.
    std::int64_t events() {
        return app->number(
            "SELECT count(*) FROM job WHERE event = 'booking.moved' AND listener LIKE 'notifications.%'");
    }
    std::string told(ax::testing::Person const& who, std::string_view kind) {
        auto const news = app->get("/api/v1/notifications/", app->sign_in(who.email)).body;
        auto const at = news.find(fmt::format(R"("kind":"{}")", kind));
        return at == std::string::npos ? "" : news.substr(at, news.find('}', at) - at);
    }

    ax::testing::Person student, rival;
    ax::testing::BookableMentor mentor;
};
INSTANTIATE_TEST_SUITE_P(Engines, MovingTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(MovingTest, WhoMayMoveAndUntilWhen) {
    auto const id = paid(student, mentor, TestApp::at(3, 10));
    auto const before = get(id, student);
    EXPECT_TRUE(before.can_move);
    EXPECT_EQ(before.move_until, TestApp::at(2, 10));
    EXPECT_EQ(before.moves_left, 3);
    EXPECT_EQ(get(id, mentor).move_until, TestApp::at(3, 8));
    EXPECT_EQ(move(rival, id, TestApp::at(4, 10)), "booking.not_found");
    EXPECT_EQ(move(student, id, TestApp::at(4, 11)), "ok");
    auto const after = get(id, student);
    EXPECT_EQ(after.start, TestApp::at(4, 11));
    EXPECT_EQ(after.end, TestApp::at(4, 12));
    EXPECT_EQ(after.price.amount, before.price.amount);
    EXPECT_EQ(after.money, MoneyState::paid);
    EXPECT_EQ(after.moves_left, 2);
    EXPECT_EQ(get(id, mentor).moves_left, 3);

    auto const soon = paid(student, mentor, TestApp::at(1, 8));
    EXPECT_FALSE(get(soon, student).can_move);
    EXPECT_EQ(move(student, soon, TestApp::at(2, 8)), "booking.move_too_late");
    go_to(TestApp::at(1, 6, 1));
    EXPECT_EQ(move(mentor, soon, TestApp::at(2, 8)), "booking.move_too_late");
    go_to(TestApp::at(1, 6));
    EXPECT_EQ(move(mentor, soon, TestApp::at(2, 8)), "ok");

    auto const gone = paid(student, mentor, TestApp::at(5, 10));
    ASSERT_TRUE(app->wait(bookings().cancel(student.caller, {gone, {}})));
    EXPECT_EQ(move(student, gone, TestApp::at(6, 10)), "booking.closed");
    EXPECT_FALSE(get(gone, student).move_until);
}

TEST_P(MovingTest, EachSideHasThreeMoves) {
    auto const id = paid(student, mentor, TestApp::at(5, 10));
    for (int hour = 11; hour < 14; ++hour) {
        EXPECT_EQ(move(student, id, TestApp::at(5, hour)), "ok");
        EXPECT_EQ(move(mentor, id, TestApp::at(6, hour)), "ok");
    }
    EXPECT_EQ(move(student, id, TestApp::at(7, 10)), "booking.too_many_moves");
    EXPECT_EQ(move(mentor, id, TestApp::at(7, 10)), "booking.too_many_moves");
    EXPECT_EQ(events(), 6);
}

TEST_P(MovingTest, ARepeatIsOneMoveAndAnOldOneIsRefused) {
    auto const id = paid(student, mentor, TestApp::at(3, 10));
    EXPECT_EQ(moved(student, id, TestApp::at(3, 10), TestApp::at(4, 10)), "ok");
    EXPECT_EQ(moved(student, id, TestApp::at(3, 10), TestApp::at(4, 10)), "ok") << "the answer was lost";
    EXPECT_EQ(events(), 1);
    EXPECT_EQ(get(id, student).moves_left, 2);
    EXPECT_EQ(moved(mentor, id, TestApp::at(3, 10), TestApp::at(5, 10)), "booking.moved_meanwhile");
}

TEST_P(MovingTest, TheNewTimeIsOneTheEngineOffers) {
    auto const other = app->a_mentor("Dev");
    auto const id = paid(student, mentor, TestApp::at(3, 10));
    paid(rival, mentor, TestApp::at(4, 10));
    paid(student, other, TestApp::at(5, 10));
    EXPECT_EQ(move(student, id, TestApp::at(4, 10)), "booking.slot_taken");
    EXPECT_EQ(move(student, id, TestApp::at(4, 13, 7)), "booking.not_offered") << "off the grid";
    EXPECT_EQ(move(student, id, TestApp::at(0, 1)), "booking.not_offered") << "the past";
    EXPECT_EQ(move(student, id, TestApp::at(90, 1)), "booking.not_offered") << "beyond the horizon";
    EXPECT_EQ(move(student, id, TestApp::at(5, 10, 30)), "booking.student_busy");
    EXPECT_EQ(move(mentor, id, TestApp::at(5, 10, 30)), "booking.other_busy");
    EXPECT_EQ(move(mentor, id, TestApp::at(0, 10, 30)), "booking.not_offered") << "within two hours";
    EXPECT_EQ(move(student, id, TestApp::at(3, 10, 30)), "ok") << "its own time is no obstacle";
}

TEST_P(MovingTest, WhatIsListedIsWhatCanBeMovedTo) {
    auto const other = app->a_mentor("Dev");
    auto const id = paid(student, mentor, TestApp::at(3, 10));
    paid(rival, mentor, TestApp::at(3, 12));
    paid(student, other, TestApp::at(3, 15));
    auto const times =
        app->wait(bookings().move_times(student.caller, {id, "2026-11-25", "2026-11-25", "UTC"}));  // day 3
    ASSERT_TRUE(times);
    ASSERT_EQ(times->days.size(), 1U);
    std::map<Instant, bool> listed;
    for (auto const start : times->days[0].times) listed[start] = true;
    EXPECT_FALSE(listed.contains(TestApp::at(3, 10))) << "where it is";
    EXPECT_TRUE(listed.contains(TestApp::at(3, 10, 30)));
    EXPECT_TRUE(listed.contains(TestApp::at(3, 11)));
    EXPECT_FALSE(listed.contains(TestApp::at(3, 11, 30))) << "the rival's";
    EXPECT_FALSE(listed.contains(TestApp::at(3, 14, 30))) << "their own";
    EXPECT_TRUE(listed.contains(TestApp::at(3, 16)));
    EXPECT_TRUE(times->next_free_at);
    auto const stranger =
        app->wait(bookings().move_times(rival.caller, {id, "2026-11-25", "2026-11-25", "UTC"}));
    ASSERT_FALSE(stranger);
    EXPECT_EQ(stranger.error().reason, "booking.not_found");
    go_to(TestApp::at(2, 11));
    auto const late =
        app->wait(bookings().move_times(student.caller, {id, "2026-11-25", "2026-11-25", "UTC"}));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().reason, "booking.move_too_late");
}

TEST_P(MovingTest, TheNextFreeTimeMayBeFarAway) {
    auto const id = paid(student, mentor, TestApp::at(3, 10));
    app->script(
        fmt::format("UPDATE availability SET horizon_days = 120 WHERE mentor_id = {0};"
                    "INSERT INTO availability_blocked (mentor_id, starts_at, ends_at) VALUES ({0}, {1}, {2})",
                    mentor.mentor->value, to_micros(TestApp::at(0, 0)), to_micros(TestApp::at(100, 0))));
    auto const times =
        app->wait(bookings().move_times(mentor.caller, {id, "2026-11-25", "2026-11-25", "UTC"}));
    ASSERT_TRUE(times);
    EXPECT_TRUE(times->days.empty());
    EXPECT_EQ(times->next_free_at, TestApp::at(100, 0));
}

TEST_P(MovingTest, OfManyMovesAtOnceOneWins) {
    auto const first = paid(student, mentor, TestApp::at(3, 10));
    auto const second = paid(rival, mentor, TestApp::at(4, 10));
    auto const race = [&](std::vector<std::pair<ax::testing::Person*, MoveBooking>> const& wishes) {
        std::vector<std::future<Result<Booking>>> answers;
        for (auto const& [who, wish] : wishes)
            answers.push_back(app->start(bookings().move(who->caller, wish)));
        std::map<std::string, int> count;
        for (auto& answer : answers) {
            auto const done = answer.get();
            ++count[done ? "ok" : done.error().reason];
        }
        return count;
    };
    using Count = std::map<std::string, int>;
    EXPECT_EQ(race({{&student, {first, TestApp::at(3, 10), TestApp::at(5, 10)}},
                    {&mentor, {first, TestApp::at(3, 10), TestApp::at(6, 10)}}}),
              (Count{{"ok", 1}, {"booking.moved_meanwhile", 1}}));
    auto const from = get(first, student).start;
    EXPECT_EQ(race({{&student, {first, from, TestApp::at(7, 10)}},
                    {&rival, {second, TestApp::at(4, 10), TestApp::at(7, 10)}}}),
              (Count{{"ok", 1}, {"booking.slot_taken", 1}}));
}

TEST_P(MovingTest, BothAreToldInTheirZonesAndTheFreeTimesFollow) {
    auto const id = paid(student, mentor, TestApp::at(3, 10));
    app->run_jobs();
    EXPECT_EQ(move(student, id, TestApp::at(4, 11)), "ok");
    app->run_jobs();
    EXPECT_THAT(told(student, "booking.moved"),
                HasSubstr("Thu 26 Nov 2026, 16:30 (Kolkata time) instead of Wed 25 Nov"));
    EXPECT_THAT(told(mentor, "booking.moved"),
                HasSubstr("Thu 26 Nov 2026, 11:00 (UTC) instead of Wed 25 Nov"));
    EXPECT_EQ(app->number("SELECT count(*) FROM sandbox_mail WHERE subject LIKE '%moved your session%'"), 2);
    auto const held = app->wait(
        bookings().hold(rival.caller, {*mentor.mentor, mentor.service, TestApp::at(3, 10), {}, {}}));
    EXPECT_TRUE(held) << "where it was, others may come";
}

TEST_P(MovingTest, AMoveOfTheMentorsMayBeDeclined) {
    auto const id = paid(student, mentor, TestApp::at(1, 8));
    EXPECT_LT(*get(id, student).refund_free_until, app->clock.now());
    EXPECT_EQ(move(mentor, id, TestApp::at(1, 12)), "ok");
    app->run_jobs();
    EXPECT_THAT(told(student, "booking.moved"), HasSubstr("cancel before it starts"));
    EXPECT_EQ(get(id, student).refund_free_until, TestApp::at(1, 12));
    EXPECT_EQ(app->wait(bookings().cancel(student.caller, {id, {}}))->money, MoneyState::refunding);
}

}  // namespace
}  // namespace ax::booking
