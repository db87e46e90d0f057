#pragma once

#include "app/application.h"
#include "platform/db/testing.h"
#include "platform/jobs/testing.h"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::testing {

using jobs::testing::TestClock;

/// The signature that a webhook of the sandbox carries.
[[nodiscard]] std::string sign_webhook(std::string_view raw_body);

struct Answer {
    int status = 0;
    std::string body;
    /// The text or number of a member of that name, wherever it stands first; empty if there is none.
    [[nodiscard]] std::string member(std::string_view name) const;
};

/// Somebody who signed in.
struct Person {
    AccountId account;
    std::optional<StudentId> student;
    std::optional<MentorId> mentor;
    std::string email;
    std::string token;
    contract::Caller caller;
};

/// A mentor who can be booked: 60 minutes, any day, 00:00 to 24:00 UTC, 500.00 INR.
struct BookableMentor : Person {
    ServiceId service;
};

/// The whole application on a throw-away database of either engine, with a clock that the test turns.
/// Everything runs on one loop in a thread of its own; calls block until they are answered. Nothing listens
/// on the network, so the gateway can't be reached: tests tell what it would through the webhook.
class TestApp {
public:
    explicit TestApp(db::Engine engine = db::Engine::sqlite);
    /// On SQLite and durable, in a folder that outlives it: for what is still there after a crash. A folder
    /// without a database gets one.
    explicit TestApp(std::filesystem::path const& folder);
    ~TestApp();
    TestApp(TestApp const&) = delete;
    TestApp& operator=(TestApp const&) = delete;

    template <class T>
    T wait(Task<T> task) {
        return loop_.wait(std::move(task));
    }
    template <class T>
    std::future<T> start(Task<T> task) {
        return loop_.start(std::move(task));
    }
    /// `body` runs in a transaction that is kept unless it fails.
    template <class F>
    auto write(F body) {
        return wait(db_->write(std::move(body)));
    }

    /// One request through the router, as a connection would bring it. An exception becomes its answer.
    Answer call(http::Verb verb, std::string path, std::string json = {}, std::string token = {},
                std::string key = {});
    Answer get(std::string path, std::string token = {}) {
        return call(http::Verb::get, std::move(path), {}, std::move(token));
    }
    Answer post(std::string path, std::string json, std::string token = {}, std::string key = {}) {
        return call(http::Verb::post, std::move(path), std::move(json), std::move(token), std::move(key));
    }

    Person a_student(std::string const& name, std::string const& zone = "Asia/Kolkata");
    BookableMentor a_mentor(std::string const& name, std::int64_t price = 50'000);
    Person a_staff();
    /// A new token of theirs.
    std::string sign_in(std::string const& email);

    /// A hold of an hour, over the API; the booking's id, or 0 and a failed test.
    BookingId hold(Person const& student, BookableMentor const& mentor, Instant start);
    /// What the gateway would have answered: our order for this booking is known there as `order_<booking>`.
    std::string order(BookingId booking);
    /// Money for an order arrives, by a signed webhook.
    bool pay(BookingId booking, std::string const& payment, std::int64_t amount = 50'000);

    /// Runs what is due now; returns how many runs that were.
    int run_jobs() { return wait(app_->runner().run_due()); }
    /// The first column of the first row as a number; for what no endpoint tells. Literals only, no input.
    std::int64_t number(std::string const& sql);
    /// Runs statements past all code; the violated constraint, or empty.
    std::string violates(std::string const& sql);
    void script(std::string const& sql);

    [[nodiscard]] app::Application& app() { return *app_; }
    [[nodiscard]] db::Database& db() { return *db_; }
    /// 2026-11-22T00:00Z plus that; the clock begins at 09:00 of that day.
    [[nodiscard]] static Instant at(int day, int hour, int minute = 0);

    TestClock clock;

private:
    void begin(std::filesystem::path const& folder, db::OpenOptions options);
    Person person(std::string const& name, std::vector<auth::Role> roles, std::string const& zone);

    std::optional<db::testing::Folder> folder_;
    std::unique_ptr<db::testing::PostgresDatabase> postgres_;
    db::testing::LoopThread loop_;
    std::unique_ptr<db::Database> db_;
    runtime::Pool pool_{0, 0};
    crypto::PasswordHasher hasher_{pool_, {.memory_kib = 64, .passes = 1, .lanes = 1}};
    std::unique_ptr<client::Client> client_;
    config::Values settings_;
    std::unique_ptr<app::Application> app_;
    int people_ = 0;
};

/// The base of tests of the whole application on both engines.
class AppTest : public ::testing::TestWithParam<db::Engine> {
protected:
    void SetUp() override;
    void TearDown() override { app.reset(); }
    std::unique_ptr<TestApp> app;
};

}  // namespace ax::testing
