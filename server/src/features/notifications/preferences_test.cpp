#include "features/notifications/preferences.h"

#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::notifications {
namespace {

using ax::testing::TestApp;
using ::testing::HasSubstr;

/// What people choose, and the reminders that obey it.
class PreferencesTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student_ = app->a_student("Asha", "UTC");
        mentor_ = app->a_mentor("Chetan");
        app->run_jobs();
    }
    BookingId confirm(Instant start) {
        auto const id = app->hold(student_, mentor_, start);
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", id.value)));
        app->run_jobs();
        return id;
    }
    int set(std::string const& what, std::string const& body) {
        return app
            ->call(http::Verb::put, "/api/v1/notifications/settings/" + what + "/", body, student_.token)
            .status;
    }
    std::int64_t lines(ax::testing::Person const& who, std::string const& kind) {
        return app->number(fmt::format(
            "SELECT count(*) FROM notification WHERE account_id = {} AND kind = '{}' AND shown = 1",
            who.account.value, kind));
    }
    std::int64_t mails(ax::testing::Person const& who, std::string const& like = "%") {
        return app->number(
            fmt::format("SELECT count(*) FROM sandbox_mail WHERE to_address = '{}' AND subject LIKE '{}'",
                        who.email, like));
    }
    void turn_to(Instant at) {
        app->clock.advance(at - app->clock.now());
        app->run_jobs();
    }
    std::string unread() {
        return app->get("/api/v1/notifications/unread-count/", student_.token).member("unread");
    }

    ax::testing::Person student_;
    ax::testing::BookableMentor mentor_;
};
INSTANTIATE_TEST_SUITE_P(Engines, PreferencesTest,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(PreferencesTest, EachChannelOfACategoryIsObeyed) {
    ASSERT_EQ(set("channels", R"({"category":"sessions","in_app":false,"mail":true})"), 200);
    confirm(TestApp::at(2, 10));
    EXPECT_EQ(lines(student_, "booking.confirmed"), 0);
    EXPECT_EQ(mails(student_, "%confirmed"), 1);
    EXPECT_EQ(unread(), "0");
    ASSERT_EQ(set("channels", R"({"category":"sessions","in_app":true,"mail":false})"), 200);
    confirm(TestApp::at(2, 12));
    EXPECT_EQ(lines(student_, "booking.confirmed"), 1);
    EXPECT_EQ(mails(student_, "%confirmed"), 1);
    EXPECT_EQ(lines(mentor_, "booking.confirmed"), 2) << "the choice is one person's";
    EXPECT_EQ(set("channels", R"({"category":"security","in_app":true,"mail":false})"), 422);
    EXPECT_EQ(set("quiet", R"({"quiet":{"from_minute":5,"to_minute":5}})"), 422);
}

TEST_P(PreferencesTest, RemindersComeOnceToBothAtBothTimes) {
    auto const start = TestApp::at(3, 10);
    confirm(start);
    turn_to(start - hours{24} - seconds{1});
    EXPECT_EQ(lines(student_, "session.reminder"), 0);
    turn_to(start - hours{24} + seconds{30});
    turn_to(start - hours{24} + minutes{1});
    EXPECT_EQ(lines(student_, "session.reminder"), 1);
    EXPECT_EQ(lines(mentor_, "session.reminder"), 1);
    EXPECT_EQ(mails(student_, "%coming up"), 1);
    turn_to(start - minutes{32});
    EXPECT_EQ(lines(student_, "session.reminder"), 1);
    turn_to(start - minutes{31});
    app->script(
        fmt::format("UPDATE job SET state = 'ready', due_at = 0, ended_at = NULL, payload = "
                    "'{{\"booking\":1,\"start\":\"{}\",\"lead_minutes\":1440}}' "
                    "WHERE event = 'notifications.reminder_due'",
                    to_iso(start)));
    turn_to(start - minutes{29});
    EXPECT_EQ(lines(student_, "session.reminder"), 2) << "also if a node died over it";
    EXPECT_EQ(mails(mentor_, "%starts soon"), 1);
}

TEST_P(PreferencesTest, CancelledMovedAndNearSessionsAreNotRemindedOfWrongly) {
    auto const cancelled = confirm(TestApp::at(3, 10));
    auto const moved = confirm(TestApp::at(3, 12));
    confirm(TestApp::at(0, 20));  // eleven hours from now: what was just confirmed needs no first reminder
    EXPECT_EQ(lines(student_, "session.reminder"), 0);
    app->post(fmt::format("/api/v1/bookings/{}/cancel/", cancelled.value), "{}", student_.token);
    app->script(fmt::format("UPDATE booking SET starts_at = {}, ends_at = {} WHERE id = {}",
                            to_micros(TestApp::at(5, 12)), to_micros(TestApp::at(5, 13)), moved.value));
    turn_to(TestApp::at(0, 19, 30));
    EXPECT_EQ(lines(student_, "session.reminder"), 1) << "31 minutes before";
    turn_to(TestApp::at(2, 11));  // 24 hours before what was cancelled
    turn_to(TestApp::at(2, 13));  // and before what was moved
    EXPECT_EQ(lines(student_, "session.reminder"), 1);
    turn_to(TestApp::at(4, 12));
    EXPECT_EQ(lines(student_, "session.reminder"), 2) << "at its new time";
}

TEST_P(PreferencesTest, QuietTimeHoldsBackOnlyWhatCanWait) {
    ASSERT_EQ(set("quiet", R"({"quiet":{"from_minute":480,"to_minute":720}})"), 200);
    auto const start = TestApp::at(3, 10);
    confirm(start);  // 9:00, in the quiet time
    EXPECT_EQ(mails(student_, "%confirmed"), 1);
    turn_to(start - hours{24} + seconds{1});
    EXPECT_EQ(lines(student_, "session.reminder"), 1) << "the line is quiet anyway";
    EXPECT_EQ(mails(student_, "%coming up"), 0);
    EXPECT_EQ(mails(mentor_, "%coming up"), 1);
    turn_to(TestApp::at(2, 12));
    EXPECT_EQ(mails(student_, "%coming up"), 1);
    turn_to(start - minutes{31});
    EXPECT_EQ(mails(student_, "%starts soon"), 1) << "waiting would be too late";
}

TEST_P(PreferencesTest, AMailThatWaitedIsNotSentForWhatIsOver) {
    ASSERT_EQ(set("quiet", R"({"quiet":{"from_minute":480,"to_minute":720}})"), 200);
    auto const id = confirm(TestApp::at(3, 10));
    turn_to(TestApp::at(2, 10, 1));
    app->post(fmt::format("/api/v1/bookings/{}/cancel/", id.value), "{}", app->sign_in(student_.email));
    turn_to(TestApp::at(2, 12));
    EXPECT_EQ(mails(student_, "%coming up"), 0);
    EXPECT_EQ(mails(student_, "You cancelled%"), 1) << "within 24 hours of the start: at once";
}

TEST_P(PreferencesTest, TheLinkInAMailEndsItsCategoryAndNothingElse) {
    jobs::Listeners const listeners;
    jobs::Outbox const outbox(app->clock, listeners);
    Preferences links({app->db(), app->app().auth().accounts(), app->clock, outbox},
                      "0123456789abcdef0123456789abcdef", "https://x.example");
    auto const url = links.page_url(student_.account, NoticeCategory::reminders);
    auto const token = url.substr(url.find('=') + 1);
    EXPECT_THAT(links.one_click_url(student_.account, NoticeCategory::reminders),
                HasSubstr("https://x.example/mail/unsubscribe/" + token));
    EXPECT_TRUE(app->wait(links.subscription({token}))->mail) << "looking ends nothing";
    EXPECT_FALSE(app->wait(links.unsubscribe({token}))->mail);
    EXPECT_FALSE(app->wait(links.unsubscribe({token}))->mail) << "twice is once";
    auto forged = token;
    forged[forged.find('.') + 1] = '0';
    EXPECT_FALSE(app->wait(links.unsubscribe({forged})));
    EXPECT_FALSE(app->wait(links.unsubscribe({"x"})));
    auto const settings = app->get("/api/v1/notifications/settings/", student_.token).body;
    for (auto const* const other : {"events", "community", "profile", "security"})
        EXPECT_THAT(settings, HasSubstr(fmt::format(R"("category":"{}")", other)));
    EXPECT_THAT(settings, HasSubstr(R"({"category":"reminders","in_app":true,"mail":false,)"));
    EXPECT_THAT(settings, HasSubstr(R"({"category":"sessions","in_app":true,"mail":true,)"));
}

TEST_P(PreferencesTest, TheLinkOfARealMailWorksByOneClick) {
    confirm(TestApp::at(2, 10));
    EXPECT_EQ(
        app->number(fmt::format(
            "SELECT count(*) FROM sandbox_mail WHERE to_address = '{}' AND text LIKE '%/unsubscribe?token={}.0.%'",
            student_.email, student_.account.value)),
        1);
    EXPECT_EQ(app->call(http::Verb::get, "/mail/unsubscribe/x").status, 303);
    EXPECT_EQ(app->call(http::Verb::post, "/mail/unsubscribe/x").status, 404);
}

TEST_P(PreferencesTest, OneIsReadAloneAndAllTogether) {
    for (int hour = 10; hour < 13; ++hour) confirm(TestApp::at(2, hour));
    auto const first = app->number(
        fmt::format("SELECT min(id) FROM notification WHERE account_id = {}", student_.account.value));
    auto const read = [&](std::int64_t id) {
        return app->post(fmt::format("/api/v1/notifications/{}/read/", id), "{}", student_.token);
    };
    EXPECT_EQ(read(first).member("unread"), "2");
    EXPECT_EQ(read(first).member("unread"), "2");
    EXPECT_EQ(app->post(fmt::format("/api/v1/notifications/{}/read/", first), "{}", mentor_.token).status,
              404);
    app->post("/api/v1/notifications/read/", R"({"up_to":9007199254740991})", student_.token);
    EXPECT_EQ(unread(), "0");
    EXPECT_EQ(app->number("SELECT count(*) FROM notification_read"), 0) << "the cursor covers it";
}

}  // namespace
}  // namespace ax::notifications
