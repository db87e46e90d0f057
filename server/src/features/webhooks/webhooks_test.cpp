#include "features/webhooks/webhooks.h"

#include "features/webhooks/kinds.h"
#include "features/webhooks/signature.h"
#include "platform/crypto/encode.h"
#include "support/test_app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::webhooks {
namespace {

using ax::testing::TestApp;
using ::testing::HasSubstr;

TEST(WebhookKinds, AWishIsOneKindAGroupOrEverything) {
    for (auto const* const wish : {"*", "booking.*", "payment.paid", "user.joined"})
        EXPECT_TRUE(is_wish(wish));
    for (auto const* const wish : {"", "booking", "booking.", "book*", "booking.*.*", "**", "webhook.test"})
        EXPECT_FALSE(is_wish(wish)) << wish;
    EXPECT_TRUE(wants({"user.*", "booking.moved"}, "booking.moved"));
    EXPECT_FALSE(wants({"user.*", "booking.moved"}, "booking.confirmed"));
    EXPECT_TRUE(wants({"*"}, "payment.paid"));
    EXPECT_EQ(parted(joined({"a.*", "b"})), (std::vector<std::string>{"a.*", "b"}));
}

// The example of the standard's own documentation.
TEST(WebhookSignature, IsThatOfTheStandard) {
    auto const key = *crypto::from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    EXPECT_EQ(signature_of({key}, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    auto const now = *parse_iso("2026-11-22T09:00:00Z");
    auto const first = secret_key("site", 1, 1, now);
    EXPECT_EQ(first.size(), 32U);
    for (auto const& other : {secret_key("site", 1, 2, now), secret_key("site", 2, 1, now),
                              secret_key("other", 1, 1, now), secret_key("site", 1, 1, now + seconds{1})})
        EXPECT_NE(other, first);
    EXPECT_EQ(secret_text(first).substr(0, 6), "whsec_");
    auto const both = signature_of({first, key}, "m", 1, "{}");
    EXPECT_EQ(both.substr(0, both.find(' ')), signature_of({first}, "m", 1, "{}"));
}

class WebhooksTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        staff_ = app->a_staff();
        student_ = app->a_student("Asha");
        mentor_ = app->a_mentor("Chetan");
        app->run_jobs();
    }
    Webhooks& hooks() { return app->app().webhooks(); }
    // Nobody is there.
    HookId hook(std::vector<std::string> kinds = {"*"}) {
        return app
            ->wait(
                hooks().create(staff_.account, {.url = "https://127.0.0.1:9/in", .kinds = std::move(kinds)}))
            .value()
            .webhook.id;
    }
    BookingId book(int day = 3) {
        student_.token = app->sign_in(student_.email);  // days may have passed
        auto const id = app->hold(student_, mentor_, TestApp::at(day, 10));
        (void)app->order(id);
        EXPECT_TRUE(app->pay(id, "pay_" + std::to_string(day)));
        return id;
    }
    std::vector<HookDelivery> sent(HookId id, std::optional<HookDeliveryState> state = {}) {
        return app->wait(hooks().deliveries({.webhook = id, .state = state, .cursor = {}, .limit = {}}))
            .value()
            .items;
    }
    std::vector<std::string> kinds_sent(HookId id) {
        std::vector<std::string> out;
        for (auto const& one : sent(id)) out.push_back(one.kind);
        return out;
    }
    HookDeliveryDetails details(HookDeliveryId id) { return app->wait(hooks().delivery(id)).value(); }
    HookState state(HookId id) {
        for (auto const& one : app->wait(hooks().list()).items)
            if (one.id == id)
                return one.state;
        return HookState::paused;
    }
    void let_tries_pass() {
        for (int i = 0; i < 8; ++i) {
            app->run_jobs();
            app->clock.advance(hours{17});
        }
        app->run_jobs();
    }
    std::int64_t told() {
        return app->number("SELECT count(*) FROM notification WHERE kind = 'webhooks.paused'");
    }

    ax::testing::Person staff_;
    ax::testing::Person student_;
    ax::testing::BookableMentor mentor_;
};
INSTANTIATE_TEST_SUITE_P(Engines, WebhooksTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(WebhooksTest, TellWhatHappensAndNameNobody) {
    auto const all = hook();
    auto const few = hook({"payment.paid", "user.*"});
    auto const booking = book();
    app->run_jobs();
    auto const kinds = kinds_sent(all);
    EXPECT_THAT(kinds, ::testing::IsSupersetOf({"booking.confirmed", "payment.paid"}));
    EXPECT_THAT(kinds_sent(few), ::testing::ElementsAre("payment.paid"));
    for (auto const& one : sent(all)) {
        auto const body = details(one.id).body;
        EXPECT_THAT(body, HasSubstr(fmt::format(R"({{"type":"{}","timestamp":"2026-11-22T)", one.kind)));
        if (one.kind == "booking.confirmed") {
            EXPECT_THAT(body, HasSubstr(fmt::format(R"("id":{},"state":"confirmed")", booking.value)));
            EXPECT_THAT(body, HasSubstr(R"("mentor_id":"M)"));
            EXPECT_THAT(body, HasSubstr(R"("price":50000,"currency":"INR")"));
        }
        EXPECT_THAT(body, ::testing::Not(HasSubstr("Asha")));
        EXPECT_THAT(body, ::testing::Not(HasSubstr("@")));
    }
    auto const before = kinds.size();
    EXPECT_TRUE(app->pay(booking, "pay_3"));
    app->run_jobs();
    EXPECT_EQ(kinds_sent(all).size(), before) << "what is heard twice is told once";
    app->a_student("Nina");
    app->a_mentor("Dev");
    app->run_jobs();
    EXPECT_THAT(kinds_sent(few),
                ::testing::IsSupersetOf({"user.joined", "user.joined", "user.mentor_approved"}));
}

TEST_P(WebhooksTest, WhatDoesNotArriveIsTriedEightTimesThenPausedAndItsOwnerTold) {
    auto const id = hook({"booking.confirmed"});
    (void)book();
    app->run_jobs();
    auto one = sent(id).at(0);
    EXPECT_EQ(one.state, HookDeliveryState::waiting);
    EXPECT_EQ(one.attempts, 1);
    EXPECT_EQ(one.last_outcome, HookOutcome::unreachable);
    ASSERT_TRUE(one.next_at);
    EXPECT_GE(*one.next_at - app->clock.now(), milliseconds{4500});
    EXPECT_LE(*one.next_at - app->clock.now(), milliseconds{5500});
    app->clock.advance(seconds{6});
    app->run_jobs();
    EXPECT_EQ(sent(id).at(0).attempts, 2);
    EXPECT_EQ(state(id), HookState::active);
    let_tries_pass();
    auto const given_up = sent(id).at(0);
    EXPECT_EQ(given_up.state, HookDeliveryState::failed);
    EXPECT_EQ(given_up.attempts, 8);
    EXPECT_EQ(details(one.id).tries.size(), 8U);
    EXPECT_EQ(state(id), HookState::failed);
    EXPECT_EQ(told(), 1);

    (void)book(13);
    app->run_jobs();
    EXPECT_EQ(sent(id).at(0).state, HookDeliveryState::skipped);
    EXPECT_EQ(sent(id, HookDeliveryState::failed).at(0).id, one.id);
    EXPECT_EQ(sent(id, HookDeliveryState::skipped).size(), 1U);
    EXPECT_TRUE(sent(id, HookDeliveryState::delivered).empty());
    ReplaySince const since{.webhook = id, .since = one.created_at};
    EXPECT_EQ(app->wait(hooks().replay_since(since)).error().reason, "webhooks.paused");
    EXPECT_EQ(app->wait(hooks().pause({.webhook = id, .paused = false})).value().state, HookState::active);
    EXPECT_EQ(app->wait(hooks().replay_since(since)).value().deliveries, 2);
    app->run_jobs();
    EXPECT_EQ(sent(id).at(1).message, one.message) << "the same id, so that it is taken once";
    EXPECT_EQ(sent(id).at(1).attempts, 1);
    EXPECT_EQ(details(one.id).tries.size(), 9U);
}

TEST_P(WebhooksTest, ADayIsEnoughForAllTries) {
    Duration all{};
    for (auto const wait : kWaits) all += wait;
    EXPECT_GT(all, hours{20});
    EXPECT_LT(all * 11 / 10, hours{28});
}

TEST_P(WebhooksTest, WhilePausedOnlyTestsAreSent) {
    auto const id = hook();
    (void)app->wait(hooks().pause({.webhook = id, .paused = true}));
    (void)book();
    app->run_jobs();
    for (auto const& one : sent(id)) EXPECT_EQ(one.state, HookDeliveryState::skipped);
    auto const test = app->wait(hooks().test(id)).value();
    app->run_jobs();
    EXPECT_EQ(details(test.id).delivery.attempts, 1);
    EXPECT_THAT(details(test.id).body, HasSubstr(R"({"type":"webhook.test")"));
    EXPECT_EQ(app->wait(hooks().replay(sent(id).at(1).id)).error().reason, "webhooks.paused");
    EXPECT_TRUE(app->wait(hooks().replay(test.id)).has_value());
}

TEST_P(WebhooksTest, TheStaffNamesHttpsAndKnownKinds) {
    auto const why = [&](std::string url, std::vector<std::string> kinds) {
        auto const made =
            app->wait(hooks().create(staff_.account, {.url = std::move(url), .kinds = std::move(kinds)}));
        return made ? "ok" : made.error().fields.at(0).field + " " + made.error().fields.at(0).reason;
    };
    EXPECT_EQ(why("gopher://hooks.example/x", {"*"}), "url not_https");
    EXPECT_EQ(why("https://user:pass@hooks.example/x", {"*"}), "url not_a_url");
    EXPECT_EQ(why("https:///x", {"*"}), "url not_a_url");
    EXPECT_EQ(why("https://hooks.example/x", {}), "kinds required");
    EXPECT_EQ(why("https://hooks.example/x", {"booking.*", "moon.full"}), "kinds unknown_kind");
    EXPECT_EQ(why(" https://hooks.example/x ", {"*"}), "ok");
    for (int i = 1; i < 20; ++i) EXPECT_EQ(why("https://hooks.example/x", {"*"}), "ok");
    auto const answer = app->post("/api/v1/staff/webhooks/",
                                  R"({"url":"https://hooks.example/x","kinds":["*"]})", staff_.token);
    EXPECT_EQ(answer.status, 409) << answer.body;
    EXPECT_EQ(app->get("/api/v1/staff/webhooks/", staff_.token).body.find("whsec_"), std::string::npos);
}

TEST_P(WebhooksTest, ARotatedSecretSignsADayLongerAndRemovingForgetsAll) {
    auto const made =
        app->wait(hooks().create(staff_.account, {.url = "https://127.0.0.1:9/in", .kinds = {"*"}})).value();
    auto const next = app->wait(hooks().rotate(made.webhook.id)).value();
    EXPECT_NE(next.secret, made.secret);
    EXPECT_EQ(next.webhook.old_secret_until, app->clock.now() + days{1});
    app->clock.advance(days{1});
    EXPECT_FALSE(app->wait(hooks().list()).items.at(0).old_secret_until);
    (void)book(5);
    app->run_jobs();
    EXPECT_FALSE(sent(made.webhook.id).empty());
    EXPECT_EQ(app->number("SELECT count(*) FROM webhook WHERE url LIKE '%whsec%'"), 0);
    ASSERT_TRUE(app->wait(hooks().remove(made.webhook.id)).has_value());
    EXPECT_EQ(app->number("SELECT count(*) FROM webhook_delivery") +
                  app->number("SELECT count(*) FROM webhook_attempt"),
              0);
    app->run_jobs();
    EXPECT_EQ(app->wait(hooks().rotate(made.webhook.id)).error().reason, "webhooks.unknown");
}

TEST_P(WebhooksTest, WhatIsOldIsForgotten) {
    auto const id = hook({"booking.confirmed"});
    (void)book();
    let_tries_pass();
    EXPECT_EQ(sent(id).size(), 1U);
    app->clock.advance(days{31});
    app->run_jobs();
    EXPECT_TRUE(sent(id).empty());
    EXPECT_EQ(app->number("SELECT count(*) FROM webhook_attempt"), 0);
}

}  // namespace
}  // namespace ax::webhooks
