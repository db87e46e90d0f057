// Size: one server over real sockets, many short cases.
#include "platform/http/server.h"

#include "net/test_server.h"
#include "platform/http/problem.h"
#include "platform/runtime/pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::http {
namespace {

using testing::Client;
using testing::echo;
using testing::eventually;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using testing::Reply;
using testing::TestServer;

std::string get(std::string_view path) {
    return std::string("GET ").append(path).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
}

TEST(HttpServer, AnswersWithTheHeadersEveryResponseHas) {
    TestServer const server(echo);
    Reply const reply = server.get("/hello?a=1");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "GET /hello?a=1 []");
    EXPECT_EQ(reply.header("content-length"), "17");
    EXPECT_THAT(reply.header("x-request-id"), MatchesRegex("[0-9a-f]{16}"));
    EXPECT_THAT(reply.header("date"), MatchesRegex("[A-Z][a-z]+, [0-9]+ [A-Z][a-z]+ 20[0-9]+ [0-9:]+ GMT"));
    EXPECT_EQ(reply.header("connection"), "");
}

TEST(HttpServer, KeepsOneConnectionForManyRequestsWithDifferentIds) {
    TestServer const server(echo);
    Client client(server.port());
    std::string last;
    for (int i = 0; i < 50; ++i) {
        auto const reply = client.ask(get("/" + std::to_string(i)));
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->body, "GET /" + std::to_string(i) + " []");
        EXPECT_NE(reply->header("x-request-id"), last);
        last = reply->header("x-request-id");
    }
}

TEST(HttpServer, AnswersAHundredPipelinedRequestsInOrder) {
    TestServer const server(echo);
    Client client(server.port());
    std::string all;
    for (int i = 0; i < 100; ++i)
        all += i % 3 == 0
                   ? "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\nab"
                   : get("/" + std::to_string(i));
    client.send(all);
    for (int i = 0; i < 100; ++i) {
        auto const reply = client.receive();
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->body, (i % 3 == 0 ? "POST /" + std::to_string(i) + " [ab]"
                                           : "GET /" + std::to_string(i) + " []"));
    }
}

TEST(HttpServer, ReadsRequestsThatAreCutAtAnyByte) {
    TestServer const server(echo);
    std::string const sample =
        "GET /a HTTP/1.1\r\nHost: test\r\n\r\n"
        "POST /b HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello"
        "POST /c HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n"
        "GET /d HTTP/1.1\r\nHost: test\r\n\r\n";
    for (std::size_t cut = 1; cut < sample.size(); ++cut) {
        Client client(server.port());
        client.send(sample.substr(0, cut));
        // The first answer proves that the first part was taken by itself, once it holds a whole request.
        auto first = cut >= 31 ? client.receive() : std::nullopt;
        client.send(sample.substr(cut));
        if (!first)
            first = client.receive();
        ASSERT_TRUE(first) << cut;
        EXPECT_EQ(first->body, "GET /a []");
        for (auto const* const expected : {"POST /b [hello]", "POST /c [abcde]", "GET /d []"}) {
            auto const reply = client.receive();
            ASSERT_TRUE(reply) << cut;
            EXPECT_EQ(reply->body, expected) << cut;
        }
    }
}

TEST(HttpServer, HeadHasTheHeadersOfGetAndNoBody) {
    TestServer const server(echo);
    Client client(server.port());
    client.send("HEAD /x HTTP/1.1\r\nHost: test\r\n\r\n" + get("/y"));
    auto const head = client.receive(true);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->header("content-length"), std::to_string(std::string("HEAD /x []").size()));
    auto const next = client.receive();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->body, "GET /y []");
}

TEST(HttpServer, Http10ClosesUnlessKeepAliveIsAsked) {
    TestServer const server(echo);
    Client once(server.port());
    auto const reply = once.ask("GET / HTTP/1.0\r\n\r\n");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->header("connection"), "close");
    EXPECT_TRUE(once.closed());

    Client kept(server.port());
    for (int i = 0; i < 2; ++i) {
        auto const again = kept.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        ASSERT_TRUE(again);
        EXPECT_EQ(again->header("connection"), "keep-alive");
    }
}

TEST(HttpServer, ConnectionCloseIsHonoured) {
    TestServer const server(echo);
    Client client(server.port());
    auto const reply = client.ask("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->header("connection"), "close");
    EXPECT_TRUE(client.closed());
}

TEST(HttpServer, AHalfClosedClientStillGetsItsAnswer) {
    TestServer const server(echo);
    Client client(server.port());
    client.send(get("/last"));
    client.finish_sending();
    auto const reply = client.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "GET /last []");
    EXPECT_TRUE(client.closed());
}

TEST(HttpServer, AsksForTheBodyOfAClientThatExpectsContinue) {
    TestServer const server(echo);
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    auto const interim = client.receive();
    ASSERT_TRUE(interim);
    EXPECT_EQ(interim->status, 100);
    client.send("abc");
    auto const reply = client.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "POST / [abc]");
}

TEST(HttpServer, TakesABodyOfTheLimitAndRefusesOneByteMoreUnread) {
    ServerOptions options;
    TestServer const server(echo, options);
    std::string const body(1024 * 1024, 'x');
    for (bool const chunked : {false, true}) {
        Client client(server.port());
        client.send(chunked ? "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"
                            : "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1048576\r\n\r\n");
        client.send(chunked ? "100000\r\n" + body + "\r\n0\r\n\r\n" : body);
        auto const reply = client.receive();
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->body.size(), body.size() + std::string("POST / []").size());

        Client greedy(server.port());
        auto const refused = greedy.ask(
            chunked ? "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n"
                    : "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1048577\r\n\r\n");
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->status, 413);
        EXPECT_THAT(refused->body, HasSubstr("\"reason\":\"request.body_too_large\""));
        EXPECT_TRUE(greedy.closed());
    }
}

TEST(HttpServer, ManySmallChunksCannotExceedTheLimitTogether) {
    ServerOptions options;
    options.limits.body_bytes = 10;
    TestServer const server(echo, options);
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 11; ++i) client.send("1\r\nx\r\n");
    auto const reply = client.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 413);
}

TEST(HttpServer, AnExceptionBecomesAProblemThatTellsNothing) {
    TestServer const server([](Request const& request) -> Task<Response> {
        if (request.path == "/outage")
            throw Outage("database at 10.0.0.5 is down", 7);
        throw std::runtime_error("secret detail");
        co_return Response{};
    });
    Reply const bug = server.get("/");
    EXPECT_EQ(bug.status, 500);
    EXPECT_EQ(bug.header("content-type"), "application/problem+json");
    EXPECT_EQ(bug.body,
              R"({"type":"urn:aspirex:problem:server.internal","title":"Internal Server Error","status":500,)"
              R"("reason":"server.internal","request_id":")" +
                  bug.header("x-request-id") + "\"}");
    Reply const outage = server.get("/outage");
    EXPECT_EQ(outage.status, 503);
    EXPECT_EQ(outage.header("retry-after"), "7");
    EXPECT_THAT(outage.body, Not(HasSubstr("10.0.0.5")));
}

TEST(HttpServer, TheTranslatorOfTheOptionsIsAsked) {
    ServerOptions options;
    options.on_exception = [](std::exception_ptr, Request const& request) {
        return problem(418, "test.translated", request.request_id);
    };
    TestServer const server(
        [](Request const&) -> Task<Response> {
            throw 1;
            co_return Response{};
        },
        options);
    EXPECT_EQ(server.get("/").status, 418);
}

TEST(HttpServer, AHandlerMayWaitForAnotherThread) {
    runtime::Pool pool(2, 16);
    TestServer const server([&pool](Request const&) -> Task<Response> {
        Response response;
        response.body = co_await pool.run([] { return std::string("from the pool"); });
        co_return response;
    });
    Client client(server.port());
    client.send(get("/1") + get("/2"));
    for (int i = 0; i < 2; ++i) {
        auto const reply = client.receive();
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->body, "from the pool");
    }
}

TEST(HttpServer, ServesOnSeveralLoops) {
    TestServer const server(echo, {}, 3);
    for (int i = 0; i < 60; ++i) EXPECT_EQ(server.get("/").status, 200);
}

TEST(HttpServer, APortInUseIsAnError) {
    TestServer const first(echo);
    runtime::Loop loop;
    runtime::Loop other;
    for (auto const& loops : {std::vector{&loop}, std::vector{&loop, &other}}) {
        ServerOptions options;
        options.port = first.port();
        Server second(loops, *first.handler, options);
        auto const started = second.start();
        ASSERT_FALSE(started);
        EXPECT_EQ(started.error().reason, "server.port_in_use");
    }
}

TEST(HttpServer, ConnectionsBeyondTheLimitAreTurnedAway) {
    ServerOptions options;
    options.limits.connections = 2;
    TestServer const server(echo, options);
    Client one(server.port());
    Client two(server.port());
    ASSERT_TRUE(one.ask(get("/")));
    ASSERT_TRUE(two.ask(get("/")));
    Client three(server.port());
    auto const reply = three.receive();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->status, 503);
    EXPECT_TRUE(three.closed());
}

TEST(HttpServer, AResponseLargerThanTheSocketBufferArrivesWhole) {
    auto const big = std::make_shared<std::string const>(16 * 1024 * 1024, 'z');
    TestServer const server([&big](Request const&) -> Task<Response> {
        Response response;
        response.shared_body = big;
        co_return response;
    });
    Client client(server.port());
    client.send(get("/1") + get("/2"));
    for (int i = 0; i < 2; ++i) {
        auto const reply = client.receive();
        ASSERT_TRUE(reply);
        EXPECT_TRUE(reply->body == *big);
    }
}

TEST(HttpServer, DoesNotReadOnWhileAResponseIsUnsent) {
    std::atomic<int> asked = 0;
    auto const big = std::make_shared<std::string const>(16 * 1024 * 1024, 'z');
    TestServer const server([&](Request const&) -> Task<Response> {
        ++asked;
        Response response;
        response.shared_body = big;
        co_return response;
    });
    Client client(server.port());
    client.send(get("/1") + get("/2") + get("/3"));
    // Another connection being served shows that the loop is past the first one's write.
    EXPECT_TRUE(eventually([&] { return asked == 1; }));
    Client(server.port()).send("x");
    EXPECT_EQ(asked, 1);
    EXPECT_TRUE(client.receive());
    EXPECT_TRUE(client.receive());
    EXPECT_TRUE(client.receive());
    EXPECT_EQ(asked, 3);
}

}  // namespace
}  // namespace ax::http
