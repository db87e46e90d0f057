#include "platform/mail/bounces.h"

#include "platform/jobs/testing.h"
#include "platform/mail/smtp_connections.h"

#include <gmock/gmock.h>

namespace ax::mail {
namespace {

using Kind = SendResult::Kind;

class Scripted final : public Mailer {
public:
    Task<SendResult> send(Mail const&) override {
        ++tries;
        co_return answer;
    }
    SendResult answer;
    int tries = 0;
};

class Bounces : public jobs::testing::JobsTest {
protected:
    SendResult send(Mailer& mailer, std::string to = "asha@example.org",
                    std::string leave = "https://x.example/") {
        Mail mail;
        mail.to_address = std::move(to);
        mail.unsubscribe_url = std::move(leave);
        return here_.wait(mailer.send(mail));
    }
    std::vector<Bounce> listed() { return here_.wait(list().list(10)); }
    BounceList& list() {
        if (!list_)
            list_.emplace(*db_, clock_);
        return *list_;
    }
    void TearDown() override {
        list_.reset();
        JobsTest::TearDown();
    }

    Scripted server_;
    SendResult const refused_{.kind = Kind::refused, .reason = "smtp 550 5.1.1", .no_such_address = true};
    std::optional<BounceList> list_;
};

INSTANTIATE_TEST_SUITE_P(Engines, Bounces, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(Bounces, WhoIsRefusedForGoodIsNotWrittenToAgain) {
    BounceGuard mailer(server_, list(), false);
    server_.answer = refused_;
    EXPECT_EQ(send(mailer, "Asha@Example.org").reason, "smtp 550 5.1.1");
    server_.answer = {};
    EXPECT_EQ(send(mailer).kind, Kind::refused);
    EXPECT_EQ(send(mailer, "asha@example.org", "").kind, Kind::refused);
    EXPECT_EQ(server_.tries, 1);
    EXPECT_EQ(send(mailer, "ravi@example.org").kind, Kind::sent);
    ASSERT_EQ(listed().size(), 1U);
    EXPECT_EQ(listed()[0].address, "asha@example.org");
    EXPECT_EQ(listed()[0].reason, "smtp 550 5.1.1");
    EXPECT_EQ(listed()[0].at, clock_.now());
}

TEST_P(Bounces, ABadMailOrAFullMailboxIsNoBadAddress) {
    BounceGuard mailer(server_, list(), false);
    server_.answer = {.kind = Kind::refused, .reason = "smtp 554 5.7.1"};
    (void)send(mailer);
    server_.answer = {.kind = Kind::later, .reason = "smtp 450"};
    (void)send(mailer);
    EXPECT_THAT(listed(), ::testing::IsEmpty());
}

TEST_P(Bounces, WhatSomebodyAskedForIsTriedAndOpensTheAddressAgain) {
    BounceGuard mailer(server_, list(), false);
    BounceGuard asked(server_, list(), true);
    server_.answer = refused_;
    (void)send(mailer);
    EXPECT_EQ(send(asked).kind, Kind::refused) << "an issue that can be ended is not what they asked for";
    EXPECT_EQ(server_.tries, 1);
    EXPECT_EQ(send(asked, "asha@example.org", "").reason, "smtp 550 5.1.1");
    ASSERT_EQ(listed().size(), 1U);
    EXPECT_EQ(listed()[0].times, 2);
    server_.answer = {};
    EXPECT_EQ(send(asked, "asha@example.org", "").kind, Kind::sent);
    EXPECT_THAT(listed(), ::testing::IsEmpty());
    EXPECT_EQ(send(mailer).kind, Kind::sent);
}

TEST_P(Bounces, TheOperatorClearsOneOrAll) {
    for (auto const* const name : {"a@x.example", "b@x.example", "c@x.example"})
        here_.wait(list().add(name, "smtp 550"));
    EXPECT_TRUE(here_.wait(list().clear("A@x.example")));
    EXPECT_FALSE(here_.wait(list().clear("a@x.example")));
    EXPECT_EQ(here_.wait(list().clear_all()), 2);
}

TEST(NoSuchAddress, IsSaidByFewReplies) {
    auto const means = [](int code, std::string enhanced, bool to_recipient = true) {
        return means_no_such_address(
            {.code = code, .enhanced = std::move(enhanced), .to_recipient = to_recipient});
    };
    EXPECT_TRUE(means(550, "5.1.1"));
    EXPECT_TRUE(means(550, "5.1.10"));
    EXPECT_TRUE(means(550, "5.2.1"));
    EXPECT_TRUE(means(550, ""));
    EXPECT_TRUE(means(556, ""));
    EXPECT_FALSE(means(552, "5.2.2")) << "full";
    EXPECT_FALSE(means(550, "5.7.1")) << "a policy";
    EXPECT_FALSE(means(553, "5.1.8")) << "our own domain";
    EXPECT_FALSE(means(554, ""));
    EXPECT_FALSE(means(450, "4.1.1"));
    EXPECT_FALSE(means(550, "5.1.1", false)) << "of MAIL FROM, or of the message";
}

}  // namespace
}  // namespace ax::mail
