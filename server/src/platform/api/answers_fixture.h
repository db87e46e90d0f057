#pragma once

#include "platform/api/answers.h"
#include "platform/api/limits.h"
#include "platform/api/router.h"
#include "platform/db/testing.h"

#include <deque>
#include <future>
#include <map>
#include <string>

/// For the tests of kept answers: a router with two endpoints over a database that only pretends.
namespace ax::api::testing {

inline db::Query const kChange{"answers_test.change", "UPDATE thing SET number = number + 1"};
inline db::Query const kChangeOther{"answers_test.change_other", "INSERT INTO another (number) VALUES (1)"};

struct PretendedTx final : db::Tx {
    Task<db::Rows> run(db::Query const& query, db::Params) override {
        note(query);
        co_return db::Rows{};
    }
    Task<void> script(std::string_view) override {
        note_script();
        co_return;
    }
};

/// Commits nothing; says of itself what the test wants.
struct PretendedDatabase final : db::Database {
    explicit PretendedDatabase(db::Engine which) : of(which) {}
    Task<db::Rows> run(db::Query const&, db::Params) override { co_return db::Rows{}; }
    Task<std::optional<std::string>> prepare_problem(db::Query const&) override { co_return std::nullopt; }
    [[nodiscard]] db::Engine engine() const noexcept override { return of; }
    [[nodiscard]] std::optional<std::uint64_t> generation() override {
        return of == db::Engine::sqlite ? std::optional(commits) : std::nullopt;
    }
    Task<void> transact(Body const& body, db::Isolation) override {
        PretendedTx tx;
        bool const keep = co_await body(tx);
        if (answer_is_lost)
            throw db::Unavailable("the answer to COMMIT was lost");
        if (keep) {
            ++commits;
            tx.run_hooks();
        }
    }
    db::Engine of;
    std::uint64_t commits = 1;
    bool answer_is_lost = false;
};

struct Question {
    std::optional<std::string> q = {};
    std::optional<int> limit = {};
    static constexpr auto wire() {
        return contract::Fields{contract::field("q", &Question::q),
                                contract::field("limit", &Question::limit)};
    }
};
struct Number {
    std::string q;
    int computed = 0;
    static constexpr auto wire() {
        return contract::Fields{contract::field("q", &Number::q),
                                contract::field("computed", &Number::computed)};
    }
};

inline constexpr contract::Endpoint<Question, Number> kThings{
    .verb = contract::Verb::get,
    .path = "/things/",
    .name = "things.list",
    .access = contract::Access::anyone,
    .summary = "For tests",
    .cached = {.seconds = 5, .shared_seconds = 10, .tag = "things", .tables = {"thing"}}};
inline constexpr contract::Endpoint<Question, Number> kMine{
    .verb = contract::Verb::get,
    .path = "/mine/",
    .name = "things.mine",
    .access = contract::Access::anyone,
    .summary = "For tests",
    .cached = {.seconds = 5, .tables = {"thing"}, .visitors_only = true}};

class AnswersTest : public ::testing::Test {
protected:
    explicit AnswersTest(db::Engine engine = db::Engine::postgres) : db(engine) { open({}); }
    ~AnswersTest() override {
        loop.stop();
        loop.loop().end_sleeps();
    }

    void open(Answers::Options options) {
        router.reset();
        answers = std::make_unique<Answers>(db, clock, options);
        router = std::make_unique<Router>(Router::Ports{tokens, no_keys, limiter, answers.get()});
        router->bind(kThings, [this](Call& call, Question asked) { return compute(call, std::move(asked)); });
        router->bind(kMine, [this](Call& call, Question asked) { return compute(call, std::move(asked)); });
        answers->start([this](std::string_view tables) { told.emplace_back(tables); });
    }
    /// What the handlers answer; `held` makes them wait for the test, `trouble` fail.
    Task<Result<Number>> compute(Call& call, Question asked) {
        int const number = ++computed;
        call.each_time([this](Call const& by) { given_to.push_back(by.caller.account.value); });
        if (auto* const gate = std::exchange(held, nullptr))
            co_await *gate;
        if (!cookie.empty())
            call.response.add("Set-Cookie", cookie);
        if (outage)
            throw db::Unavailable("away");
        if (refuses)
            co_return fail(Code::not_found, "things.none");
        co_return Number{asked.q.value_or(""), number};
    }

    std::future<http::Response> ask(std::string path, std::map<std::string, std::string> headers = {}) {
        auto& kept = asked_.emplace_back();
        kept.path = std::move(path);
        kept.headers = std::move(headers);
        auto const question = kept.path.find('?');
        kept.request.target = kept.path;
        kept.request.path = std::string_view(kept.path).substr(0, question);
        if (question != std::string::npos)
            kept.request.query = std::string_view(kept.path).substr(question + 1);
        kept.request.request_id = "r1";
        kept.request.remote = "127.0.0.1";
        for (auto const& [name, value] : kept.headers) kept.request.headers.push_back({name, value});
        return loop.start(router->handle(kept.request));
    }
    http::Response get(std::string path, std::map<std::string, std::string> headers = {}) {
        return loop.get(ask(std::move(path), std::move(headers)));
    }
    std::string body(std::string path) { return std::string(get(std::move(path)).content()); }
    /// Everything that was asked has gone as far as it can.
    void settle() {
        loop.wait([]() -> Task<void> { co_return; }());
    }
    bool write(db::Query const& query, bool keep = true) {
        return loop.wait([](db::Database& on, db::Query const& what, bool kept) -> Task<bool> {
            auto const done = co_await on.write([&](db::Tx& tx) -> Task<Result<void>> {
                co_await tx.exec(what);
                if (!kept)
                    co_return fail(Code::conflict, "no");
                co_return Result<void>{};
            });
            co_return done.has_value();
        }(db, query, keep));
    }

    struct Tokens final : Authenticator {
        Task<std::optional<Caller>> authenticate(std::string_view token) override {
            co_return token == "asha" ? std::optional(Caller{.account = {7}}) : std::nullopt;
        }
    };
    struct NoKeys final : IdempotencyStore {
        Task<Result<std::optional<Answer>>> claim(AccountId, std::string_view, std::string_view,
                                                  std::string_view) override {
            co_return std::optional<Answer>{};
        }
        Task<void> finish(AccountId, std::string_view, std::string_view, Answer) override { co_return; }
        Task<void> release(AccountId, std::string_view, std::string_view) override { co_return; }
    };
    struct Asked {
        std::string path;
        std::map<std::string, std::string> headers;
        http::Request request;
    };

    ManualClock clock{*parse_iso("2026-11-22T09:00:00Z")};
    PretendedDatabase db;
    Tokens tokens;
    NoKeys no_keys;
    TokenBuckets limiter{clock, 0};
    std::unique_ptr<Answers> answers;
    std::unique_ptr<Router> router;
    std::deque<Asked> asked_;
    int computed = 0;
    std::vector<std::int64_t> given_to;
    std::vector<std::string> told;
    runtime::Completion* held = nullptr;
    bool refuses = false;
    bool outage = false;
    std::string cookie;
    db::testing::LoopThread loop;  // last: what runs there uses the rest
};

}  // namespace ax::api::testing
