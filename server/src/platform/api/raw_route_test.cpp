#include "net/test_server.h"
#include "platform/api/limits.h"
#include "platform/api/router.h"

#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

// Routes outside the JSON contract, over real HTTP.
namespace ax::api {
namespace {

using contract::Verb;
using http::testing::Client;

struct Nobody final : Authenticator {
    Task<std::optional<Caller>> authenticate(std::string_view) override { co_return std::nullopt; }
};
struct NoKeys final : IdempotencyStore {
    Task<Result<std::optional<Answer>>> claim(AccountId, std::string_view, std::string_view,
                                              std::string_view) override {
        co_return std::optional<Answer>{};
    }
    Task<void> finish(AccountId, std::string_view, std::string_view, Answer) override { co_return; }
    Task<void> release(AccountId, std::string_view, std::string_view) override { co_return; }
};

class RawRoutes : public ::testing::Test {
protected:
    RawRoutes() {
        answer({.verb = Verb::get,
                .path = "/any/*",
                .name = "any",
                .summary = "",
                .body_bytes = 3'000'000,
                .any_method = true});
        answer({.verb = Verb::get, .path = "/any/one", .name = "one", .summary = ""});
        answer({.verb = Verb::post, .path = "/small/*", .name = "small", .summary = ""});
        http::ServerOptions options;
        options.port = 0;
        server_ = std::make_unique<http::Server>(std::vector{&loop_}, router_, options);
        EXPECT_TRUE(server_->start());
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~RawRoutes() override {
        loop_.stop();
        thread_.join();
    }
    void answer(RawRoute route) {
        router_.raw(route, [name = route.name](Call& call) -> Task<http::Response> {
            http::Response response;
            response.body = fmt::format("{} {} {}", name, call.request.method, call.request.body.size());
            co_return response;
        });
    }
    std::string ask(std::string const& first_line, std::size_t body = 0) {
        Client client(server_->port());
        client.send(fmt::format("{} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n", first_line, body));
        client.send(std::string(body, 'x'));
        auto const reply = client.receive();
        if (!reply)
            return "nothing";
        return reply->status == 200 ? reply->body : std::to_string(reply->status);
    }

private:
    Nobody nobody_;
    NoKeys no_keys_;
    SystemClock clock_;
    TokenBuckets limiter_{clock_, 0};
    Router router_{{nobody_, no_keys_, limiter_}};
    runtime::Loop loop_;
    std::unique_ptr<http::Server> server_;
    std::thread thread_;
};

TEST_F(RawRoutes, TakeAnyMethodWhereTheySaySo) {
    for (std::string const method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"})
        EXPECT_EQ(ask(method + " /any/thing"), "any " + method + " 0");
    EXPECT_EQ(ask("BREW /small/thing"), "501");
    EXPECT_EQ(ask("BREW /nowhere"), "501");
}

TEST_F(RawRoutes, AnExactPathComesBeforeThoseBelow) {
    EXPECT_EQ(ask("GET /any/one"), "one GET 0");
    EXPECT_EQ(ask("PUT /any/one", 3), "any PUT 3");
    EXPECT_EQ(ask("GET /any/one/more"), "any GET 0");
}

TEST_F(RawRoutes, TakeLargeBodiesWhereTheySaySo) {
    EXPECT_EQ(ask("POST /any/thing", 3'000'000), "any POST 3000000");
    EXPECT_EQ(ask("POST /any/thing", 3'000'001), "413");
    EXPECT_EQ(ask("POST /small/thing", 1'048'577), "413");
    EXPECT_EQ(ask("POST /small/thing", 1'000'000), "small POST 1000000");
}

}  // namespace
}  // namespace ax::api
