#include "net/test_server.h"
#include "platform/runtime/pool.h"

#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::http {
namespace {

using testing::Client;
using testing::echo;
using testing::eventually;
using ::testing::HasSubstr;
using testing::TestServer;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";

// Deadlines are swept once a second, so each of these tests takes about one.
ServerOptions impatient() {
    ServerOptions options;
    options.limits.header_deadline = milliseconds{100};
    options.limits.idle = milliseconds{100};
    options.limits.body_grace = milliseconds{100};
    return options;
}

TEST(Deadlines, ASlowHeadIsAnswered408AndClosed) {
    TestServer const server(echo, impatient());
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: te");
    auto const reply = client.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 408);
    EXPECT_THAT(reply->body, HasSubstr("\"reason\":\"request.timeout\""));
    EXPECT_TRUE(client.closed());
}

TEST(Deadlines, DripsOfHeaderDoNotExtendTheDeadline) {
    TestServer const server(echo, impatient());
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\n");
    auto const start = std::chrono::steady_clock::now();
    // Each poll sends one more line; a deadline that counted from the last byte would never come.
    EXPECT_TRUE(eventually(
        [&] { return !client.send("A: b\r\n") || std::chrono::steady_clock::now() - start > seconds{5}; }));
    EXPECT_LT(std::chrono::steady_clock::now() - start, seconds{5});
}

TEST(Deadlines, ASilentConnectionIsClosedWithoutAWord) {
    TestServer const server(echo, impatient());
    Client silent(server.port());
    EXPECT_FALSE(silent.receive());
    Client idle(server.port());
    ASSERT_TRUE(idle.ask(kGet));
    EXPECT_FALSE(idle.receive());
}

TEST(Deadlines, ASlowBodyIsAnswered408AndClosed) {
    TestServer const server(echo, impatient());
    for (auto const* const start :
         {"Content-Length: 1000\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
        Client client(server.port());
        client.send(std::string("POST / HTTP/1.1\r\nHost: test\r\n") + start);
        auto const reply = client.receive();
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->status, 408);
        EXPECT_TRUE(client.closed());
    }
}

TEST(Deadlines, AClientThatStopsReadingIsCutOff) {
    auto options = impatient();
    options.limits.stall = milliseconds{100};
    auto const big = std::make_shared<std::string const>(64 * 1024 * 1024, 'z');
    TestServer const server(
        [&big](Request const&) -> Task<Response> {
            Response response;
            response.shared_body = big;
            co_return response;
        },
        options);
    Client client(server.port());
    client.send(kGet);
    // Only the last owner is left once the server has let the response go.
    EXPECT_TRUE(eventually([&] { return big.use_count() > 1; }));
    EXPECT_TRUE(eventually([&] { return big.use_count() == 1; }));
}

TEST(Deadlines, ARunningHandlerHasNone) {
    runtime::Pool pool(1, 4);
    std::atomic<bool> release = false;
    TestServer const server(
        [&](Request const& request) -> Task<Response> {
            Response response;
            if (request.path == "/slow")
                co_await pool.run([&] { return eventually([&] { return release.load(); }); });
            co_return response;
        },
        impatient());
    Client slow(server.port());
    slow.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
    Client idle(server.port());
    EXPECT_TRUE(idle.closed());  // at least one sweep has passed by now
    release = true;
    auto const reply = slow.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
}

TEST(Drain, LetsTheRunningRequestEndAndClosesTheIdle) {
    runtime::Pool pool(1, 4);
    std::atomic<bool> running = false;
    std::atomic<bool> release = false;
    TestServer const server([&](Request const& request) -> Task<Response> {
        Response response;
        if (request.path == "/slow") {
            running = true;
            co_await pool.run([&] { return eventually([&] { return release.load(); }); });
        }
        co_return response;
    });
    Client idle(server.port());
    ASSERT_TRUE(idle.ask(kGet));
    Client slow(server.port());
    slow.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n");
    ASSERT_TRUE(eventually([&] { return running.load(); }));
    EXPECT_FALSE(server.server->drained());
    server.server->stop(seconds{30});
    EXPECT_TRUE(idle.closed());
    EXPECT_FALSE(server.server->drained());
    EXPECT_THROW(Client(server.port()), std::runtime_error);
    release = true;
    auto const reply = slow.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->header("connection"), "close");
    EXPECT_TRUE(slow.closed());
    EXPECT_TRUE(eventually([&] { return server.server->drained(); }));
}

TEST(Drain, WhoHasAskedBeforeTheStopIsAnswered) {
    TestServer const server(echo);
    Client idle(server.port());
    ASSERT_TRUE(idle.ask(kGet));
    std::promise<void> go;
    server.loops[0]->post([future = go.get_future()]() mutable { future.wait(); });
    // The loop stands still: nobody of these is accepted or read before the stop.
    std::vector<std::unique_ptr<Client>> fresh;
    for (int i = 0; i < 5; ++i) {
        fresh.push_back(std::make_unique<Client>(server.port()));
        fresh.back()->send(kGet);
    }
    idle.send(kGet);
    server.server->stop(seconds{30});
    go.set_value();
    auto const again = idle.receive();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status, 200);
    for (auto const& client : fresh) {
        auto const reply = client->receive();
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->status, 200);
        EXPECT_EQ(reply->header("connection"), "close");
    }
    EXPECT_TRUE(eventually([&] { return server.server->drained(); }));
}

TEST(Drain, WindingDownServesAndClosesEachConnectionBehindItsAnswer) {
    TestServer const server(echo);
    Client before(server.port());
    ASSERT_TRUE(before.ask(kGet));
    server.server->wind_down();
    auto const reply = before.ask(kGet);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->header("connection"), "close");
    EXPECT_TRUE(before.closed());
    EXPECT_EQ(server.get("/later").header("connection"), "close");
    EXPECT_FALSE(server.server->drained());
}

TEST(Drain, CutsOffWhatIsLeftAfterTheGrace) {
    TestServer const server(echo);
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_EQ(server.get("/").status, 200);  // the loop has seen the first one by now
    server.server->stop(milliseconds{50});
    EXPECT_TRUE(client.closed());
    EXPECT_TRUE(eventually([&] { return server.server->drained(); }));
}

TEST(Drain, AServerMayEndWithConnectionsOpen) {
    auto server = std::make_unique<TestServer>(echo);
    Client idle(server->port());
    ASSERT_TRUE(idle.ask(kGet));
    Client half(server->port());
    half.send("GET / HT");
    server.reset();
    EXPECT_TRUE(idle.closed());
    EXPECT_TRUE(half.closed());
}

}  // namespace
}  // namespace ax::http
