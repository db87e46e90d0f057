#include "features/newsletter/newsletter.h"

#include "features/newsletter/letters.h"
#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::newsletter {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class Recorder final : public mail::Mailer {
public:
    Task<mail::SendResult> send(mail::Mail const& mail) override {
        sent.push_back(mail);
        co_return mail::SendResult{};
    }
    std::vector<mail::Mail> sent;
};

/// The feature with a mailer that keeps whole mails, on the application's database.
class NewsletterTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        listeners_ = std::make_unique<jobs::Listeners>();
        outbox_ = std::make_unique<jobs::Outbox>(app->clock, *listeners_);
        letter_ = std::make_unique<Newsletter>(
            Newsletter::Ports{app->db(), app->clock, *outbox_, mailer_, templates_},
            Options{.secret = "a secret of at least thirty-two bytes", .base_url = "https://ax.example"});
        letter_->listen(*listeners_);
        runner_ = std::make_unique<jobs::Runner>(app->db(), app->clock, *listeners_);
    }
    void TearDown() override {
        runner_.reset();
        AppTest::TearDown();
    }
    std::string subscribe(std::string email = "nina@example.com", std::optional<std::string> website = {}) {
        auto const done = app->wait(letter_->subscribe({std::move(email), std::move(website)}));
        run();
        return done ? done->email : done.error().reason;
    }
    void run() {
        while (app->wait(runner_->run_due()) > 0) {
        }
    }
    // Of the newest mail.
    std::string token() {
        auto const& text = mailer_.sent.back().text;
        auto const at = text.find("token=") + 6;
        return text.substr(at, text.find_first_of(" \n", at) - at);
    }
    std::string confirm(std::string const& with) {
        auto const done = app->wait(letter_->confirm(with));
        return done ? done->email : done.error().reason;
    }
    std::string unsubscribe(std::string const& with) {
        auto const done = app->wait(letter_->unsubscribe(with));
        return done ? done->email : done.error().reason;
    }
    std::int64_t in_state(int state) {
        return app->number(fmt::format("SELECT count(*) FROM newsletter_subscriber WHERE state = {}", state));
    }

    Recorder mailer_;
    mail::Templates const templates_{letters::kAll, {.home = "https://ax.example"}};
    std::unique_ptr<jobs::Listeners> listeners_;
    std::unique_ptr<jobs::Outbox> outbox_;
    std::unique_ptr<Newsletter> letter_;
    std::unique_ptr<jobs::Runner> runner_;
};
INSTANTIATE_TEST_SUITE_P(Engines, NewsletterTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(NewsletterTest, OnlyTheLinkInTheMailSubscribes) {
    EXPECT_EQ(subscribe("Nina@Example.com"), "nina@example.com");
    ASSERT_EQ(mailer_.sent.size(), 1U);
    EXPECT_EQ(in_state(1), 0);
    EXPECT_EQ(confirm("axm_nothing"), "newsletter.link_invalid");
    auto const link = token();
    EXPECT_EQ(app->number(
                  fmt::format("SELECT count(*) FROM newsletter_subscriber WHERE confirm_hash = '{}'", link)),
              0)
        << "tables hold the hash";
    EXPECT_EQ(confirm(link), "nina@example.com");
    EXPECT_EQ(confirm(link), "nina@example.com") << "mail programs open links, too";
    EXPECT_EQ(in_state(1), 1);
}

TEST_P(NewsletterTest, TheAnswerIsTheSameAndAMailboxIsNotFilled) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(subscribe(), "nina@example.com");
    EXPECT_EQ(mailer_.sent.size(), 1U);
    app->clock.advance(minutes{11});
    auto const old = token();
    subscribe();
    EXPECT_EQ(mailer_.sent.size(), 2U);
    EXPECT_EQ(confirm(old), "newsletter.link_invalid") << "the newest link is the one";
    app->clock.advance(minutes{11});
    subscribe();
    EXPECT_EQ(mailer_.sent.size(), 2U) << "the second wait is longer";
    EXPECT_EQ(confirm(token()), "nina@example.com");
    app->clock.advance(hours{24});
    EXPECT_EQ(subscribe(), "nina@example.com");
    EXPECT_EQ(mailer_.sent.size(), 2U) << "subscribed already: the same answer, no mail";
    EXPECT_EQ(subscribe("robot@example.com", "http://spam.example"), "robot@example.com");
    EXPECT_EQ(mailer_.sent.size(), 2U);
}

TEST_P(NewsletterTest, ALinkRunsOutAndWhatNobodyConfirmedIsForgotten) {
    subscribe();
    app->clock.advance(hours{49});
    EXPECT_EQ(confirm(token()), "newsletter.link_invalid");
    app->clock.advance(hours{24 * 31});
    run();
    EXPECT_EQ(in_state(0), 0);
}

TEST_P(NewsletterTest, AnIssueReachesEverybodyOnceAndLetsThemGo) {
    for (auto const* const who : {"a@example.com", "b@example.com", "c@example.com"}) {
        subscribe(who);
        confirm(token());
    }
    subscribe("never@example.com");
    auto const before = mailer_.sent.size();
    auto const to = app->wait(letter_->send_issue({"What is new", "First.\n\nSecond."}));
    ASSERT_TRUE(to);
    EXPECT_EQ(*to, 3);
    run();
    ASSERT_EQ(mailer_.sent.size(), before + 3);
    auto const& last = mailer_.sent.back();
    EXPECT_THAT(last.text, HasSubstr("First.\n\nSecond."));
    EXPECT_THAT(last.unsubscribe_url,
                StartsWith("https://ax.example/api/v1/newsletter/one-click/?token=axm_"));
    EXPECT_FALSE(last.message_id.empty());
    EXPECT_NE(last.message_id, mailer_.sent[before].message_id);

    auto const link = token();
    EXPECT_EQ(confirm(link), "newsletter.link_invalid") << "links of one kind do not do the other's work";
    auto const gone = unsubscribe(link);
    EXPECT_EQ(gone, last.to_address);
    EXPECT_EQ(unsubscribe(link), gone) << "a repeat";
    EXPECT_EQ(in_state(2), 1);
    EXPECT_TRUE(app->wait(letter_->send_issue({"More", "Text"})));
    run();
    EXPECT_EQ(mailer_.sent.size(), before + 5);
    EXPECT_EQ(app->wait(letter_->send_issue({"", "Text"})).error().fields.front().field, "subject");

    app->clock.advance(minutes{11});  // the pause between two mails that strangers can ask for
    subscribe(gone);
    EXPECT_EQ(confirm(token()), gone) << "who left may come back";
    EXPECT_EQ(in_state(1), 3);
}

TEST_P(NewsletterTest, TheOneClickAddressTakesPostAndAGetOnlyShowsThePage) {
    auto const path = "/api/v1/newsletter/one-click/?token=";
    EXPECT_EQ(app->post(std::string(path) + "nonsense", "List-Unsubscribe=One-Click").status, 410);
    auto const asked = app->post("/api/v1/newsletter/", R"({"email":"nina@example.com"})");
    EXPECT_EQ(asked.body, R"({"email":"nina@example.com"})");
    app->run_jobs();
    EXPECT_EQ(app->wait(app->app().captured_mails().list("nina@example.com")).size(), 1U);
    EXPECT_EQ(app->get(std::string(path) + "x\r\nSet-Cookie").status, 303);
    EXPECT_EQ(app->post("/api/v1/newsletter/", R"({"email":"no address"})").status, 422);
}

}  // namespace
}  // namespace ax::newsletter
