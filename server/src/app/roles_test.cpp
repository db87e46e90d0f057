#include "app/roles.h"

#include "support/test_app.h"

#include <gmock/gmock.h>

namespace ax::app {
namespace {

using ::testing::HasSubstr;

config::Values settings(std::map<std::string, std::string> const& chosen) {
    return config::load("/nonexistent", chosen).value();
}
Roles roles(std::string const& text) { return Roles(settings({{"AX_ROLES", text}})); }

TEST(Roles, AreReadFromTheSetting) {
    EXPECT_TRUE(roles("all").all());
    EXPECT_TRUE(roles("payments, worker,realtime,api").all());
    auto const some = roles("worker,api");
    EXPECT_FALSE(some.all());
    EXPECT_TRUE(some.has(Role::api));
    EXPECT_FALSE(some.has(Role::payments));
    EXPECT_EQ(some.text(), "api, worker");
}

TEST(Roles, ShareTheJobsWithoutLeavingOneToNobodyOrToBoth) {
    auto const worker = roles("worker").share();
    auto const payments = roles("api,payments").share();
    for (auto const* const name : {"payments.refund", "payments.reconcile", "sandbox.deliver", "mail.send",
                                   "auth.purge", "of_a_newer_version.job"})
        EXPECT_NE(worker.takes(name), payments.takes(name)) << name;
    EXPECT_TRUE(payments.takes("payments.refund"));
    EXPECT_TRUE(worker.takes("mail.send"));
    EXPECT_TRUE(roles("worker,payments").share().takes("payments.refund"));
    EXPECT_FALSE(roles("api,realtime").runs_jobs());
}

TEST(Roles, AreSharedOnlyOverPostgresAndRedis) {
    auto const refusal = [](std::map<std::string, std::string> const& chosen) -> std::string {
        auto const values = settings(chosen);
        try {
            check_roles(Roles(values), values);
        } catch (std::invalid_argument const& refused) {
            return refused.what();
        }
        return {};
    };
    EXPECT_EQ(refusal({}), "");
    EXPECT_THAT(refusal({{"AX_ROLES", "api"}}), HasSubstr("SQLite"));
    EXPECT_THAT(refusal({{"AX_ROLES", "api"}, {"AX_DATABASE_URL", "sqlite:/tmp/x.db"}}), HasSubstr("SQLite"));
    EXPECT_THAT(refusal({{"AX_ROLES", "api"}, {"AX_DATABASE_URL", "postgresql://h/d"}}),
                HasSubstr("AX_REDIS_URL"));
    EXPECT_EQ(
        refusal(
            {{"AX_ROLES", "api"}, {"AX_DATABASE_URL", "postgresql://h/d"}, {"AX_REDIS_URL", "redis://h"}}),
        "");
}

TEST(RoleOfAPath, ReadsPathsAsTheRouterDoes) {
    for (auto const* const path :
         {"/api/v1/mentor/create-order/", "/api/mentor/create-order", "/api/v1//mentor/verify-payment/",
          "/api/v1/bookings/17/payment/", "/api/payments/razorpay/webhook/"})
        EXPECT_EQ(role_of(path), Role::payments) << path;
    for (auto const* const path : {"/ws/chat/S000001/M000001/", "/socket.io/", "/socket.io"})
        EXPECT_EQ(role_of(path), Role::realtime) << path;
    for (auto const* const path :
         {"/", "/mentors", "/api/v1/bookings/17/", "/api/v1/bookings/17/payment/more/",
          "/api/v1/realtime/tickets/", "/assets/app.js", "/wsx", "/api", "/api/v1/"})
        EXPECT_EQ(role_of(path), Role::api) << path;
    for (auto const* const path : {"/api/health/live", "/api/health/ready", "/metrics", "/sandbox/mail/"})
        EXPECT_EQ(role_of(path), std::nullopt) << path;
}

// Every route there is, so that a new one is not served by the wrong processes.
TEST(RoleOfAPath, FollowsTheModuleThatOwnsTheRoute) {
    ax::testing::TestApp app;
    auto const& router = app.app().router();
    for (auto const& endpoint : router.endpoints()) {
        auto const expected = endpoint.name.starts_with("payments.") ? Role::payments : Role::api;
        for (auto const* const prefix : {"/api/v1", "/api"})
            EXPECT_EQ(role_of(prefix + std::string(endpoint.path)), expected) << endpoint.name;
    }
    int everywhere = 0;
    for (auto const& route : router.raw_routes()) {
        auto const role = role_of(route.path);
        if (route.name == "payments.webhook")
            EXPECT_EQ(role, Role::payments);
        else if (route.name == "realtime.socketio" || route.name == "chat.plainSocket")
            EXPECT_EQ(role, Role::realtime);
        else if (role)
            EXPECT_EQ(role, Role::api) << route.name;
        else
            ++everywhere;
        if (!role)
            EXPECT_TRUE(route.name.starts_with("sandbox.") || route.name == "site.live" ||
                        route.name == "site.ready" || route.name == "site.metrics")
                << route.name;
    }
    EXPECT_GE(everywhere, 3);
}

class Echo final : public http::Handler {
public:
    Task<http::Response> handle(http::Request const&) override { co_return http::Response{.body = "here"}; }
    [[nodiscard]] http::Allowance allowance(http::Request const&) const noexcept override {
        return {.body_bytes = 5'000'000};
    }
};

http::Response ask(RoleGate& gate, std::string_view path) {
    http::Response answer;
    start(
        [](RoleGate& at, std::string_view where, http::Response& out) -> Task<void> {
            http::Request request;
            request.path = where;
            request.request_id = "r1";
            out = co_await at.handle(request);
        }(gate, path, answer),
        [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
    return answer;
}

TEST(RoleGate, AnswersOnlyForItsRolesAndNamesTheOneThatIsMissing) {
    Echo echo;
    RoleGate gate(echo, roles("payments"));
    EXPECT_EQ(ask(gate, "/api/v1/mentor/create-order/").body, "here");
    EXPECT_EQ(ask(gate, "/api/health/ready").body, "here");
    EXPECT_EQ(ask(gate, "/metrics").body, "here");
    auto const refused = ask(gate, "/api/v1/mentors/");
    EXPECT_EQ(refused.status, 421);
    EXPECT_THAT(refused.body, HasSubstr(R"("reason":"server.needs_role_api")"));
    EXPECT_THAT(ask(gate, "/socket.io/").body, HasSubstr("server.needs_role_realtime"));
    http::Request upload;
    upload.path = "/api/v1/chat/attachments/";
    EXPECT_EQ(gate.allowance(upload).body_bytes, 0U);
    upload.path = "/api/v1/payments/razorpay/webhook/";
    EXPECT_EQ(gate.allowance(upload).body_bytes, 5'000'000U);
}

}  // namespace
}  // namespace ax::app
