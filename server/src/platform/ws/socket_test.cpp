// Size: one socket from the handshake to the close, rule by rule of RFC 6455.
#include "platform/ws/socket.h"

#include "net/test_server.h"
#include "net/ws_client.h"

#include <atomic>
#include <mutex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::ws {
namespace {

using http::testing::eventually;
using http::testing::TestServer;
using testing::close_payload;
using testing::masked;
using testing::WsClient;

// What happened to the sockets of one server, from its loops.
struct Log {
    std::mutex mutex;
    std::vector<Close> closes;
    std::set<runtime::Loop*> loops;
    std::shared_ptr<Socket> last;
    std::atomic<int> drained = 0;
    std::atomic<int> messages = 0;

    std::vector<Close> closed() {
        std::lock_guard const lock(mutex);
        return closes;
    }
    std::shared_ptr<Socket> socket() {
        std::lock_guard const lock(mutex);
        return last;
    }
};

// Sends everything back. "close" closes, "drop" drops, "throw" throws, "pause" pauses.
class Echo final : public Handler {
public:
    explicit Echo(Log& log) : log_(log) {}
    void on_message(Socket& socket, Kind kind, std::string_view message) override {
        ++log_.messages;
        if (message == "close") {
            socket.close(static_cast<Close>(4001), "as you wish");
            socket.send_text("too late");
        } else if (message == "drop") {
            socket.drop();
        } else if (message == "throw") {
            throw std::runtime_error("on purpose");
        } else if (message == "pause") {
            socket.pause();
        } else {
            socket.send(kind, std::make_shared<std::string const>(message));
        }
    }
    void on_drained(Socket&) override { ++log_.drained; }
    void on_close(Socket& socket, Close code) override {
        EXPECT_FALSE(socket.open());
        std::lock_guard const lock(log_.mutex);
        log_.closes.push_back(code);
    }

private:
    Log& log_;
};

struct Fixture {
    Log log;
    Accept options;
    std::size_t home = SIZE_MAX;
    TestServer server;

    explicit Fixture(Accept accept_options = {}, http::ServerOptions http = {}, std::size_t loops = 1)
        : options(std::move(accept_options)),
          server([this](auto const& r) { return serve(r); }, http, loops) {}
    ~Fixture() {
        std::lock_guard const lock(log.mutex);
        log.last.reset();
    }
    Fixture(Fixture const&) = delete;
    Fixture& operator=(Fixture const&) = delete;

    Task<http::Response> serve(http::Request const& request) {
        if (!is_upgrade(request))
            co_return co_await http::testing::echo(request);
        auto accept_options = options;
        if (home != SIZE_MAX)
            accept_options.home = server.loops[home].get();
        co_return accept(request, accept_options, [this](std::shared_ptr<Socket> const& socket) {
            std::lock_guard const lock(log.mutex);
            log.last = socket;
            log.loops.insert(runtime::Loop::current());
            EXPECT_EQ(&socket->loop(), runtime::Loop::current());
            return std::make_shared<Echo>(log);
        });
    }
    [[nodiscard]] WsClient client(std::string_view more = {}) const { return {server.port(), "/ws", more}; }
    // On the socket's loop.
    void on_loop(std::function<void(Socket&)> call) {
        auto const socket = log.socket();
        socket->loop().post([socket, call] { call(*socket); });
    }
};

TEST(WebSocket, ShakesHandsWithNothingButWhatIsNeeded) {
    Fixture const fixture;
    auto const client = fixture.client();
    EXPECT_EQ(client.reply.status, 101);
    EXPECT_EQ(client.reply.head,
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
}

TEST(WebSocket, RefusesBrokenHandshakes) {
    Fixture const fixture;
    auto const status = [&](std::string_view from, std::string_view to) {
        auto request = testing::handshake("/ws");
        request.replace(request.find(from), from.size(), to);
        return fixture.server.client().ask(request)->status;
    };
    EXPECT_EQ(status("Connection: Upgrade", "Connection: close"), 400);
    EXPECT_EQ(status("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j"), 400);
    EXPECT_EQ(status("dGhlIHNhbXBsZSBub25jZQ==", ""), 400);
    EXPECT_EQ(status("Host: test", "Host: test\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="), 400);
    EXPECT_EQ(status("Sec-WebSocket-Version: 13\r\n\r\n",
                     "Sec-WebSocket-Version: 13\r\nContent-Length: 1\r\n\r\nx"),
              400);
    EXPECT_EQ(status("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"), 426);
    EXPECT_EQ(status("Sec-WebSocket-Version: 13\r\n", ""), 426);
    // Not an upgrade at all.
    EXPECT_EQ(status("HTTP/1.1", "HTTP/1.0"), 200);
    EXPECT_EQ(status("GET", "POST"), 200);

    auto request = testing::handshake("/ws");
    request.replace(request.find("13\r\n"), 2, "12");
    EXPECT_EQ(fixture.server.client().ask(request)->header("sec-websocket-version"), "13");
}

TEST(WebSocket, TokensAreListsInAnyCase) {
    Fixture const fixture;
    auto request = testing::handshake("/ws");
    request.replace(request.find("Connection: Upgrade"), 19, "connection: keep-alive, UPGRADE");
    request.replace(request.find("Upgrade: websocket"), 18, "upgrade: foo, WebSocket");
    EXPECT_EQ(fixture.server.client().ask(request)->status, 101);
}

TEST(WebSocket, AnswersTheSubprotocolItWasGiven) {
    Fixture const fixture({.subprotocol = "aspirex.v1"});
    EXPECT_EQ(
        fixture.client("Sec-WebSocket-Protocol: x, aspirex.v1\r\n").reply.header("sec-websocket-protocol"),
        "aspirex.v1");
    EXPECT_EQ(fixture.client("Sec-WebSocket-Protocol: x\r\n").reply.status, 500);
}

TEST(WebSocket, EchoesTextAndBinaryOfAllLengths) {
    Fixture const fixture({.limits = {.message_bytes = 1 << 20, .queue_bytes = 4 << 20}});
    auto client = fixture.client();
    for (std::size_t const size : {0U, 1U, 125U, 126U, 127U, 65535U, 65536U, 65537U, 1U << 20}) {
        std::string const message(size, 'm');
        client.text(message);
        auto frame = client.receive();
        ASSERT_TRUE(frame);
        EXPECT_EQ(frame->opcode, Opcode::text);
        EXPECT_EQ(frame->payload, message);
        client.binary(message);
        frame = client.receive();
        ASSERT_TRUE(frame);
        EXPECT_EQ(frame->opcode, Opcode::binary);
        EXPECT_EQ(frame->payload, message);
    }
}

TEST(WebSocket, BytesBehindTheHandshakeAreTheFirstFrames) {
    Fixture const fixture;
    WsClient client(fixture.server.port(), "/ws", "X-Pad: 1\r\n");
    http::testing::Client raw(fixture.server.port());
    raw.send(testing::handshake("/ws") + masked(Opcode::text, "early") +
             masked(Opcode::text, "birds").substr(0, 8));
    ASSERT_EQ(raw.receive()->status, 101);
    EXPECT_EQ(raw.take(7),
              "\x81\x05"
              "early");
    raw.send(masked(Opcode::text, "birds").substr(8));
    EXPECT_EQ(raw.take(7),
              "\x81\x05"
              "birds");
}

TEST(WebSocket, AnswersPingsAndIgnoresPongs) {
    Fixture const fixture;
    auto client = fixture.client();
    client.send(masked(Opcode::pong, "nobody asked"));
    for (std::string const& payload : {std::string{}, std::string("hello"), std::string(125, '\xfe')}) {
        client.send(masked(Opcode::ping, payload));
        auto const frame = client.receive();
        ASSERT_TRUE(frame);
        EXPECT_EQ(frame->opcode, Opcode::pong);
        EXPECT_EQ(frame->payload, payload);
    }
    client.send(masked(Opcode::text, "a", false) + masked(Opcode::ping, "p") +
                masked(Opcode::continuation, "b"));
    EXPECT_EQ(client.receive()->payload, "p");
    EXPECT_EQ(client.receive()->payload, "ab");
}

TEST(WebSocket, ThePeersCloseIsAnsweredWithItsCode) {
    Fixture fixture;
    for (unsigned const code : {1000U, 1001U, 3000U, 4999U}) {
        auto client = fixture.client();
        client.send(masked(Opcode::close, close_payload(code, "bye")));
        EXPECT_EQ(client.closed_with(), code);
        EXPECT_TRUE(client.ended());
    }
    auto client = fixture.client();
    client.send(masked(Opcode::close, ""));
    auto const answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->opcode, Opcode::close);
    EXPECT_EQ(answer->payload, "");
    EXPECT_TRUE(client.ended());
    EXPECT_TRUE(eventually([&] { return fixture.log.closed().size() == 5; }));
    EXPECT_EQ(fixture.log.closed().back(), Close::no_status);
    EXPECT_EQ(fixture.log.closed().front(), Close::normal);
}

TEST(WebSocket, OurCloseWaitsForThePeers) {
    Fixture fixture;
    auto client = fixture.client();
    client.text("one");
    client.text("close");
    client.text("not heard");
    EXPECT_EQ(client.receive()->payload, "one");
    auto const frame = client.receive();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->opcode, Opcode::close);
    EXPECT_EQ(frame->payload, close_payload(4001, "as you wish"));
    EXPECT_TRUE(eventually([&] { return fixture.log.closed() == std::vector{static_cast<Close>(4001)}; }));
    client.send(masked(Opcode::close, close_payload(4001)));
    EXPECT_TRUE(client.ended());
    EXPECT_EQ(fixture.log.messages, 2);
}

TEST(WebSocket, AViolationClosesWithItsCodeAndEnds) {
    Fixture fixture({.limits = {.message_bytes = 1000, .fragments = 4}});
    auto const code = [&](std::string const& bytes) {
        auto client = fixture.client();
        client.send(bytes);
        auto const closed = client.closed_with();
        client.send(masked(Opcode::close, close_payload(closed)));
        client.raw().finish_sending();
        EXPECT_TRUE(client.ended());
        return closed;
    };
    EXPECT_EQ(code("\x81\x01x"), 1002U);
    EXPECT_EQ(code(masked(Opcode::text, "\xff")), 1007U);
    EXPECT_EQ(code(masked(Opcode::text, std::string(1001, 'x'))), 1009U);
    std::string flood = masked(Opcode::text, "", false);
    for (int i = 0; i < 10; ++i) flood += masked(Opcode::continuation, "", false);
    EXPECT_EQ(code(flood), 1008U);
    EXPECT_EQ(code(masked(Opcode::text, "throw")), 1011U);
    EXPECT_TRUE(eventually([&] { return fixture.log.closed().size() == 5; }));
}

TEST(WebSocket, AConnectionThatJustEndsIsAbnormal) {
    Fixture fixture;
    {
        auto const client = fixture.client();
    }
    EXPECT_TRUE(eventually([&] { return fixture.log.closed() == std::vector{Close::abnormal}; }));
    auto client = fixture.client();
    client.text("drop");
    EXPECT_EQ(client.closed_with(), 1006U);
    EXPECT_TRUE(eventually([&] { return fixture.log.closed().size() == 2; }));
}

TEST(WebSocket, ASlowReaderIsClosedAndItsQueueGoes) {
    Fixture fixture({.limits = {.queue_bytes = 256 * 1024}});
    auto client = fixture.client();
    client.text("hello");
    EXPECT_EQ(client.receive()->payload, "hello");
    auto const big = std::make_shared<std::string const>(32 * 1024, 'z');
    std::atomic<std::size_t> most = 0;
    std::atomic<bool> closed = false;
    EXPECT_TRUE(eventually([&] {
        fixture.on_loop([&](Socket& socket) {
            for (int i = 0; i < 32 && socket.open(); ++i) {
                socket.send(Kind::text, big);
                most = std::max<std::size_t>(most, socket.queued_bytes());
            }
            closed = !socket.open();
        });
        return closed.load();
    }));
    EXPECT_LE(most, 256 * 1024 + 33 * 1024U);
    EXPECT_TRUE(eventually([&] { return fixture.log.closed() == std::vector{Close::try_again}; }));
    // It reads on: whole messages, and then the reason.
    std::size_t whole = 0;
    while (auto const frame = client.receive()) {
        if (frame->opcode == Opcode::close) {
            EXPECT_EQ(frame->close_code(), 1013U);
            break;
        }
        EXPECT_EQ(frame->payload.size(), big->size());
        ++whole;
    }
    EXPECT_GT(whole, 0U);
}

TEST(WebSocket, WhoSendsMuchHearsWhenItIsOut) {
    Fixture fixture({.limits = {.queue_bytes = 64 << 20}});
    auto client = fixture.client();
    auto const big = std::make_shared<std::string const>(16 << 20, 'z');
    fixture.on_loop([&](Socket& socket) { socket.send(Kind::binary, big); });
    EXPECT_EQ(client.receive()->payload, *big);
    EXPECT_TRUE(eventually([&] { return fixture.log.drained > 0; }));
}

TEST(WebSocket, APausedSocketReadsNothingUntilItGoesOn) {
    Fixture fixture;
    auto client = fixture.client();
    std::string bytes = masked(Opcode::text, "pause");
    for (int i = 0; i < 100; ++i) bytes += masked(Opcode::text, "after");
    client.send(bytes);
    EXPECT_TRUE(eventually([&] { return fixture.log.messages == 1; }));
    std::atomic<bool> asked = false;
    fixture.on_loop([&](Socket&) { asked = true; });
    EXPECT_TRUE(eventually([&] { return asked.load(); }));
    EXPECT_EQ(fixture.log.messages, 1);
    client.text("last");
    fixture.on_loop([](Socket& socket) { socket.resume(); });
    for (int i = 0; i < 100; ++i) ASSERT_EQ(client.receive()->payload, "after");
    EXPECT_EQ(client.receive()->payload, "last");
}

TEST(WebSocket, APausedSocketCanClose) {
    Fixture fixture;
    auto client = fixture.client();
    client.send(masked(Opcode::text, "pause") + masked(Opcode::text, "held"));
    EXPECT_TRUE(eventually([&] { return fixture.log.messages == 1; }));
    fixture.on_loop([](Socket& socket) { socket.close(Close::policy); });
    EXPECT_EQ(client.closed_with(), 1008U);
    client.send(masked(Opcode::close, close_payload(1008)));
    EXPECT_TRUE(client.ended());
    EXPECT_EQ(fixture.log.messages, 1);
}

TEST(WebSocket, ASilentPeerIsPingedAndThenDropped) {
    Fixture fixture({.limits = {.ping_every = milliseconds{100}, .pong_within = milliseconds{100}}});
    auto client = fixture.client();
    auto const ping = client.receive();
    ASSERT_TRUE(ping);
    EXPECT_EQ(ping->opcode, Opcode::ping);
    EXPECT_EQ(client.closed_with(), 1006U);
    EXPECT_TRUE(eventually([&] { return fixture.log.closed() == std::vector{Close::abnormal}; }));
}

TEST(WebSocket, APeerThatAnswersPingsStays) {
    Fixture fixture({.limits = {.ping_every = milliseconds{10}, .pong_within = milliseconds{100}}});
    auto client = fixture.client();
    for (int i = 0; i < 3; ++i) {
        auto const ping = client.receive();
        ASSERT_TRUE(ping);
        ASSERT_EQ(ping->opcode, Opcode::ping);
        client.send(masked(Opcode::pong, ping->payload));
    }
    client.text("still here");
    EXPECT_EQ(client.receive()->payload, "still here");
}

TEST(WebSocket, AStoppingServerSaysSoAndIsDrainedWhenAllHaveLeft) {
    Fixture fixture;
    auto client = fixture.client();
    client.text("hello");
    EXPECT_EQ(client.receive()->payload, "hello");
    fixture.server.server->stop(seconds{5});
    auto const frame = client.receive();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->close_code(), 1012U);
    EXPECT_FALSE(fixture.server.server->drained());
    client.send(masked(Opcode::close, close_payload(1012)));
    EXPECT_TRUE(client.ended());
    EXPECT_TRUE(eventually([&] { return fixture.server.server->drained(); }));
    EXPECT_EQ(fixture.log.closed(), std::vector{Close::restart});
}

TEST(WebSocket, WhoDoesNotLeaveIsEndedAfterTheGrace) {
    Fixture fixture;
    auto client = fixture.client();
    client.text("hello");
    EXPECT_EQ(client.receive()->payload, "hello");
    fixture.server.server->stop(milliseconds{50});
    EXPECT_TRUE(eventually([&] { return fixture.server.server->drained(); }));
    EXPECT_EQ(client.closed_with(), 1012U);
}

TEST(WebSocket, CountsAsAConnectionOfItsServer) {
    http::ServerOptions options;
    options.limits.connections = 2;
    Fixture const fixture({}, options);
    auto first = fixture.client();
    auto second = fixture.client();
    EXPECT_EQ(second.reply.status, 101);
    EXPECT_EQ(fixture.server.get("/").status, 503);
    first.send(masked(Opcode::close, ""));
    EXPECT_TRUE(first.ended());
    EXPECT_TRUE(eventually([&] { return fixture.server.get("/").status == 200; }));
}

TEST(WebSocket, LivesOnTheLoopItWasGiven) {
    Fixture fixture({}, {}, 3);
    fixture.home = 2;
    std::vector<std::unique_ptr<WsClient>> clients;
    for (int i = 0; i < 12; ++i) {
        clients.push_back(std::make_unique<WsClient>(fixture.server.port(), "/ws"));
        clients.back()->text("where");
        EXPECT_EQ(clients.back()->receive()->payload, "where");
    }
    EXPECT_EQ(fixture.log.loops, std::set{fixture.server.loops[2].get()});
    fixture.server.server->stop(seconds{5});
    for (auto const& client : clients) EXPECT_EQ(client->closed_with(), 1012U);
    clients.clear();
    EXPECT_TRUE(eventually([&] { return fixture.server.server->drained(); }));
}

TEST(WebSocket, AServerMayGoWhileSocketsAreOpen) {
    auto fixture = std::make_unique<Fixture>();
    auto client = fixture->client();
    client.text("hello");
    EXPECT_EQ(client.receive()->payload, "hello");
    auto const kept = fixture->log.socket();
    fixture.reset();
    EXPECT_EQ(client.closed_with(), 1006U);
    EXPECT_FALSE(kept->open());
}

}  // namespace
}  // namespace ax::ws
