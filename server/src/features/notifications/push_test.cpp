#include "features/notifications/push.h"

#include "platform/client/testing.h"
#include "platform/crypto/encode.h"
#include "support/test_app.h"

#include <atomic>
#include <mutex>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::notifications {
namespace {

using ax::testing::TestApp;
using ::testing::HasSubstr;

constexpr auto kReceiver =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
constexpr auto kSecret = "BTBZMqHH6r4Tts7J_aSIgg";
constexpr auto kOther = "AAAAAAAAAAAAAAAAAAAAAA";

TEST(PushOrigin, IsOfSafeUrlsAlone) {
    EXPECT_EQ(push_origin("https://push.example/x/1?a=b", false), "https://push.example");
    EXPECT_EQ(push_origin("https://push.example:8443/x", false), "https://push.example:8443");
    for (auto const* const bad : {"http://push.example/x", "https://", "https://push.example", "https:///x",
                                  "https://a@b/x", "https://push.example/\"", "https://push.example/a b",
                                  "ftp://push.example/x", "https://b\\c/x", ""})
        EXPECT_FALSE(push_origin(bad, false)) << bad;
    EXPECT_EQ(push_origin("http://127.0.0.1:9/x", true), "http://127.0.0.1:9");
}

/// A push service on loopback that answers as told.
class PushTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student_ = app->a_student("Asha", "UTC");
        mentor_ = app->a_mentor("Chetan");
        app->run_jobs();
    }
    void serve(client::testing::Connection& connection) {
        while (true) {
            std::string head;
            std::size_t length = 0;
            for (auto line = connection.line(); !line.empty(); line = connection.line()) {
                head += line + "\n";
                if (line.starts_with("Content-Length: "))
                    length = std::stoul(line.substr(16));
            }
            auto const body = connection.bytes(length);
            {
                std::lock_guard const lock(mutex_);
                heads_.push_back(head);
                bodies_.push_back(body);
            }
            connection.write(fmt::format("HTTP/1.1 {} X\r\nContent-Length: 0\r\n\r\n", status_.load()));
        }
    }
    std::size_t got() {
        std::lock_guard const lock(mutex_);
        return heads_.size();
    }
    ax::testing::Answer subscribe(ax::testing::Person const& who, int path = 1,
                                  std::string secret = kSecret) {
        return app->post("/api/v1/push/subscriptions/",
                         fmt::format(R"({{"endpoint":"http://127.0.0.1:{}/{}","p256dh":"{}","auth":"{}",)"
                                     R"("name":"Firefox on Linux"}})",
                                     peer_.port(), path, kReceiver, secret),
                         who.token);
    }
    BookingId confirm(Instant start) {
        auto const id = app->hold(student_, mentor_, start);
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", id.value)));
        app->run_jobs();
        return id;
    }
    std::int64_t deliveries(std::string const& where) {
        return app->number("SELECT count(*) FROM delivery WHERE channel = 1 AND " + where);
    }
    std::int64_t subscriptions() { return app->number("SELECT count(*) FROM push_subscription"); }

    std::mutex mutex_;
    std::vector<std::string> heads_;
    std::vector<std::string> bodies_;
    std::atomic<int> status_ = 201;
    ax::testing::Person student_;
    ax::testing::BookableMentor mentor_;
    client::testing::Peer peer_{[this](client::testing::Connection& c) { serve(c); }};  // last: uses the rest
};
INSTANTIATE_TEST_SUITE_P(Engines, PushTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(PushTest, ABrowserIsToldOnceWithAllThatTheServiceNeeds) {
    ASSERT_EQ(subscribe(student_).status, 200);
    confirm(TestApp::at(3, 10));
    ASSERT_EQ(got(), 1U);
    auto const& head = heads_.front();
    EXPECT_THAT(head, HasSubstr("POST /1 HTTP"));
    EXPECT_THAT(head, HasSubstr("Content-Encoding: aes128gcm\n"));
    EXPECT_THAT(head, HasSubstr("TTL: 43200\n"));
    EXPECT_THAT(head, HasSubstr("Urgency: high\n"));
    EXPECT_THAT(head, HasSubstr("Topic: "));
    auto const key = app->get("/api/v1/push/key/", student_.token).member("key");
    EXPECT_THAT(head, HasSubstr(", k=" + key + "\n"));
    EXPECT_EQ(app->number("SELECT count(*) FROM push_key"), 1);
    EXPECT_EQ(bodies_.front().find("session"), std::string::npos) << "the service reads nothing";
    EXPECT_EQ(deliveries("state = 1"), 1);
    // A process that died over it tries again.
    auto const notification = app->number(
        fmt::format("SELECT max(id) FROM notification WHERE kind = 'booking.confirmed' AND account_id = {}",
                    student_.account.value));
    app->script(fmt::format(
        "UPDATE job SET state = 'ready', due_at = 0, ended_at = NULL, payload = "
        "'{{\"push\":{},\"account\":{},\"notification\":{},\"category\":\"sessions\",\"urgent\":true,"
        "\"expires\":\"{}\"}}' WHERE event = 'notifications.push_due'",
        app->number("SELECT max(id) FROM push_subscription"), student_.account.value, notification,
        to_iso(TestApp::at(1, 0))));
    EXPECT_GT(app->run_jobs(), 0);
    EXPECT_EQ(got(), 1U);
    EXPECT_EQ(
        app->number("SELECT count(*) FROM job WHERE state = 'dead' AND event = 'notifications.push_due'"), 0);
}

TEST_P(PushTest, WhatIsGoneIsForgottenAndWhatFailsIsTriedAgain) {
    ASSERT_EQ(subscribe(student_).status, 200);
    status_ = 503;
    confirm(TestApp::at(3, 10));
    EXPECT_EQ(got(), 1U);
    EXPECT_EQ(deliveries("state = 0 AND reason = 2 AND detail = 'push 503'"), 1);
    status_ = 201;
    app->clock.advance(seconds{13});
    app->run_jobs();
    EXPECT_EQ(got(), 2U);
    EXPECT_EQ(deliveries("state = 1"), 1);
    status_ = 410;
    confirm(TestApp::at(3, 12));
    EXPECT_EQ(got(), 3U);
    EXPECT_EQ(subscriptions(), 0);
    EXPECT_EQ(deliveries("state = 2 AND reason = 5"), 1);
    app->clock.advance(days{1});
    app->run_jobs();
    EXPECT_EQ(got(), 3U);
}

TEST_P(PushTest, QuietHoursAndChoicesAreObeyed) {
    ASSERT_EQ(subscribe(student_).status, 200);
    auto const id = confirm(TestApp::at(5, 10));
    ASSERT_EQ(got(), 1U) << "confirmations come at once";
    auto const put = [&](std::string const& what, std::string const& body) {
        return app
            ->call(http::Verb::put, "/api/v1/notifications/settings/" + what + "/", body, student_.token)
            .status;
    };
    ASSERT_EQ(put("quiet", R"({"quiet":{"from_minute":480,"to_minute":660}})"),
              200);  // 8:00 to 11:00; it is 9:00
    app->post(fmt::format("/api/v1/bookings/{}/cancel/", id.value), "{}", student_.token);
    app->run_jobs();
    EXPECT_EQ(got(), 1U);
    EXPECT_EQ(deliveries("state = 0 AND reason = 1"), 1);
    app->clock.advance(hours{2});
    app->run_jobs();
    EXPECT_EQ(got(), 2U);
    student_.token = app->sign_in(student_.email);  // a token does not live that long
    ASSERT_EQ(put("channels", R"({"category":"sessions","in_app":true,"mail":true,"push":false})"), 200);
    ASSERT_EQ(put("channels", R"({"category":"sessions","in_app":true,"mail":true})"), 200);
    confirm(TestApp::at(5, 12));
    EXPECT_EQ(got(), 2U) << "what is not named stays as it was";
}

TEST_P(PushTest, OnlyGoodKeysOfOnesOwnBrowserAreTaken) {
    EXPECT_EQ(subscribe(student_, 1, "short").status, 422);
    EXPECT_EQ(
        app->post("/api/v1/push/subscriptions/",
                  fmt::format(R"({{"endpoint":"ftp://push.example/x","p256dh":"{}","auth":"{}","name":"x"}})",
                              kReceiver, kSecret),
                  student_.token)
            .status,
        422);
    ASSERT_EQ(subscribe(student_).status, 200);
    ASSERT_EQ(subscribe(student_).status, 200);
    EXPECT_EQ(subscriptions(), 1) << "the same browser";
    EXPECT_EQ(subscribe(mentor_, 1, kOther).status, 409) << "an address that leaked";
    auto const before = app->number("SELECT id FROM push_subscription");
    EXPECT_EQ(subscribe(mentor_).status, 200) << "somebody else signed in there";
    EXPECT_NE(app->number("SELECT id FROM push_subscription"), before) << "nothing waits for them by it";
    EXPECT_EQ(subscriptions(), 1);
    for (int path = 2; path < 11; ++path) EXPECT_EQ(subscribe(mentor_, path).status, 200);
    EXPECT_EQ(subscribe(mentor_, 11).status, 409);
    auto const id = app->get("/api/v1/push/subscriptions/", mentor_.token).member("id");
    EXPECT_EQ(app->call(http::Verb::del, "/api/v1/push/subscriptions/" + id + "/", {}, student_.token).status,
              404);
    EXPECT_LT(app->call(http::Verb::del, "/api/v1/push/subscriptions/" + id + "/", {}, mentor_.token).status,
              300);
    EXPECT_EQ(subscriptions(), 9);
}

TEST_P(PushTest, NobodyIsToldAtABrowserThatSignedOut) {
    ASSERT_EQ(subscribe(student_).status, 200);
    auto const elsewhere = app->sign_in(student_.email);
    EXPECT_LT(app->post("/api/v1/auth/logout/", "{}", student_.token).status, 300);
    student_.token = elsewhere;
    confirm(TestApp::at(3, 10));
    EXPECT_EQ(got(), 0U);
    EXPECT_EQ(subscriptions(), 0);
    EXPECT_EQ(deliveries("state = 3 AND reason = 5"), 1);
}

}  // namespace
}  // namespace ax::notifications
