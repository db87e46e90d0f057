#include "platform/socketio/engine.h"

#include "platform/socketio/testing_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::socketio {
namespace {

using http::testing::Reply;
using http::testing::TestServer;
using ::testing::HasSubstr;
using testing::member;
using ::testing::StartsWith;
using ws::testing::WsClient;

class Echo final : public EngineHandler {
public:
    explicit Echo(std::shared_ptr<EngineSession> const& session) : session_(session) {}
    void on_message(ws::Kind kind, std::string_view message) override {
        std::string out(kind == ws::Kind::text ? "4" : "");
        out += message;
        if (auto const session = session_.lock())
            session->send(kind, std::make_shared<std::string const>(std::move(out)));
    }
    void on_close(std::string_view) override {}

private:
    std::weak_ptr<EngineSession> session_;
};

// On as many loops as wished: connections land on any of them.
class EngineTest : public ::testing::TestWithParam<std::size_t> {
protected:
    static constexpr std::string_view kPath = "/engine.io/?EIO=4&transport=";

    explicit EngineTest(Options const& options = {})
        : engine(
              options, [](http::Request const& request) { return request.header("origin") == "http://ours"; },
              [](std::shared_ptr<EngineSession> const& session) { return std::make_shared<Echo>(session); }),
          server([this](http::Request const& request) { return engine.handle(request); }, {}, GetParam()) {}

    [[nodiscard]] std::string target(std::string_view transport, std::string_view sid = {}) const {
        auto text = std::string(kPath) + std::string(transport);
        return sid.empty() ? text : text + "&sid=" + std::string(sid);
    }
    Reply get(std::string_view sid) { return server.get(target("polling", sid)); }
    Reply post(std::string_view sid, std::string_view body,
               std::string_view type = "text/plain;charset=UTF-8") {
        auto client = server.client();
        return client
            .ask("POST " + target("polling", sid) +
                 " HTTP/1.1\r\nHost: test\r\nContent-Type: " + std::string(type) +
                 "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body))
            .value_or(Reply{});
    }
    std::string open() { return member(server.get(target("polling")).body, "sid"); }
    static std::string next(WsClient& socket) {
        auto const frame = socket.receive();
        return frame ? frame->payload : "closed";
    }

    Engine engine;
    TestServer server;
};

INSTANTIATE_TEST_SUITE_P(Loops, EngineTest, ::testing::Values(1, 4));

TEST_P(EngineTest, OpensAPollingSession) {
    auto const reply = server.get(target("polling"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_THAT(reply.body, StartsWith("0{\"sid\":\""));
    EXPECT_THAT(
        reply.body,
        HasSubstr(
            R"("upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})"));
    EXPECT_EQ(reply.header("content-type"), "text/plain; charset=UTF-8");
    EXPECT_EQ(reply.header("cache-control"), "no-store");
    EXPECT_NE(open(), open());
}

TEST_P(EngineTest, SaysWhatIsWrongWithAHandshake) {
    auto const expect = [&](std::string_view path, int code) {
        auto const reply = server.get(path);
        EXPECT_EQ(reply.status, 400) << path;
        EXPECT_THAT(reply.body, StartsWith("{\"code\":" + std::to_string(code) + ",\"message\":\"")) << path;
        EXPECT_EQ(reply.header("content-type"), "application/json");
    };
    expect("/engine.io/", 0);
    expect("/engine.io/?EIO=4", 0);
    expect("/engine.io/?EIO=4&transport=abc", 0);
    expect("/engine.io/?transport=polling", 5);
    expect("/engine.io/?EIO=3&transport=polling", 5);
    expect("/engine.io/?EIO=abc&transport=polling", 5);
    expect("/engine.io/?EIO=4&transport=websocket", 3);
    expect("/engine.io/?EIO=4&transport=polling&sid=unknown", 1);
    EXPECT_EQ(post("", "4x").body, R"({"code":2,"message":"Bad handshake method"})");
    EXPECT_EQ(engine.sessions(), 0U);
}

TEST_P(EngineTest, RefusesForeignOriginsAndAsksNobodyWithout) {
    EXPECT_EQ(server.get(target("polling"), "Origin: http://ours\r\n").status, 200);
    auto const foreign = server.get(target("polling"), "Origin: http://theirs\r\n");
    EXPECT_EQ(foreign.status, 403);
    EXPECT_EQ(foreign.body, R"({"code":4,"message":"Forbidden"})");
    WsClient socket(server.port(), target("websocket"), "Origin: http://theirs\r\n");
    EXPECT_EQ(socket.reply.status, 403);
}

TEST_P(EngineTest, EchoesOverPollingWhateverConnectionARequestComesBy) {
    auto const sid = open();
    for (int i = 0; i < 20; ++i) {
        auto const number = std::to_string(i);
        auto const sent = post(sid, "4a" + number +
                                        "\x1e"
                                        "bAQIDBA==\x1e"
                                        "4\xe2\x82\xac");
        EXPECT_EQ(sent.status, 200);
        EXPECT_EQ(sent.body, "ok");
        EXPECT_EQ(get(sid).body, "4a" + number +
                                     "\x1e"
                                     "bAQIDBA==\x1e"
                                     "4\xe2\x82\xac");
    }
}

TEST_P(EngineTest, APollIsAnsweredAsSoonAsThereIsSomething) {
    auto const sid = open();
    auto waiting = server.client();
    waiting.send("GET " + target("polling", sid) + " HTTP/1.1\r\nHost: test\r\n\r\n");
    EXPECT_EQ(post(sid, "4hello").status, 200);
    auto const reply = waiting.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "4hello");
}

TEST_P(EngineTest, RefusesBodiesThatAreBytesOrTooLarge) {
    auto const sid = open();
    EXPECT_EQ(post(sid, "4" + std::string(1'000'000, 'a')).status, 413);
    EXPECT_EQ(post(sid, "6" + std::string(999'999, 'a')).status, 200);
    EXPECT_EQ(post(sid, "4" + std::string(300'000, 'a')).status, 400);  // its echo is more than may wait
    EXPECT_EQ(get(sid).status, 400);
    auto const other = open();
    EXPECT_EQ(post(other, "4hello", "application/octet-stream").status, 400);
    EXPECT_EQ(get(other).status, 400);
}

TEST_P(EngineTest, UpgradesToAWebSocketOnTheSessionsLoop) {
    for (int i = 0; i < 10; ++i) {
        auto const sid = open();
        WsClient socket(server.port(), target("websocket", sid));
        socket.text("2probe");
        EXPECT_EQ(next(socket), "3probe");
        EXPECT_EQ(get(sid).body, "6");
        socket.text("5");
        socket.text("4hello");
        EXPECT_EQ(next(socket), "4hello");
        EXPECT_EQ(get(sid).status, 400);
        WsClient second(server.port(), target("websocket", sid));
        EXPECT_EQ(second.closed_with(), 1008U);
        socket.binary("\x01\x02");
        EXPECT_EQ(next(socket), "\x01\x02");
        socket.text("1");
        EXPECT_EQ(socket.closed_with(), 1000U);
    }
    EXPECT_TRUE(http::testing::eventually([&] { return engine.sessions() == 0; }));
}

TEST_P(EngineTest, AMessageBeyondThePayloadClosesTheSocket) {
    WsClient socket(server.port(), target("websocket"));
    EXPECT_THAT(next(socket), StartsWith("0{"));
    socket.text("4" + std::string(1'000'000, 'a'));
    EXPECT_EQ(socket.closed_with(), 1009U);
}

class EngineFullTest : public EngineTest {
protected:
    EngineFullTest() : EngineTest({.sessions = 2}) {}
};

INSTANTIATE_TEST_SUITE_P(Loops, EngineFullTest, ::testing::Values(2));

TEST_P(EngineFullTest, BoundsItsSessions) {
    auto const sid = open();
    WsClient socket(server.port(), target("websocket"));
    EXPECT_THAT(next(socket), StartsWith("0{"));
    EXPECT_EQ(server.get(target("polling")).status, 503);
    WsClient refused(server.port(), target("websocket"));
    EXPECT_EQ(refused.reply.status, 503);
    EXPECT_EQ(post(sid, "1").status, 200);
    EXPECT_EQ(get(sid).body, "6");
    EXPECT_EQ(server.get(target("polling")).status, 200);
}

class EngineHeartbeatTest : public EngineTest {
protected:
    EngineHeartbeatTest()
        : EngineTest({.ping_interval = milliseconds{100}, .ping_timeout = milliseconds{50}}) {}
};

INSTANTIATE_TEST_SUITE_P(Loops, EngineHeartbeatTest, ::testing::Values(2));

TEST_P(EngineHeartbeatTest, ForgetsTheDead) {
    auto const sid = open();
    WsClient socket(server.port(), target("websocket"));
    EXPECT_THAT(next(socket), StartsWith("0{"));
    EXPECT_EQ(next(socket), "2");
    EXPECT_EQ(socket.closed_with(), 1000U);
    EXPECT_TRUE(http::testing::eventually([&] { return engine.sessions() == 0; }));
    EXPECT_EQ(get(sid).status, 400);
}

}  // namespace
}  // namespace ax::socketio
