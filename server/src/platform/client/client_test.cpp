// Size: every way a peer can misbehave, and every way to write this machine's address, against one fixture.
#include "platform/client/client.h"

#include "platform/client/testing.h"
#include "platform/runtime/loop.h"

#include <future>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::client {
namespace {

using ::testing::AnyOf;
using testing::Connection;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Peer;
using ::testing::StartsWith;
using Kind = ClientError::Kind;
using Sent = std::expected<HttpAnswer, ClientError>;

struct Received {
    std::string head;
    std::string body;
};

/// Speaks HTTP/1.1 on each connection until it is closed; `answer` makes the complete answer of each request.
Peer::Script http(std::function<std::string(Received const&)> answer) {
    return [answer = std::move(answer)](Connection& connection) {
        while (true) {
            Received request;
            std::size_t length = 0;
            for (std::string line = connection.line(); !line.empty(); line = connection.line()) {
                request.head += line + "\n";
                if (line.starts_with("Content-Length: "))
                    length = std::stoul(line.substr(16));
            }
            request.body = connection.bytes(length);
            connection.write(answer(request));
        }
    };
}

std::string ok(std::string_view body) {
    return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nX-Kind: test\r\n\r\n{}", body.size(), body);
}

class HttpClient : public ::testing::Test {
protected:
    explicit HttpClient(ClientOptions options = {}) : client_(std::move(options)) {}
    ~HttpClient() override {
        loop_.stop();
        thread_.join();
    }
    std::future<Sent> start(HttpRequest request) {
        auto promise = std::make_shared<std::promise<Sent>>();
        auto future = promise->get_future();
        loop_.post([this, promise, request = std::move(request)]() mutable {
            ax::start(client_.send(std::move(request)), [promise](std::exception_ptr failure, Sent* value) {
                failure ? promise->set_exception(failure) : promise->set_value(std::move(*value));
            });
        });
        return future;
    }
    Sent send(HttpRequest request) { return start(std::move(request)).get(); }
    Kind error(HttpRequest request) {
        auto const sent = send(std::move(request));
        EXPECT_FALSE(sent.has_value());
        return sent ? Kind::invalid : sent.error().kind;
    }
    static std::string url(Peer const& peer, std::string_view path = "/") {
        return fmt::format("http://127.0.0.1:{}{}", peer.port(), path);
    }

    runtime::Loop loop_;
    Client client_;  // goes before its loop
    std::thread thread_{[this] { loop_.run(); }};
};

TEST_F(HttpClient, GetsStatusHeadersAndBody) {
    Peer peer(http([](Received const& got) { return ok(got.head); }));
    auto const answer = send({.url = url(peer, "/orders/1?x=y")});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->header("x-KIND"), "test");
    EXPECT_EQ(answer->header("absent"), "");
    EXPECT_THAT(answer->body, StartsWith("GET /orders/1?x=y HTTP/1.1\n"));
    EXPECT_THAT(answer->body, HasSubstr("User-Agent: AspireX\n"));
}

TEST_F(HttpClient, PostsBodyHeadersAndCredentials) {
    Peer peer(http([](Received const& got) { return ok(got.head + "|" + got.body); }));
    std::string const body("{\"a\":\"\0\"}", 9);
    auto const answer = send({.method = "POST",
                              .url = url(peer),
                              .headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}},
                              .body = body,
                              .basic_user = "rzp_test",
                              .basic_password = "s:ecret"});
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->body, StartsWith("POST / HTTP/1.1\n"));
    EXPECT_THAT(answer->body, HasSubstr("Content-Type: application/json\n"));
    EXPECT_THAT(answer->body, HasSubstr("X-Empty:\n"));
    EXPECT_THAT(answer->body, HasSubstr("Authorization: Basic cnpwX3Rlc3Q6czplY3JldA==\n"));
    EXPECT_THAT(answer->body, Not(HasSubstr("Expect:")));
    EXPECT_THAT(answer->body, ::testing::EndsWith("|" + body));
}

TEST_F(HttpClient, OtherMethodsAreSentAsNamed) {
    Peer peer(http([](Received const& got) { return ok(got.head + "|" + got.body); }));
    EXPECT_THAT(send({.method = "DELETE", .url = url(peer)})->body, StartsWith("DELETE / HTTP/1.1\n"));
    auto const patched = send({.method = "PATCH", .url = url(peer), .body = "x"});
    EXPECT_THAT(patched->body, StartsWith("PATCH / HTTP/1.1\n"));
    EXPECT_THAT(patched->body, Not(HasSubstr("Content-Type")));
    EXPECT_THAT(patched->body, ::testing::EndsWith("|x"));
    EXPECT_EQ(send({.method = "POST", .url = url(peer)})->status, 200);
}

TEST_F(HttpClient, AnErrorStatusIsAnAnswer) {
    Peer peer(http([](Received const&) { return "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"; }));
    auto const answer = send({.url = url(peer)});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->body, "busy");
}

TEST_F(HttpClient, ReusesItsConnections) {
    Peer peer(http([](Received const&) { return ok("x"); }));
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(send({.url = url(peer)}));
    EXPECT_EQ(peer.connections(), 1);
}

TEST_F(HttpClient, ManyRequestsAtATime) {
    Peer peer(http([](Received const& got) { return ok(got.body); }));
    std::vector<std::future<Sent>> sent;
    for (int i = 0; i < 100; ++i)
        sent.push_back(start({.method = "POST", .url = url(peer), .body = std::to_string(i)}));
    for (std::size_t i = 0; i < sent.size(); ++i) {
        auto const answer = sent[i].get();
        ASSERT_TRUE(answer) << answer.error().detail;
        EXPECT_EQ(answer->body, std::to_string(i));
    }
    EXPECT_LE(peer.connections(), 16);
}

TEST_F(HttpClient, ASilentPeerIsATimeout) {
    Peer peer([](Connection& connection) { connection.hang(); });
    EXPECT_EQ(error({.url = url(peer), .timeout = milliseconds{100}}), Kind::timeout);
    // And the loop is not held up by it.
    Peer other(http([](Received const&) { return ok("x"); }));
    auto const slow = start({.url = url(peer), .timeout = seconds{5}});
    EXPECT_TRUE(send({.url = url(other)}));
    EXPECT_EQ(slow.wait_for(std::chrono::seconds{0}), std::future_status::timeout);
}

TEST_F(HttpClient, NobodyListeningIsAConnectError) {
    std::string nobody;
    {
        Peer peer([](Connection&) {});
        nobody = url(peer);
    }
    EXPECT_EQ(error({.url = nobody}), Kind::connect);
    EXPECT_EQ(error({.url = "http://no-such-host.invalid/"}), Kind::connect);
}

TEST_F(HttpClient, PlainTextWhereTlsShouldBeIsATlsError) {
    Peer peer([](Connection& connection) { connection.write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    EXPECT_EQ(error({.url = fmt::format("https://127.0.0.1:{}/", peer.port())}), Kind::tls);
}

TEST_F(HttpClient, TooMuchIsGivenUp) {
    Peer announced(http([](Received const&) { return ok(std::string(2000, 'x')); }));
    EXPECT_EQ(error({.url = url(announced), .max_bytes = 1999}), Kind::too_large);
    EXPECT_TRUE(send({.url = url(announced), .max_bytes = 2000}));
    Peer endless([](Connection& connection) {
        connection.write("HTTP/1.1 200 OK\r\n\r\n");
        while (true) connection.write(std::string(4096, 'x'));
    });
    EXPECT_EQ(error({.url = url(endless)}), Kind::too_large);
}

TEST_F(HttpClient, GarbageAndBrokenOffAnswersAreProtocolErrors) {
    Peer garbage([](Connection& connection) { connection.write("SSH-2.0-OpenSSH_9.2\r\n"); });
    EXPECT_EQ(error({.url = url(garbage)}), Kind::protocol);
    Peer cut([](Connection& connection) {
        connection.line();
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    });
    EXPECT_EQ(error({.url = url(cut)}), Kind::protocol);
    Peer headers([](Connection& connection) {
        connection.write("HTTP/1.1 200 OK\r\n");
        while (true) connection.write("X-More: " + std::string(1000, 'x') + "\r\n");
    });
    EXPECT_EQ(error({.url = url(headers)}), Kind::protocol);
}

TEST_F(HttpClient, RedirectsAreFollowedOnlyWhenAsked) {
    Peer target(http([](Received const& got) { return ok(got.head); }));
    auto const there = url(target, "/there");
    Peer peer(http([&](Received const&) {
        return fmt::format("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 4\r\n\r\nmove", there);
    }));
    EXPECT_EQ(send({.url = url(peer)})->status, 302);
    auto const followed =
        send({.url = url(peer), .basic_user = "u", .basic_password = "p", .follow_redirects = true});
    EXPECT_EQ(followed->status, 200);
    EXPECT_THAT(followed->body, StartsWith("GET /there"));
    EXPECT_THAT(followed->body, Not(HasSubstr("Authorization")));
    Peer leaving(http([](Received const&) {
        return "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n";
    }));
    EXPECT_EQ(error({.url = url(leaving), .follow_redirects = true}), Kind::protocol);
}

TEST_F(HttpClient, UnsafeRequestsAreNotSent) {
    Peer peer(http([](Received const&) { return ok("x"); }));
    EXPECT_EQ(error({.url = "file:///etc/passwd"}), Kind::invalid);
    EXPECT_EQ(error({.url = "gopher://127.0.0.1/"}), Kind::invalid);
    EXPECT_EQ(error({.url = "http://u:p@127.0.0.1/"}), Kind::invalid);
    EXPECT_EQ(error({.url = "http://"}), Kind::invalid);
    EXPECT_EQ(error({.url = url(peer), .headers = {{"X-A", "a\r\nX-B: b"}}}), Kind::invalid);
    EXPECT_EQ(error({.url = url(peer), .headers = {{"X A", "a"}}}), Kind::invalid);
    EXPECT_EQ(error({.method = "GET /x", .url = url(peer)}), Kind::invalid);
    EXPECT_EQ(peer.connections(), 0);
}

TEST(HttpClientOffLoop, IsABug) {
    Client client;
    EXPECT_THROW(std::ignore = run_inline(client.send({.url = "http://127.0.0.1/"})), std::logic_error);
}

TEST_F(HttpClient, AGuardedRequestNeverReachesThisMachine) {
    Peer peer(http([](Received const&) { return ok("secret"); }));
    // Every way to write it: what counts is the address that is connected to.
    for (auto const* const host : {"127.0.0.1",
                                   "127.1",
                                   "127.0.1",
                                   "2130706433",
                                   "0x7f000001",
                                   "0x7f.1",
                                   "0177.0.0.1",
                                   "017700000001",
                                   "0x7F.0x0.0x0.0x1",
                                   "0.0.0.0",
                                   "0",
                                   "127.0.0.1.",
                                   "[::1]",
                                   "[::]",
                                   "[0:0:0:0:0:0:0:1]",
                                   "[::ffff:127.0.0.1]",
                                   "[::ffff:7f00:1]",
                                   "localhost",
                                   "LOCALHOST",
                                   "localhost.",
                                   "me.localhost"}) {
        auto const sent = send({.url = fmt::format("https://{}:{}/", host, peer.port()),
                                .timeout = seconds{3},
                                .guarded = true});
        ASSERT_FALSE(sent) << host;
        EXPECT_THAT(sent.error().kind, AnyOf(Kind::forbidden, Kind::connect, Kind::invalid)) << host;
        EXPECT_EQ(peer.connections(), 0) << host;
    }
    for (
        auto const* const host :
        {"127.0.0.1",      "2130706433",         "0x7f.1",    "0177.0.0.1",        "127.1",
         "0.0.0.0",        "[::ffff:127.0.0.1]", "localhost", "169.254.169.254",   "[::ffff:169.254.169.254]",
         "2852039166",     "0xa9fea9fe",         "10.0.0.1",  "172.16.0.1",        "192.168.0.1",
         "100.64.0.1",     "[fd00::1]",          "[fe80::1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]",
         "[64:ff9b:1::1]", "[2002:7f00:1::]",    "[2001::1]", "[ff02::1]"})
        EXPECT_EQ(error({.url = fmt::format("https://{}:{}/", host, peer.port()),
                         .timeout = seconds{3},
                         .guarded = true}),
                  Kind::forbidden)
            << host;
    EXPECT_NE(error({.url = url(peer), .guarded = true}), Kind::forbidden) << "http is not even tried";
    EXPECT_EQ(peer.connections(), 0);
    // Not by a connection of somebody else's request either.
    ASSERT_TRUE(send({.url = url(peer)}));
    EXPECT_FALSE(send({.url = url(peer), .guarded = true}));
    EXPECT_EQ(peer.connections(), 1);
}

class GuardedClient : public HttpClient {
protected:
    GuardedClient() : HttpClient(ClientOptions{.guarded_loopback = true}) {}
};

TEST_F(GuardedClient, RedirectsAreCheckedAgain) {
    Peer peer(http([](Received const& got) {
        if (got.head.starts_with("GET /away"))
            return std::string(
                "HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n");
        if (got.head.starts_with("GET /file"))
            return std::string(
                "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n");
        if (got.head.starts_with("GET /round"))
            return std::string("HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n");
        return ok("calendar");
    }));
    auto const guarded = [&](std::string_view path) {
        return HttpRequest{.url = url(peer, path), .follow_redirects = true, .guarded = true};
    };
    EXPECT_EQ(send(guarded("/"))->body, "calendar");
    EXPECT_EQ(error(guarded("/away")), Kind::forbidden);
    EXPECT_FALSE(send(guarded("/file")));
    auto const before = peer.connections();
    EXPECT_FALSE(send(guarded("/round")));
    EXPECT_LE(peer.connections() - before, 4) << "the first and three redirects";
}

}  // namespace
}  // namespace ax::client
