#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::contact {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ContactTest : public ax::testing::AppTest {
protected:
    ax::testing::Answer send(std::string const& key, std::string const& more = {},
                             std::string const& email = "nina@example.com") {
        return app->post("/api/v1/contact/",
                         fmt::format(R"({{"name":"Nina","email":"{}","topic":"press","text":"Hello {}",)"
                                     R"("client_key":"contact-{}"{}}})",
                                     email, key, key, more));
    }
    std::int64_t messages() { return app->number("SELECT count(*) FROM contact_message"); }
};
INSTANTIATE_TEST_SUITE_P(Engines, ContactTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(ContactTest, AMessageIsStoredOnceAndMailedToEachOfTheStaffOnce) {
    auto const first = app->a_staff();
    auto const second = app->a_staff();
    app->a_student("Asha");
    app->run_jobs();
    auto const before = app->number("SELECT count(*) FROM sandbox_mail");
    EXPECT_EQ(send("one").status, 204);
    EXPECT_EQ(send("one").status, 204) << "a repeat";
    app->run_jobs();
    app->run_jobs();
    EXPECT_EQ(messages(), 1);
    EXPECT_EQ(app->number("SELECT count(*) FROM sandbox_mail"), before + 2);
    auto const mails = app->wait(app->app().captured_mails().list(first.email));
    ASSERT_FALSE(mails.empty());
    EXPECT_THAT(mails.front().mail.text, HasSubstr("nina@example.com"));
    EXPECT_THAT(mails.front().mail.text, HasSubstr("Hello one"));
}

TEST_P(ContactTest, RobotsAndFloodsAreTurnedAway) {
    EXPECT_EQ(send("robot", R"(,"website":"http://spam.example")").status, 204)
        << "not told that it was seen";
    EXPECT_EQ(messages(), 0);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(send(fmt::format("flood{}", i)).status, 204);
    auto const refused = send("flood5");
    EXPECT_EQ(refused.status, 429);
    EXPECT_THAT(refused.body, HasSubstr("contact.too_many"));
    EXPECT_EQ(send("flood0").status, 204) << "what was taken before is no flood";
    EXPECT_EQ(send("other", {}, "ravi@example.com").status, 204);
    app->clock.advance(minutes{61});
    EXPECT_EQ(send("flood5").status, 204);
    EXPECT_EQ(
        app->post("/api/v1/contact/",
                  R"({"name":"  ","email":"a@b.example","topic":"other","text":"x","client_key":"12345678"})")
            .status,
        422);
}

TEST_P(ContactTest, TheStaffPageThroughTheListAndMarkWhatIsDone) {
    auto const staff = app->a_staff();
    auto const student = app->a_student("Asha");
    for (int i = 0; i < 5; ++i) send(fmt::format("list{}", i), {}, fmt::format("n{}@example.com", i));
    EXPECT_EQ(app->get("/api/v1/contact/messages/", student.token).status, 403);
    auto const page = app->get("/api/v1/contact/messages/?limit=3", staff.token);
    EXPECT_THAT(page.body, HasSubstr("n4@example.com"));
    EXPECT_THAT(page.body, Not(HasSubstr("n1@example.com")));
    auto const rest =
        app->get("/api/v1/contact/messages/?limit=3&cursor=" + page.member("next"), staff.token);
    EXPECT_THAT(rest.body, HasSubstr("n1@example.com"));
    EXPECT_EQ(rest.member("next"), "null");

    auto const path = fmt::format("/api/v1/contact/messages/{}/handled/", rest.member("id"));
    auto const done = app->post(path, R"({"handled":true})", staff.token);
    EXPECT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(done.member("handled_by"), "Staff");
    auto const at = done.member("handled_at");
    app->clock.advance(minutes{1});
    EXPECT_EQ(app->post(path, R"({"handled":true})", staff.token).member("handled_at"), at) << "a repeat";
    EXPECT_THAT(app->get("/api/v1/contact/messages/", staff.token).body, Not(HasSubstr("n1@example.com")));
    EXPECT_THAT(app->get("/api/v1/contact/messages/?handled=true", staff.token).body,
                HasSubstr("n1@example.com"));
    EXPECT_EQ(app->post(path, R"({"handled":false})", staff.token).member("handled_by"), "null");
    EXPECT_EQ(app->post("/api/v1/contact/messages/999/handled/", R"({"handled":true})", staff.token).status,
              404);
}

}  // namespace
}  // namespace ax::contact
