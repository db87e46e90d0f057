#include "platform/mail/pace.h"

#include "platform/db/testing.h"
#include "platform/jobs/postponed.h"
#include "platform/mail/paced_mailer.h"

#include <gtest/gtest.h>

namespace ax::mail {
namespace {

constexpr bool kHurry = true;

class Pacing : public ::testing::Test {
protected:
    Instant now_ = *parse_iso("2026-11-22T09:00:00Z");

    Duration put_off(Pace& pace, std::string_view domain = "a.example", bool in_a_hurry = false) {
        auto const turn = pace.enter(domain, in_a_hurry, now_);
        EXPECT_TRUE(turn.come_again);
        return turn.come_again.value_or(now_) - now_;
    }
    Duration wait(Pace& pace, std::string_view domain = "a.example") {
        auto const turn = pace.enter(domain, kHurry, now_);
        EXPECT_FALSE(turn.come_again);
        return turn.wait;
    }
};

TEST_F(Pacing, WithoutLimitsNobodyWaitsButFewAreUnderWayAtOnce) {
    Pace pace({});
    for (int i = 0; i < 4; ++i) EXPECT_EQ(wait(pace), Duration{});
    auto const first = put_off(pace);
    EXPECT_GT(first, Duration{});
    EXPECT_LT(first, seconds{1});
    EXPECT_GT(put_off(pace), first) << "the next one later, so that not all come at once";
    pace.left(false, now_);
    EXPECT_EQ(wait(pace), Duration{});
}

TEST_F(Pacing, MailsLeaveEvenlySpread) {
    Pace pace({.per_minute = 60});
    EXPECT_EQ(wait(pace), Duration{});
    EXPECT_EQ(wait(pace), seconds{1}) << "a short wait is waited for in place";
    pace.left(false, now_);
    EXPECT_EQ(wait(pace), seconds{2});
    pace.left(false, now_);
    EXPECT_EQ(put_off(pace), seconds{3});
    EXPECT_EQ(put_off(pace), seconds{4});
    EXPECT_EQ(put_off(pace, "a.example", kHurry), seconds{3}) << "before those who are in no hurry";
    now_ += minutes{10};
    EXPECT_EQ(wait(pace), Duration{}) << "what was not used is not saved up";
    EXPECT_EQ(wait(pace), seconds{1});
}

TEST_F(Pacing, OneDomainsLimitHoldsUpNoOther) {
    Pace pace({.per_domain_per_minute = 6});
    EXPECT_EQ(wait(pace), Duration{});
    EXPECT_EQ(put_off(pace), seconds{10});
    EXPECT_EQ(put_off(pace), seconds{20});
    EXPECT_EQ(wait(pace, "b.example"), Duration{});
}

TEST_F(Pacing, AnOutageIsFoundOutOnceAndTriedByOneAtATime) {
    Pace pace({});
    for (int i = 0; i < 3; ++i) (void)wait(pace);
    for (int i = 0; i < 3; ++i) pace.left(true, now_);
    EXPECT_EQ(pace.away_until(), now_ + seconds{5}) << "failing together is failing once";
    EXPECT_GE(put_off(pace), seconds{5});
    EXPECT_EQ(put_off(pace, "a.example", kHurry), seconds{5});
    now_ += seconds{5};
    EXPECT_EQ(wait(pace), Duration{});
    EXPECT_EQ(put_off(pace, "a.example", kHurry), seconds{1}) << "one is trying it";
    pace.left(true, now_);
    EXPECT_EQ(pace.away_until(), now_ + seconds{10});
    for (int i = 0; i < 10; ++i) {
        now_ = *pace.away_until();
        (void)wait(pace);
        pace.left(true, now_);
    }
    EXPECT_EQ(pace.away_until(), now_ + minutes{2});
    now_ += minutes{2};
    (void)wait(pace);
    pace.left(false, now_);
    EXPECT_FALSE(pace.away_until());
    for (int i = 0; i < 4; ++i) EXPECT_EQ(wait(pace), Duration{});
}

class Scripted final : public Mailer {
public:
    Task<SendResult> send(Mail const&) override {
        ++tries;
        co_return answer;
    }
    SendResult answer;
    int tries = 0;
};

TEST_F(Pacing, WhatWaitsCostsTheServerNothing) {
    ManualClock clock{now_};
    Scripted server;
    PacedMailer mailer(server, {}, clock);
    db::testing::LoopThread loop;
    Mail mail;
    mail.to_address = "asha@example.org";
    server.answer = {.kind = SendResult::Kind::later, .reason = "smtp: gone", .outage = true};
    EXPECT_TRUE(loop.wait(mailer.send(mail)).outage);
    for (int i = 0; i < 5; ++i) EXPECT_THROW((void)loop.wait(mailer.send(mail)), jobs::Postponed);
    EXPECT_EQ(server.tries, 1);
    server.answer = {};
    clock.advance(seconds{5});
    EXPECT_EQ(loop.wait(mailer.send(mail)).kind, SendResult::Kind::sent);
    EXPECT_EQ(loop.wait(mailer.send(mail)).kind, SendResult::Kind::sent);
}

}  // namespace
}  // namespace ax::mail
