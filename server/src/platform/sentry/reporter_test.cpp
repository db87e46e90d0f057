#include "platform/sentry/reporter.h"

#include "platform/client/testing.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::sentry {
namespace {

namespace json = boost::json;
using client::testing::Connection;
using client::testing::Peer;
using telemetry::Level;
using ::testing::HasSubstr;
using ::testing::Not;

struct Asked {
    std::string head;
    std::string body;
};

Asked read_request(Connection& connection) {
    Asked asked;
    std::size_t length = 0;
    for (auto line = connection.line(); !line.empty(); line = connection.line()) {
        if (line.starts_with("Content-Length: "))
            length = std::stoul(line.substr(16));
        (asked.head += line) += '\n';
    }
    asked.body = connection.bytes(length);
    return asked;
}

/// Takes envelopes and answers as told.
class Recorder {
public:
    explicit Recorder(std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        : answer_(std::move(answer)), peer_([this](Connection& connection) { serve(connection); }) {}

    [[nodiscard]] Dsn dsn() const {
        return *parse_dsn(fmt::format("http://key@127.0.0.1:{}/7", peer_.port()));
    }
    Asked next() {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(came_.wait_for(lock, std::chrono::seconds{20}, [this] { return !asked_.empty(); }));
        if (asked_.empty())
            return {};
        auto first = std::move(asked_.front());
        asked_.pop_front();
        return first;
    }
    int count() {
        std::lock_guard const lock(mutex_);
        return total_;
    }

private:
    void serve(Connection& connection) {
        while (true) {
            auto asked = read_request(connection);
            {
                std::lock_guard const lock(mutex_);
                asked_.push_back(std::move(asked));
                ++total_;
            }
            came_.notify_all();
            if (answer_.empty())
                connection.hang();
            connection.write(answer_);
        }
    }

    std::string answer_;
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Asked> asked_;
    int total_ = 0;
    Peer peer_;
};

Reporter::Options options_for(Dsn dsn) {
    return {.dsn = std::move(dsn),
            .origin = {.release = "aspirex@1.2.3", .environment = "test", .server_name = "here"},
            .timeout = milliseconds{300},
            .last_words = seconds{10}};
}

json::object event_in(Asked const& asked) {
    auto const first = asked.body.find('\n');
    auto const second = asked.body.find('\n', first + 1);
    auto const item = json::parse(asked.body.substr(first + 1, second - first - 1)).as_object();
    auto const payload = asked.body.substr(second + 1, item.at("length").to_number<std::size_t>());
    EXPECT_EQ(asked.body.size(), second + 1 + payload.size() + 1);
    return json::parse(payload).as_object();
}

std::uint64_t counted(std::string_view outcome) {
    return metrics::counter("sentry_events_total", "Errors that were to go to Sentry, by what became of them",
                            {{"outcome", outcome}})
        .value();
}

void fail(std::string_view event, std::string_view what) {
    try {
        throw std::runtime_error(std::string(what));
    } catch (...) {
        telemetry::log_exception(
            event, std::current_exception(),
            {{"request_id", "0123456789abcdef"}, {"method", "GET"}, {"route", "/api/v1/things/{id}/"}});
    }
}

TEST(ReporterTest, SendsAnErrorWithWhatWasBeforeIt) {
    Recorder recorder;
    SystemClock const clock;
    Reporter const reporter(options_for(recorder.dsn()), clock);
    telemetry::log(Level::warn, "test.before",
                   {{"account", std::int64_t{4711}}, {"detail", "of asha@example.com"}});
    telemetry::log_access({.request_id = "fedcba9876543210",
                           .method = "GET",
                           .endpoint = "test.things",
                           .network = "203.0.113.0/24",
                           .status = 200,
                           .account = 4711});
    fail("http.handler_failed", "no such table: \"Asha Rao\"");

    auto const asked = recorder.next();
    EXPECT_THAT(asked.head, HasSubstr("POST /api/7/envelope/ HTTP/1.1\n"));
    EXPECT_THAT(asked.head, HasSubstr("X-Sentry-Auth: Sentry sentry_version=7, sentry_client=aspirex@1.2.3, "
                                      "sentry_key=key\n"));
    auto const event = event_in(asked);
    EXPECT_EQ(event.at("release"), "aspirex@1.2.3");
    EXPECT_EQ(event.at("environment"), "test");
    EXPECT_EQ(event.at("server_name"), "here");
    EXPECT_EQ(event.at("transaction"), "/api/v1/things/{id}/");
    EXPECT_EQ(event.at("tags").at("request_id"), "0123456789abcdef");
    EXPECT_EQ(event.at("tags").at("method"), "GET");
    auto const& exception = event.at("exception").at("values").at(0);
    EXPECT_EQ(exception.at("type"), "std::runtime_error");
    EXPECT_EQ(exception.at("value"), "no such table: \"[…]\"");
    auto const& frames = exception.at("stacktrace").at("frames").as_array();
    EXPECT_THAT(json::serialize(frames), HasSubstr("ReporterTest_SendsAnErrorWithWhatWasBeforeIt"));
    auto const& crumbs = event.at("breadcrumbs").at("values").as_array();
    ASSERT_EQ(crumbs.size(), 2U);
    EXPECT_EQ(crumbs.at(0).at("category"), "test.before");
    EXPECT_EQ(crumbs.at(0).at("level"), "warning");
    EXPECT_EQ(crumbs.at(1).at("data").at("request_id"), "fedcba9876543210");
    EXPECT_THAT(asked.body, Not(HasSubstr("4711")));
    EXPECT_THAT(asked.body, Not(HasSubstr("asha")));
    EXPECT_THAT(asked.body, Not(HasSubstr("Asha")));
    EXPECT_THAT(asked.body, Not(HasSubstr("203.0")));
}

TEST(ReporterTest, WhatNobodyThrewIsAnErrorToo) {
    Recorder recorder;
    SystemClock const clock;
    Reporter const reporter(options_for(recorder.dsn()), clock);
    telemetry::log(Level::error, "jobs.dead",
                   {{"job", std::int64_t{12}}, {"listener", "mail.send"}, {"reason", "to x@example.com"}});
    auto const event = event_in(recorder.next());
    EXPECT_EQ(event.at("exception").at("values").at(0).at("type"), "jobs.dead");
    EXPECT_EQ(event.at("exception").at("values").at(0).at("value"), "to [mail]");
    EXPECT_EQ(event.at("tags").at("listener"), "mail.send");
}

TEST(ReporterTest, TheSameIsNotSentForEver) {
    Recorder recorder;
    auto const before = counted("repeated");
    {
        SystemClock const clock;
        Reporter const reporter(options_for(recorder.dsn()), clock);
        for (int i = 0; i < 20; ++i) fail("test.same", "again");
    }
    EXPECT_EQ(recorder.count(), 3);
    EXPECT_EQ(counted("repeated") - before, 17U);
}

TEST(ReporterTest, HonoursTheOthersLimit) {
    Recorder recorder("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 60\r\nContent-Length: 0\r\n\r\n");
    auto const limited = counted("limited");
    {
        SystemClock const clock;
        Reporter const reporter(options_for(recorder.dsn()), clock);
        fail("test.one", "x");
        fail("test.two", "x");
        fail("test.three", "x");
    }
    EXPECT_EQ(recorder.count(), 1);
    EXPECT_EQ(counted("limited") - limited, 2U);
}

TEST(ReporterTest, NobodyWaitsForWhoHangs) {
    Recorder recorder("");
    auto const failed = counted("failed");
    SystemClock const clock;
    {
        Reporter const reporter(options_for(recorder.dsn()), clock);
        fail("test.hangs", "x");
        (void)recorder.next();
        auto const start = std::chrono::steady_clock::now();
        for (int i = 0; i < 1000; ++i) fail("test.hangs", "x");
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{5});
    }
    EXPECT_GE(counted("failed") - failed, 1U);
}

TEST(ReporterTest, GarbageAndNobodyAreCounted) {
    auto const failed = counted("failed");
    SystemClock const clock;
    {
        Recorder recorder("this is not HTTP\r\n\r\n");
        Reporter const reporter(options_for(recorder.dsn()), clock);
        fail("test.garbage", "x");
        (void)recorder.next();
    }
    {
        Reporter const reporter(options_for(*parse_dsn("http://key@127.0.0.1:1/7")), clock);
        fail("test.nobody", "x");
    }
    EXPECT_GE(counted("failed") - failed, 2U);
}

}  // namespace
}  // namespace ax::sentry
