#include "platform/redis/testing.h"
#include "platform/trace/testing.h"

#include <array>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::redis {
namespace {

using testing::Asking;
using ::testing::HasSubstr;
using testing::Server;
using ::testing::StartsWith;
using Kind = Failure::Kind;

Options options_of(std::string const& url) { return *parse_url(url); }

TEST(RedisClient, SetsAndGets) {
    Server const server;
    Asking redis(server.url());
    EXPECT_EQ(redis.text("k", {"SET", "k", std::string("a\0\r\nb", 5)}), "OK");
    EXPECT_EQ(redis.text("k", {"GET", "k"}), std::string("a\0\r\nb", 5));
    EXPECT_TRUE(redis.ask("x", {"GET", "nothing"})->is(Reply::Kind::nil));
    auto const refused = redis.ask("k", {"INCR", "k"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("not an integer"));
    EXPECT_TRUE(redis.client.up());
}

TEST(RedisClient, IsAwaited) {
    Server const server;
    Asking redis(server.url());
    std::promise<std::string> got;
    redis.running.run([&] {
        redis.running.loop.spawn([](Client& client, std::promise<std::string>& out) -> Task<void> {
            (void)co_await client.call("k", {"SET", "k", "v"});
            auto const answer = co_await client.call("k", {"GET", "k"});
            out.set_value(answer ? answer->text : answer.error().detail);
        }(redis.client, got));
    });
    EXPECT_EQ(got.get_future().get(), "v");
    EXPECT_THROW((void)run_inline(redis.client.call("k", {"GET", "k"})), std::logic_error);
}

// One after the other, as a part of what `context` is a part of.
Task<void> ask_all(Client& client, trace::Context context, std::promise<bool>& out) {
    static Script const script("return redis.call('GET', KEYS[1])");
    trace::enter(context);
    (void)co_await client.call("secret-key", {"SET", "secret-key", "secret value"});
    (void)co_await client.call("secret-key", {"INCR", "secret-key"});
    for (int i = 0; i < 2; ++i) {
        runtime::Completion finished;
        client.run(script, "secret-key", {}, [&](Answer const&) { finished.set(); });
        co_await finished;
    }
    out.set_value(trace::current() == context);
    trace::leave();
}

TEST(RedisClient, NamesItsCommandsInTheTraceOfWhoAsks) {
    Server const server;
    trace::testing::Kept const kept;
    Asking redis(server.url());
    trace::Context const above{.high = 1, .low = 2, .span = 3};
    for (auto const& context : {trace::Context{}, above}) {
        std::promise<bool> same;
        redis.running.run([&] { redis.running.loop.spawn(ask_all(redis.client, context, same)); });
        EXPECT_TRUE(same.get_future().get());
    }
    // The server knew the script already, and who is in no trace leaves nothing.
    std::vector<std::string> names;
    for (auto const& span : kept.spans()) {
        names.push_back(span.name + (span.failed ? " failed" : ""));
        EXPECT_EQ(span.parent, above.span);
        EXPECT_EQ(span.self.low, above.low);
        EXPECT_EQ(span.kind, trace::Kind::client);
        EXPECT_LE(span.begun, span.ended);
        ASSERT_EQ(span.attributes.size(), 1U);
        EXPECT_EQ(std::get<std::string>(span.attributes[0].value), "redis");
    }
    EXPECT_THAT(names, ::testing::ElementsAre("SET", "INCR failed", "EVALSHA", "EVALSHA"));
}

TEST(RedisClient, AScriptThatTheServerDoesNotKnowIsTwoCommands) {
    Server const server;
    trace::testing::Kept const kept;
    Asking redis(server.url());
    std::promise<bool> same;
    redis.running.run(
        [&] { redis.running.loop.spawn(ask_all(redis.client, {.high = 1, .low = 2, .span = 3}, same)); });
    EXPECT_TRUE(same.get_future().get());
    std::vector<std::string> names;
    for (auto const& span : kept.spans()) names.push_back(span.name);
    EXPECT_THAT(names, ::testing::ElementsAre("SET", "INCR", "EVALSHA", "EVAL", "EVALSHA"));
}

TEST(RedisClient, AnswersManyInOrder) {
    Server const server;
    Asking redis(server.url());
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 5000; ++i) answers.push_back(redis.start("n", {"INCR", "n"}));
    for (int i = 0; i < 5000; ++i) ASSERT_EQ(answers[static_cast<std::size_t>(i)].get()->integer, i + 1);
}

TEST(RedisClient, KeepsDatabasesApart) {
    Server const server;
    Asking first(server.url());
    Asking second(server.url() + "/3");
    EXPECT_EQ(first.text("k", {"SET", "k", "first"}), "OK");
    EXPECT_EQ(second.text("k", {"SET", "k", "second"}), "OK");
    EXPECT_EQ(first.text("k", {"GET", "k"}), "first");
}

TEST(RedisClient, SignsInWithUserAndPassword) {
    Server const server("requirepass top\nuser asha on >pass ~* +@all");
    auto const said = [&](std::string const& who) {
        auto options = options_of("redis://" + who + server.address());
        options.answer_within = seconds{20};
        return Asking(std::move(options)).text("k", {"ACL", "WHOAMI"});
    };
    EXPECT_EQ(said(":top@"), "default");
    EXPECT_EQ(said("asha:pass@"), "asha");
    EXPECT_THAT(said(":secret-and-wrong@"), StartsWith("the server refused to sign us in: WRONGPASS"));
    EXPECT_THAT(said(""), HasSubstr("NOAUTH"));
}

TEST(RedisClient, SpeaksTheOldProtocolToWhoKnowsNoHello) {
    Server const server("rename-command HELLO \"\"\nrequirepass top");
    Asking redis("redis://:top@" + server.address());
    EXPECT_EQ(redis.text("k", {"SET", "k", "v"}), "OK");
    EXPECT_EQ(redis.text("k", {"GET", "k"}), "v");
    EXPECT_THAT(Asking("redis://:no@" + server.address()).text("k", {"GET", "k"}), HasSubstr("WRONGPASS"));
}

TEST(RedisClient, FailsAtOnceWhileNobodyIsThereAndComesBack) {
    Server server;
    Asking redis(server.url());
    redis.until_answered();
    server.kill();
    testing::until("the loss is noticed", [&] { return !redis.ask("k", {"GET", "k"}); });
    testing::until("it is told", [&] { return !redis.client.up(); });
    auto const answer = redis.ask("k", {"GET", "k"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::not_sent);
    server.restart();
    redis.until_answered();
    EXPECT_TRUE(redis.client.up());
}

TEST(RedisClient, AServerThatDoesNotAnswerCostsOneDeadline) {
    Server const server;
    auto options = options_of(server.url());
    options.answer_within = milliseconds{300};
    options.connect_within = milliseconds{300};
    Asking redis(std::move(options));
    redis.until_answered();
    server.freeze();
    auto const hung = redis.ask("k", {"GET", "k"});
    ASSERT_FALSE(hung);
    EXPECT_EQ(hung.error().kind, Kind::unknown) << "it may have been executed";
    server.thaw();
    redis.until_answered();
}

TEST(RedisClient, RunsScriptsThatTheServerDoesNotKnowYet) {
    static Script const script("return redis.call('INCRBY', KEYS[1], ARGV[1])");
    Server const server;
    Asking redis(server.url());
    for (int i = 1; i <= 2; ++i) {
        std::promise<Answer> answer;
        std::array<std::string_view, 1> const arguments{"5"};
        redis.running.run([&] {
            redis.client.run(script, "n", arguments, [&](Answer got) { answer.set_value(std::move(got)); });
        });
        EXPECT_EQ(answer.get_future().get()->integer, 5 * i);
    }
}

// A certificate authority, what it signed for 127.0.0.1, and another authority.
class RedisTls : public ::testing::Test {
protected:
    void SetUp() override {
        auto const in = folder.path.string();
        auto const run = [&](std::string const& line) {
            ASSERT_EQ(std::system(("cd " + in + " && openssl " + line + " >>log 2>&1").c_str()), 0) << line;
        };
        for (std::string const name : {"ca", "other"})
            run(fmt::format(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN={0} "
                "-keyout {0}.key -out {0}.pem",
                name));
        std::ofstream(folder.path / "ip") << "subjectAltName=IP:127.0.0.1\n";
        std::ofstream(folder.path / "name") << "subjectAltName=DNS:redis.example\n";
        for (std::string const name : {"ip", "name"}) {
            run("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=redis -keyout " + name +
                ".key -out " + name + ".csr");
            run("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile " +
                name + " -out " + name + ".pem");
        }
    }
    std::string lines(std::string const& name, std::uint16_t port) const {
        auto const file = [&](std::string const& ending) { return (folder.path / (name + ending)).string(); };
        return "tls-port " + std::to_string(port) + "\ntls-auth-clients no\ntls-cert-file " + file(".pem") +
               "\ntls-key-file " + file(".key") + "\ntls-ca-cert-file " + (folder.path / "ca.pem").string();
    }
    std::string said(std::uint16_t port, std::string const& ca) const {
        auto options = options_of("rediss://127.0.0.1:" + std::to_string(port));
        options.ca_file = (folder.path / ca).string();
        options.connect_within = options.answer_within = seconds{20};
        return Asking(std::move(options)).text("k", {"PING"});
    }
    testing::Folder folder;
};

TEST_F(RedisTls, VerifiesWhoAnswers) {
    auto const port = testing::free_port();
    Server const server(lines("ip", port));
    EXPECT_EQ(said(port, "ca.pem"), "PONG");
    EXPECT_THAT(said(port, "other.pem"), StartsWith("TLS: "));
    EXPECT_THROW((void)said(port, "absent.pem"), std::invalid_argument);
}

TEST_F(RedisTls, VerifiesTheNameToo) {
    auto const port = testing::free_port();
    Server const server(lines("name", port));
    EXPECT_THAT(said(port, "ca.pem"), StartsWith("TLS: "));
}

}  // namespace
}  // namespace ax::redis
