#include "features/busy_times/busy_times.h"

#include "support/test_app.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::busy_times {
namespace {

using ax::testing::TestApp;
using Kind = client::ClientError::Kind;
using Answered = std::expected<client::HttpAnswer, client::ClientError>;

constexpr auto kLunch =
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:lunch\r\nDTSTART:20261124T120000Z\r\nDURATION:PT1H\r\n"
    "RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

class BusyTimesTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student_ = app->a_student("Asha");
        mentor_ = app->a_mentor("Chetan");
    }
    BusyTimes& busy_times() { return app->app().busy_times(); }
    MentorId mentor() const { return *mentor_.mentor; }
    std::string set(std::string url) {
        auto const done = app->wait(busy_times().set(mentor(), {std::move(url)}));
        return done ? "ok" : done.error().fields.at(0).reason;
    }
    BusyFeed feed() { return app->wait(busy_times().get(mentor())).value(); }
    FeedDue due() { return {mentor(), app->number("SELECT version FROM busy_feed")}; }
    void take(Answered answer) { app->wait(busy_times().take(due(), std::move(answer))); }
    static Answered ok(std::string body) {
        return client::HttpAnswer{.status = 200, .headers = {{"ETag", "\"1\""}}, .body = std::move(body)};
    }
    static Answered status(int code) { return client::HttpAnswer{.status = code, .headers = {}, .body = {}}; }
    static Answered error(Kind kind) { return std::unexpected(client::ClientError{kind, ""}); }
    std::string why(Instant start) {
        auto const answer =
            app->wait(app->app().bookings().why_not({mentor(), mentor_.service, start})).value();
        return answer.offered ? "offered" : answer.reasons.front();
    }
    std::int64_t told() {
        return app->number("SELECT count(*) FROM notification WHERE kind = 'busy_times.unreachable'");
    }

    ax::testing::Person student_;
    ax::testing::BookableMentor mentor_;
};
INSTANTIATE_TEST_SUITE_P(Engines, BusyTimesTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(BusyTimesTest, BusyTimesAreNotOffered) {
    EXPECT_EQ(set("webcal://calendar.example/private-abc/basic.ics"), "ok");
    EXPECT_TRUE(feed().reading);
    EXPECT_EQ(why(TestApp::at(3, 12)), "offered");
    take(ok(kLunch));
    EXPECT_EQ(why(TestApp::at(3, 12)), "busy_elsewhere");
    EXPECT_EQ(why(TestApp::at(3, 11, 30)), "busy_elsewhere");
    EXPECT_EQ(why(TestApp::at(3, 13)), "offered");
    EXPECT_EQ(why(TestApp::at(59, 12)), "busy_elsewhere") << "as far as one can book";
    auto const now = feed();
    EXPECT_EQ(now.host, "calendar.example") << "and no more of the address";
    EXPECT_EQ(now.failure, FeedFailure::none);
    EXPECT_EQ(now.entries, 1);
    EXPECT_EQ(now.read_at, app->clock.now());
    auto const shown = app->get("/api/v1/mentors/me/calendar-feed/", mentor_.token);
    EXPECT_EQ(shown.body.find("private-abc"), std::string::npos);
    take(status(304));
    EXPECT_EQ(why(TestApp::at(3, 12)), "busy_elsewhere") << "unchanged";
    EXPECT_TRUE(app->wait(busy_times().remove(mentor())).has_value());
    EXPECT_EQ(why(TestApp::at(3, 12)), "offered");
    EXPECT_FALSE(feed().connected);
}

TEST_P(BusyTimesTest, WhatIsUnchangedMakesNoNews) {
    set("https://calendar.example/a.ics");
    take(ok(kLunch));
    auto const events = [&] {
        return app->number("SELECT count(*) FROM job WHERE event = 'availability.changed'");
    };
    auto const before = events();
    take(ok(kLunch));
    EXPECT_EQ(events(), before);
}

TEST_P(BusyTimesTest, WhatWasReadLastIsKeptForADayThenTheMentorIsTold) {
    set("https://127.0.0.1:9/a.ics");  // reading it fails at once
    take(ok(kLunch));
    auto const read_at = app->clock.now();
    app->clock.advance(hours{23});
    take(error(Kind::timeout));
    EXPECT_EQ(feed().failure, FeedFailure::unreachable);
    EXPECT_EQ(feed().kept_until, read_at + hours{24});
    EXPECT_EQ(why(TestApp::at(3, 12)), "busy_elsewhere");
    app->clock.advance(hours{1});
    take(status(404));
    EXPECT_EQ(feed().failure, FeedFailure::refused);
    EXPECT_TRUE(feed().expired);
    EXPECT_EQ(why(TestApp::at(3, 12)), "offered");
    take(ok("<html>sign in</html>"));
    EXPECT_EQ(feed().failure, FeedFailure::not_a_calendar);
    app->script("DELETE FROM job WHERE event = 'busy_times.feed_due'");
    app->run_jobs();
    EXPECT_EQ(told(), 1) << "once";
    take(ok(kLunch));
    EXPECT_FALSE(feed().expired);
    EXPECT_EQ(why(TestApp::at(3, 12)), "busy_elsewhere") << "back again";
}

TEST_P(BusyTimesTest, UnchangedIsNoNewsOfWhatWasGivenUp) {
    set("https://127.0.0.1:9/a.ics");
    take(ok(kLunch));
    app->clock.advance(hours{24});
    take(status(500));
    ASSERT_TRUE(feed().expired);
    take(status(304));  // without having been asked whether it changed
    EXPECT_EQ(feed().failure, FeedFailure::refused);
    EXPECT_TRUE(feed().expired);
}

TEST_P(BusyTimesTest, WiderHorizonsAreCoveredAtOnce) {
    set("https://calendar.example/a.ics");
    take(ok(kLunch));
    app->script("UPDATE availability SET horizon_days = 300");
    EXPECT_EQ(why(TestApp::at(280, 12)), "busy_elsewhere");
}

TEST_P(BusyTimesTest, OwnSessionsDoNotBlockThemselves) {
    set("https://calendar.example/a.ics");
    auto const entry = [](std::string_view uid) {
        return fmt::format(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{}\r\nDTSTART:20261125T120000Z\r\n"
            "DURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            uid);
    };
    take(ok(entry("session-7@elsewhere.example")));
    EXPECT_EQ(why(TestApp::at(3, 12)), "busy_elsewhere");
    auto const id = app->hold(student_, mentor_, TestApp::at(3, 14));
    app->order(id);
    ASSERT_TRUE(app->pay(id, "pay_1"));
    app->run_jobs();
    // By the UID of the very file that mentors get; it stands in JSON.
    auto const file = app->get(fmt::format("/api/v1/bookings/{}/calendar/", id.value), mentor_.token).body;
    auto const uid = file.find("UID:");
    ASSERT_NE(uid, std::string::npos) << file;
    take(ok(entry(file.substr(uid + 4, file.find_first_of("\\\r", uid) - uid - 4))));
    EXPECT_EQ(why(TestApp::at(3, 12)), "offered");
}

TEST_P(BusyTimesTest, AnAnswerForAnOldAddressIsDropped) {
    set("https://calendar.example/a.ics");
    auto const old = due();
    app->clock.advance(seconds{1});
    set("https://calendar.example/b.ics");
    app->wait(busy_times().take(old, ok(kLunch)));
    EXPECT_EQ(why(TestApp::at(3, 12)), "offered");
    EXPECT_TRUE(feed().reading);
}

TEST_P(BusyTimesTest, AddressesThatAreNotTaken) {
    EXPECT_EQ(set("file:///etc/passwd"), "not_https");
    EXPECT_EQ(set("ftp://calendar.example/a"), "not_https");
    EXPECT_EQ(set("https://me:secret@calendar.example/a.ics"), "not_a_url");
    EXPECT_EQ(set("https:///calendar.ics"), "not_a_url");
    EXPECT_EQ(set("https://calendar.example/a b.ics"), "not_a_url");
    EXPECT_EQ(set("https://calendar.example/a\r\nX: y"), "not_a_url");
    EXPECT_EQ(set("  https://calendar.example/me@work.ics \n"), "ok");
}

// This machine itself, and http, are allowed in tests: see busy-times.test.mjs for what a server does by
// default.
TEST_P(BusyTimesTest, PrivateNetworksAreNeverAsked) {
    for (auto const* const url :
         {"https://10.0.0.1:9/a.ics", "https://[fd00::1]:9/a.ics", "https://169.254.169.254/a.ics"}) {
        ASSERT_EQ(set(url), "ok");
        app->run_jobs();
        EXPECT_EQ(feed().failure, FeedFailure::not_public) << url;
        app->clock.advance(seconds{1});
    }
}

TEST_P(BusyTimesTest, ItIsReadAgainEveryQuarterOfAnHour) {
    set("https://127.0.0.1:9/a.ics");
    app->run_jobs();
    auto const reads = [&] { return feed().failing_since.has_value(); };
    EXPECT_TRUE(reads());
    take(ok(kLunch));
    EXPECT_FALSE(reads());
    app->clock.advance(minutes{13});
    app->run_jobs();
    EXPECT_FALSE(reads());
    app->clock.advance(minutes{4});
    app->run_jobs();
    EXPECT_TRUE(reads());
}

}  // namespace
}  // namespace ax::busy_times
