#include "features/calendar/calendar.h"

#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::calendar {
namespace {

using ax::testing::TestApp;
using ::testing::HasSubstr;
using ::testing::Not;

class CalendarTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student = app->a_student("Asha", "Europe/Berlin");
        rival = app->a_student("Bela");
        mentor = app->a_mentor("Chetan");
    }
    BookingId booked(Instant start) {
        auto const id = app->hold(student, mentor, start);
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", id.value)));
        app->run_jobs();
        return id;
    }
    Result<CalendarFile> file(ax::testing::Person const& who, BookingId id) {
        return app->wait(app->app().calendars().session(who.caller, id));
    }
    std::string move(BookingId id, Instant from, Instant to) {
        auto const done = app->wait(app->app().bookings().move(student.caller, {id, from, to}));
        app->run_jobs();
        return done ? std::string("ok") : done.error().reason;
    }
    /// The path of a fresh address of theirs.
    std::string address(ax::testing::Person const& who) {
        auto const made = app->wait(app->app().calendars().renew(who.caller)).value();
        return made.url.substr(made.url.find("/api/"));
    }
    /// The calendar of their newest mail, its lines unfolded.
    std::string mailed(ax::testing::Person const& who) {
        auto const mails = app->wait(app->app().captured_mails().list(who.email, 1));
        auto text = mails.empty() || !mails[0].mail.calendar ? "" : mails[0].mail.calendar->text;
        for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at))
            text.erase(at, 3);
        return text;
    }

    ax::testing::Person student, rival;
    ax::testing::BookableMentor mentor;
};
INSTANTIATE_TEST_SUITE_P(Engines, CalendarTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(CalendarTest, ASessionIsAFileForItsTwoMembersInTheirOwnZone) {
    auto const id = booked(TestApp::at(2, 10));
    auto const theirs = file(student, id);
    ASSERT_TRUE(theirs);
    EXPECT_EQ(theirs->name, fmt::format("session-{}.ics", id.value));
    EXPECT_THAT(theirs->content, HasSubstr("DTSTART;TZID=Europe/Berlin:20261124T110000\r\n"));
    EXPECT_THAT(theirs->content, HasSubstr("with Chetan\r\n"));
    EXPECT_THAT(theirs->content, Not(HasSubstr("mailto:"))) << "a file is passed on";
    EXPECT_THAT(file(mentor, id)->content, HasSubstr("DTSTART:20261124T100000Z\r\n"));
    EXPECT_THAT(file(mentor, id)->content, HasSubstr("with Asha\r\n"));
    EXPECT_EQ(file(rival, id).error().reason, "booking.not_found");
    EXPECT_EQ(file(student, app->hold(student, mentor, TestApp::at(3, 10))).error().reason,
              "calendar.not_confirmed");
}

TEST_P(CalendarTest, WordsThatChangeAreANewerEntryOfTheSameTime) {
    auto const id = booked(TestApp::at(2, 10));
    EXPECT_THAT(file(student, id)->content, HasSubstr("DTSTAMP:20261122T090000Z\r\n"));
    app->clock.advance(hours{1});
    ASSERT_TRUE(app->wait(app->app().bookings().describe(student.caller, {id, "Rust", {}})));
    EXPECT_THAT(file(mentor, id)->content, HasSubstr("DESCRIPTION:Rust\r\n"));
    EXPECT_THAT(file(mentor, id)->content, HasSubstr("DTSTAMP:20261122T100000Z\r\n"));
    EXPECT_THAT(file(mentor, id)->content, HasSubstr("SEQUENCE:0\r\n"));
}

TEST_P(CalendarTest, MailsTellCalendarsOfEveryStep) {
    auto const id = booked(TestApp::at(3, 10));
    auto const uid = fmt::format("UID:session-{}@", id.value);
    auto const first = mailed(student);
    EXPECT_THAT(first, HasSubstr("METHOD:REQUEST\r\n"));
    EXPECT_THAT(first, HasSubstr(uid));
    EXPECT_THAT(first, HasSubstr("SEQUENCE:0\r\n"));
    EXPECT_THAT(first, HasSubstr("mailto:" + student.email));
    EXPECT_THAT(first, Not(HasSubstr(mentor.email))) << "nobody's address but the reader's";
    EXPECT_THAT(mailed(mentor), HasSubstr("mailto:" + mentor.email));

    ASSERT_EQ(move(id, TestApp::at(3, 10), TestApp::at(4, 12)), "ok");
    for (auto const& text : {mailed(student), mailed(mentor)}) {
        EXPECT_THAT(text, HasSubstr("METHOD:REQUEST\r\n"));
        EXPECT_THAT(text, HasSubstr(uid));
        EXPECT_THAT(text, HasSubstr("SEQUENCE:1\r\n"));
    }
    EXPECT_THAT(mailed(mentor), HasSubstr("DTSTART:20261126T120000Z\r\n"));

    ASSERT_TRUE(app->wait(app->app().bookings().cancel(student.caller, {id, {}})));
    app->run_jobs();
    for (auto const& text : {mailed(student), mailed(mentor)}) {
        EXPECT_THAT(text, HasSubstr("METHOD:CANCEL\r\n"));
        EXPECT_THAT(text, HasSubstr(uid));
        EXPECT_THAT(text, HasSubstr("SEQUENCE:2\r\n"));
        EXPECT_THAT(text, HasSubstr("STATUS:CANCELLED\r\n"));
    }
}

TEST_P(CalendarTest, ACancellationThatWaitsForTheMorningStillTellsCalendars) {
    auto const id = booked(TestApp::at(5, 10));
    app->script(fmt::format(
        "INSERT INTO notification_quiet (account_id, from_minute, to_minute) VALUES ({}, 0, 1439)",
        student.account.value));
    ASSERT_TRUE(app->wait(app->app().bookings().cancel(mentor.caller, {id, {}})));
    app->run_jobs();
    EXPECT_THAT(mailed(student), HasSubstr("METHOD:REQUEST\r\n")) << "not yet";
    app->clock.advance(days{1});
    app->run_jobs();
    EXPECT_THAT(mailed(student), HasSubstr("METHOD:CANCEL\r\n"));
}

TEST_P(CalendarTest, ThePrivateAddressShowsItsOwnersSessionsAndEvents) {
    auto const id = booked(TestApp::at(2, 10));
    auto const gone = booked(TestApp::at(3, 10));
    ASSERT_TRUE(app->wait(app->app().bookings().cancel(student.caller, {gone, {}})));
    app->hold(student, mentor, TestApp::at(4, 10));
    auto const event =
        app->post("/api/v1/events/",
                  R"({"title":"Tea","description":"","place":"Hall","time_zone":"UTC",)"
                  R"("local_start":"2026-12-20T18:00","minutes":60,"tags":[],"client_key":"tea-1-key"})",
                  mentor.token)
            .member("id");
    app->post(fmt::format("/api/v1/events/{}/publish/", event), R"({"published":true})", mentor.token);
    auto const path = address(student);
    auto const before = app->get(path);
    EXPECT_EQ(before.status, 200);
    EXPECT_THAT(before.body, HasSubstr(fmt::format("UID:session-{}@", id.value)));
    EXPECT_THAT(before.body, Not(HasSubstr(fmt::format("UID:session-{}@", gone.value))));
    EXPECT_THAT(before.body, Not(HasSubstr("20261126"))) << "a hold is not a session yet";
    EXPECT_THAT(before.body, Not(HasSubstr("UID:event-")));
    EXPECT_EQ(app->get(path).body, before.body) << "the same for ever, so that its ETag holds";
    app->post(fmt::format("/api/v1/events/{}/registration/", event), "{}", student.token);
    EXPECT_THAT(app->get(path).body, HasSubstr(fmt::format("UID:event-{}@", event)));
    EXPECT_THAT(app->get(address(mentor)).body, HasSubstr(fmt::format("UID:session-{}@", id.value)));
    EXPECT_THAT(app->get(address(rival)).body, Not(HasSubstr("BEGIN:VEVENT")));
    app->clock.advance(days{40});
    EXPECT_THAT(app->get(path).body, Not(HasSubstr(fmt::format("UID:session-{}@", id.value))))
        << "thirty days back";
}

TEST_P(CalendarTest, AnAddressIsASecretThatEnds) {
    auto const first = address(student);
    EXPECT_EQ(app->get(first).status, 200);
    auto const token = first.substr(first.find("axf_"), 47);
    EXPECT_EQ(app->number(fmt::format("SELECT count(*) FROM calendar_feed WHERE hash LIKE '%{}%'", token)),
              0);
    EXPECT_TRUE(app->wait(app->app().calendars().feed(student.caller))->since);
    auto const second = address(student);
    EXPECT_EQ(app->get(first).status, 404) << "renewed";
    EXPECT_EQ(app->get(second).status, 200);
    EXPECT_EQ(app->get(second.substr(0, second.size() - 4)).status, 404) << "without its ending";
    ASSERT_TRUE(app->wait(app->app().calendars().end(student.caller)));
    EXPECT_EQ(app->get(second).status, 404) << "ended";
    EXPECT_FALSE(app->wait(app->app().calendars().feed(student.caller))->since);
    auto const guess = app->get("/api/v1/calendar-feed/axf_0000000000000000000000000000000000000000000.ics");
    EXPECT_EQ(guess.status, 404);
    EXPECT_THAT(guess.body, Not(HasSubstr("axf_")));
}

}  // namespace
}  // namespace ax::calendar
