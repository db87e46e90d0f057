#include "platform/toolbar/recorder.h"

#include "contract/codec.h"
#include "platform/runtime/loop.h"
#include "platform/toolbar/routes.h"

#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::toolbar {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Kind = trace::Note::Kind;

trace::Note statement(std::string_view name, std::int64_t micros = 1000, std::int64_t rows = 1) {
    return {.kind = Kind::statement,
            .name = name,
            .text = "SELECT $1",
            .detail = "sqlite",
            .number = rows,
            .micros = micros};
}

/// As the router does it.
struct Request {
    trace::Span span = trace::root(trace::Kind::server);
    explicit Request(std::string_view id) {
        trace::tell({.kind = Kind::request, .name = "GET", .text = id}, span.self);
    }
    void tell(trace::Note const& note) const { trace::tell(note, span.self); }
    std::string answer() {
        auto timing = trace::answered(span.self, "mentors.list", "/mentors/", 200);
        trace::finish(std::move(span));
        return timing;
    }
};

std::vector<std::string> names(Record const& record) {
    std::vector<std::string> all;
    for (auto const& one : record.statements) all.push_back(one.name);
    return all;
}

TEST(Recorder, KeepsWhatARequestDid) {
    Recorder const recorder;
    Request request("r1");
    request.tell(statement("mentors.list", 2500, 20));
    request.tell(statement("mentors.one", 1000, -1));
    request.tell({.kind = Kind::cache, .name = "mentors.list", .text = "miss"});
    request.tell({.kind = Kind::redis, .name = "EVALSHA"});
    request.tell({.kind = Kind::log, .name = "db.slow_query", .text = "ms=120", .detail = "warn"});
    EXPECT_THAT(recorder.list().items, IsEmpty()) << "not before it is answered";
    EXPECT_THAT(request.answer(),
                testing::MatchesRegex(R"(total;dur=[0-9.]+, db;dur=3\.500, out;dur=0\.000, app;dur=[0-9.]+, )"
                                      R"(request;desc="r1")"));

    auto const kept = recorder.find("r1");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->summary.method, "GET");
    EXPECT_EQ(kept->summary.endpoint, "mentors.list");
    EXPECT_EQ(kept->summary.status, 200);
    EXPECT_EQ(kept->summary.database_micros, 3500);
    EXPECT_EQ(kept->statements[0].rows, 20);
    EXPECT_EQ(kept->statements[0].sql, "SELECT $1");
    EXPECT_FALSE(kept->statements[1].rows);
    EXPECT_EQ(kept->cache[0].outcome, "miss");
    EXPECT_EQ(kept->cache[1].name, "EVALSHA");
    EXPECT_EQ(kept->logs[0].event, "db.slow_query");
    EXPECT_FALSE(recorder.find("r2"));
}

TEST(Recorder, IsBounded) {
    Recorder const recorder(nullptr, {.requests = 3, .statements = 2, .others = 1, .jobs = 2});
    for (int i = 0; i < 5; ++i) {
        Request request(fmt::format("r{}", i));
        for (int n = 0; n < 4; ++n) request.tell(statement("a"));
        for (int n = 0; n < 3; ++n) request.tell({.kind = Kind::log, .name = "x", .detail = "info"});
        for (int n = 0; n < 4; ++n)
            request.tell({.kind = Kind::job, .name = "mail.send", .number = 4 * i + n});
        (void)request.answer();
    }
    EXPECT_THAT(recorder.list().items, SizeIs(3));
    EXPECT_EQ(recorder.list().items.front().id, "r4");
    EXPECT_FALSE(recorder.find("r1"));
    auto const last = recorder.find("r4").value();
    EXPECT_EQ(last.summary.statements, 4) << "all are counted";
    EXPECT_THAT(last.statements, SizeIs(2));
    EXPECT_THAT(last.logs, SizeIs(1));
    EXPECT_EQ(last.left_out, 2 + 2 + 3);
}

TEST(Recorder, SaysWhatLooksLikeALoop) {
    Recorder const recorder;
    for (int times = 1; times <= 3; ++times) {
        Request request(fmt::format("r{}", times));
        for (int i = 0; i < times; ++i) request.tell(statement("mentors.one"));
        request.tell(statement("mentors.list"));
        (void)request.answer();
    }
    EXPECT_EQ(recorder.find("r2")->summary.repeated, 2);
    EXPECT_FALSE(recorder.find("r2")->summary.n_plus_one);
    EXPECT_EQ(recorder.find("r3")->summary.repeated, 3);
    EXPECT_TRUE(recorder.find("r3")->summary.n_plus_one);
}

Task<void> serve(runtime::Loop& loop, std::string name, runtime::Completion& elsewhere, int& running) {
    Request request(name);
    trace::enter(request.span.self);
    trace::tell(statement("first of both"));
    co_await loop.sleep(milliseconds{1});
    auto const second = "second of " + name;
    trace::tell(statement(second));
    co_await elsewhere;
    auto const third = "third of " + name;
    trace::tell(statement(third));
    trace::leave();
    (void)request.answer();
    if (--running == 0)
        loop.stop();
}

TEST(Recorder, KeepsRequestsApartThatWaitInTurns) {
    Recorder const recorder;
    runtime::Loop loop;
    runtime::Completion one;
    runtime::Completion two;
    int running = 2;
    std::thread other;
    loop.post([&] {
        loop.spawn(serve(loop, "one", one, running));
        loop.spawn(serve(loop, "two", two, running));
        trace::tell(statement("of nobody"));
        other = std::thread([&] {
            two.set();
            one.set();
        });
    });
    loop.run();
    other.join();
    EXPECT_THAT(names(*recorder.find("one")), ElementsAre("first of both", "second of one", "third of one"));
    EXPECT_THAT(names(*recorder.find("two")), ElementsAre("first of both", "second of two", "third of two"));
}

TEST(Recorder, FollowsJobsToTheirMails) {
    Recorder const recorder;
    Request request("r1");
    request.tell({.kind = Kind::job, .name = "auth.mail", .text = "auth.security_mail", .number = 77});
    (void)request.answer();

    auto job = trace::root(trace::Kind::internal);
    auto const in_job = [&](trace::Note const& note) { trace::tell(note, job.self); };
    in_job({.kind = Kind::job_begun, .number = 77});
    in_job(statement("accounts.find"));
    in_job({.kind = Kind::letter, .name = "auth.reset", .text = "Choose a new password"});
    // Sent by another job, as most mails are.
    in_job({.kind = Kind::job, .name = "mail.send", .text = "mail.send", .number = 78});
    trace::finish(std::move(job));

    auto sending = trace::root(trace::Kind::internal);
    trace::tell({.kind = Kind::job_begun, .number = 78}, sending.self);
    trace::tell({.kind = Kind::mail, .text = "asha.rao@mail.example.org"}, sending.self);
    trace::tell({.kind = Kind::captured, .number = 5}, sending.self);
    trace::finish(std::move(sending));

    auto const stranger = trace::root(trace::Kind::internal);
    trace::tell({.kind = Kind::job_begun, .number = 79}, stranger.self);
    trace::tell({.kind = Kind::mail, .text = "ravi@example.org"}, stranger.self);

    auto const kept = recorder.find("r1").value();
    EXPECT_THAT(kept.statements, IsEmpty()) << "those of jobs are not the request's";
    EXPECT_THAT(kept.jobs, SizeIs(2));
    ASSERT_THAT(kept.mails, SizeIs(1));
    EXPECT_EQ(kept.mails[0].letter, "auth.reset");
    EXPECT_EQ(kept.mails[0].subject, "Choose a new password");
    EXPECT_EQ(kept.mails[0].recipient, "a***@m***.org");
    EXPECT_EQ(kept.mails[0].preview, "/sandbox/mail/5/");
    EXPECT_EQ(kept.summary.mails, 1);
    std::string json;
    contract::encode(kept, json);
    EXPECT_THAT(json, Not(HasSubstr("asha")));
}

struct Kept final : trace::Sink {
    std::vector<trace::Span> spans;
    void take(trace::Span&& span) noexcept override { spans.push_back(std::move(span)); }
};

TEST(Recorder, HandsSpansOnAndSeesOutgoingCalls) {
    Kept collector;
    {
        Recorder const recorder(&collector);
        Request request("r1");
        auto call = trace::child(trace::Kind::client, request.span.self);
        call.name = "POST";
        call.begun -= 2'000'000;
        call.attributes = {{"server.address", "api.example"},
                           {"http.response.status_code", std::int64_t{201}}};
        trace::finish(std::move(call));
        (void)request.answer();
        auto const kept = recorder.find("r1").value();
        ASSERT_THAT(kept.outgoing, SizeIs(1));
        EXPECT_EQ(kept.outgoing[0].host, "api.example");
        EXPECT_EQ(kept.outgoing[0].status, 201);
        EXPECT_GE(kept.summary.outgoing_micros, 2000);
    }
    EXPECT_THAT(collector.spans, SizeIs(2));
    EXPECT_FALSE(trace::on());
}

TEST(Masked, LeavesNobodyToWriteTo) {
    EXPECT_EQ(masked("asha@example.org"), "a***@e***.org");
    EXPECT_EQ(masked("asha@localhost"), "a***@l***");
    EXPECT_EQ(masked("nobody"), "***");
    EXPECT_EQ(masked(""), "***");
}

TEST(ThisMachine, IsKnownByItsAddressesAlone) {
    for (auto const* const here : {"127.0.0.1", "127.0.0.1:8000", "127.3.2.1", "::1", "[::1]", "[::1]:8000",
                                   "localhost", "localhost:5173"})
        EXPECT_TRUE(is_this_machine(here)) << here;
    for (auto const* const elsewhere :
         {"", "0.0.0.0:8000", "10.0.0.1", "aspirex.example", "localhost.example", "127.0.0.1.evil.example",
          "127.evil.example:80", "[::]:8000", "[::1", "localhost:80@evil.example", "[::1]evil"})
        EXPECT_FALSE(is_this_machine(elsewhere)) << elsewhere;
}

}  // namespace
}  // namespace ax::toolbar
