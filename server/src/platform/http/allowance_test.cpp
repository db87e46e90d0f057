#include "net/test_server.h"

#include <gtest/gtest.h>

namespace ax::http {
namespace {

using testing::Client;
using testing::echo;
using testing::TestServer;

std::string post(std::size_t size) {
    return "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
}

ServerOptions small() {
    ServerOptions options;
    options.limits.body_bytes = 1000;
    options.limits.large_bodies = 2;
    return options;
}

TEST(Allowance, AHandlerMayTakeALargerBody) {
    TestServer const server(echo, small(), 1, {.body_bytes = 5'000'000});
    Client client(server.port());
    std::string const body(5'000'000, 'b');
    auto const reply = client.ask(post(body.size()) + body);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "POST / [" + body + "]");
    EXPECT_EQ(client.ask(post(5'000'001))->status, 413);
}

TEST(Allowance, ChunkedBodiesToo) {
    TestServer const server(echo, small(), 1, {.body_bytes = 3000});
    std::string const head = "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
    std::string const chunk = "3e8\r\n" + std::string(1000, 'c') + "\r\n";
    Client client(server.port());
    EXPECT_EQ(client.ask(head + chunk + chunk + chunk + "0\r\n\r\n")->status, 200);
    EXPECT_EQ(client.ask(head + chunk + chunk + chunk + chunk + "0\r\n\r\n")->status, 413);
}

TEST(Allowance, NobodyElseMay) {
    TestServer const server(echo, small());
    EXPECT_EQ(Client(server.port()).ask(post(1001))->status, 413);
}

TEST(Allowance, LargeBodiesAreBoundedInNumber) {
    TestServer const server(echo, small(), 1, {.body_bytes = 5000});
    Client first(server.port());
    Client second(server.port());
    first.send(post(2000) + "x");
    second.send(post(2000) + "x");
    // Whoever comes while both are being read is told to come back; usual requests go on.
    EXPECT_TRUE(testing::eventually([&] {
        auto const reply = Client(server.port()).ask(post(2000) + std::string(2000, 'x'));
        return reply && reply->status == 503 && reply->header("retry-after") == "5";
    }));
    EXPECT_EQ(server.get("/").status, 200);
    first.send(std::string(1999, 'x'));
    EXPECT_EQ(first.receive()->status, 200);
    EXPECT_EQ(Client(server.port()).ask(post(2000) + std::string(2000, 'x'))->status, 200);
}

// More than the buffers of both ends hold: only who reads on lets the client come to the answer.
TEST(Allowance, WhoSendsFarTooMuchStillGetsTheAnswer) {
    TestServer const server(echo);
    auto const reply = Client(server.port()).ask(post(24'000'000) + std::string(24'000'000, 'x'));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 413);
}

TEST(Allowance, UnknownMethodsAreForWhoWantsThem) {
    std::string const brew = "BREW /pot HTTP/1.1\r\nHost: test\r\n\r\n";
    TestServer const strict(echo);
    EXPECT_EQ(Client(strict.port()).ask(brew)->status, 501);
    TestServer const any(echo, {}, 1, {.any_method = true});
    auto const reply = Client(any.port()).ask(brew);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "BREW /pot []");
    EXPECT_EQ(Client(any.port()).ask("TRACE / HTTP/1.1\r\nHost: test\r\n\r\n")->status, 405);
}

}  // namespace
}  // namespace ax::http
