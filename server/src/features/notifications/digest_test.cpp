#include "features/notifications/quiet.h"
#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::notifications {
namespace {

using ax::testing::TestApp;
using ::testing::HasSubstr;

Instant utc(std::string const& text) { return parse_iso(text).value(); }

TEST(NextDigest, ComesOnceOnEachDayOfTheZone) {
    EXPECT_EQ(next_digest(8, "Asia/Kolkata", utc("2026-11-24T02:29:59Z")), utc("2026-11-24T02:30:00Z"));
    EXPECT_EQ(next_digest(8, "Asia/Kolkata", utc("2026-11-24T02:30:00Z")), utc("2026-11-25T02:30:00Z"));
    EXPECT_EQ(next_digest(0, "UTC", utc("2026-12-31T12:00:00Z")), utc("2027-01-01T00:00:00Z"));
    // Berlin skips 2:00 to 3:00 on 29 March 2026, and has it twice on 25 October.
    EXPECT_EQ(next_digest(2, "Europe/Berlin", utc("2026-03-29T00:00:00Z")), utc("2026-03-29T01:00:00Z"));
    EXPECT_EQ(next_digest(2, "Europe/Berlin", utc("2026-03-29T01:00:00Z")), utc("2026-03-30T00:00:00Z"));
    EXPECT_EQ(next_digest(2, "Europe/Berlin", utc("2026-10-24T23:00:00Z")), utc("2026-10-25T00:00:00Z"));
    EXPECT_EQ(next_digest(2, "Europe/Berlin", utc("2026-10-25T00:00:00Z")), utc("2026-10-26T01:00:00Z"));
    EXPECT_EQ(next_digest(8, "Nowhere/Never", utc("2026-11-24T09:00:00Z")), utc("2026-11-25T08:00:00Z"));
}

class DigestTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        author_ = app->a_student("Asha", "UTC");
        reader_ = app->a_mentor("Chetan");
        app->run_jobs();
        app->script("UPDATE account SET created_at = 0");
        ASSERT_EQ(set("channels", R"({"category":"community","in_app":true,"mail":true,"digest":true})"),
                  200);
        post_ =
            app->post("/api/v1/community/posts/",
                      R"({"title":"A post","text":"hi","tags":[],"draft":false,"client_key":"post-key-1"})",
                      author_.token)
                .member("id");
    }
    int set(std::string const& what, std::string const& body) {
        return app->call(http::Verb::put, "/api/v1/notifications/settings/" + what + "/", body, author_.token)
            .status;
    }
    void comment() {
        app->post(fmt::format("/api/v1/community/posts/{}/comments/", post_),
                  fmt::format(R"({{"text":"hi","client_key":"comment-key-{}"}})", ++comments_),
                  reader_.token);
        app->run_jobs();
    }
    std::int64_t mails(std::string const& like = "%your last summary") {
        return app->number(
            fmt::format("SELECT count(*) FROM sandbox_mail WHERE to_address = '{}' AND subject LIKE '{}'",
                        author_.email, like));
    }
    void turn_to(Instant at) {
        app->clock.advance(at - app->clock.now());
        // Tokens do not live that long.
        author_.token = app->sign_in(author_.email);
        reader_.token = app->sign_in(reader_.email);
        app->run_jobs();
    }

    ax::testing::Person author_;
    ax::testing::BookableMentor reader_;
    std::string post_;
    int comments_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, DigestTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(DigestTest, CollectsADayAndMailsItOnce) {
    auto const before = mails();
    comment();
    comment();
    EXPECT_EQ(mails(), before);
    turn_to(TestApp::at(1, 7, 59));
    EXPECT_EQ(mails(), before);
    turn_to(TestApp::at(1, 8));
    EXPECT_EQ(mails("2 things are new%"), 1);
    // A process that died over it does it again.
    app->script(
        fmt::format("UPDATE job SET state = 'ready', due_at = 0, ended_at = NULL, payload = "
                    "'{{\"account\":{},\"at\":\"{}\"}}' WHERE event = 'notifications.digest_due'",
                    author_.account.value, to_iso(TestApp::at(1, 8))));
    turn_to(TestApp::at(1, 9));
    turn_to(TestApp::at(2, 9));
    EXPECT_EQ(mails(), before + 1) << "nothing new is no mail";
    comment();
    turn_to(TestApp::at(3, 9));
    EXPECT_EQ(mails("One thing is new%"), 1);
    EXPECT_THAT(app->get("/api/v1/notifications/deliveries/", author_.token).body,
                HasSubstr(R"("title":"One thing is new since your last summary")"));
}

TEST_P(DigestTest, FollowsTheHourAndTheChoice) {
    auto const before = mails();
    comment();
    ASSERT_EQ(set("digest", R"({"hour":12})"), 200);
    EXPECT_EQ(set("digest", R"({"hour":24})"), 422);
    turn_to(TestApp::at(0, 12));
    EXPECT_EQ(mails(), before + 1) << "the new hour is still to come today";
    turn_to(TestApp::at(1, 8));
    EXPECT_EQ(mails(), before + 1);
    comment();
    ASSERT_EQ(set("channels", R"({"category":"community","in_app":true,"mail":false})"), 200);
    turn_to(TestApp::at(1, 13));
    EXPECT_EQ(mails(), before + 1) << "mails of it were ended meanwhile";
    EXPECT_EQ(set("channels", R"({"category":"reminders","in_app":true,"mail":true,"digest":true})"), 422);
}

}  // namespace
}  // namespace ax::notifications
