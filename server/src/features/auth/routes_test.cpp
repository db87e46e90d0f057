#include "features/auth/routes.h"

#include "features/auth/auth.h"
#include "features/auth/testing.h"
#include "platform/api/idempotency.h"
#include "platform/api/limits.h"

#include <gmock/gmock.h>

namespace ax::auth {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kPassword;
using ::testing::Not;

/// The whole feature behind the real router; only the sockets are missing.
class RoutesTest : public testing::AuthTest {
protected:
    RoutesTest()
        : auth({*db, clock, hasher, outbox, mailbox, templates, profiles}, core->options),
          idempotency(*db, clock),
          limiter(clock, 0),
          router({auth.authenticator(), idempotency, limiter}) {
        auth.bind(router);
    }

    struct Sent {
        http::Verb verb = http::Verb::post;
        std::string path;
        std::string body = {};
        std::vector<http::Header> headers = {};
        bool secure = true;
    };
    http::Response call(Sent const& sent) {
        http::Request request;
        request.verb = sent.verb;
        request.target = sent.path;
        request.path = sent.path;
        request.headers = sent.headers;
        request.headers.push_back({"Host", "aspirex.example"});
        request.body = sent.body;
        request.request_id = "r-1";
        request.remote = "198.51.100.7";
        request.secure = sent.secure;
        return wait(router.handle(request));
    }
    http::Response sign_in(std::string_view client, bool secure = true) {
        return call({.path = "/api/auth/login/",
                     .body = R"({"identifier":"asha@example.com","password":")" + std::string(kPassword) +
                             R"(","client":")" + std::string(client) + R"("})",
                     .secure = secure});
    }
    static std::string member(http::Response const& response, std::string const& name) {
        auto const at = response.body.find("\"" + name + "\":\"");
        if (at == std::string::npos)
            return {};
        auto const begin = at + name.size() + 4;
        return response.body.substr(begin, response.body.find('"', begin) - begin);
    }
    static std::string cookie(http::Response const& response, std::string const& name) {
        auto const at = response.extra_headers.find("Set-Cookie: " + name + "=");
        if (at == std::string::npos)
            return {};
        auto const begin = at + 12;
        return response.extra_headers.substr(begin, response.extra_headers.find(';', begin) - begin);
    }

    Auth auth;
    api::DatabaseIdempotency idempotency;
    api::TokenBuckets limiter;
    api::Router router;
};

TEST_F(RoutesTest, RegisterAnswersTheSameForKnownAndUnknownAddresses) {
    signed_up("asha@example.com");
    auto const body = [](std::string const& email) {
        return R"({"name":"A","email":")" + email +
               R"(","password":"lanterns over cold water","role":"mentor","accepted_terms":true})";
    };
    auto const known = call({.path = "/api/v1/auth/register/", .body = body("asha@example.com")});
    auto const unknown = call({.path = "/api/v1/auth/register/", .body = body("abcd@example.com")});
    EXPECT_EQ(known.status, 202);
    EXPECT_EQ(unknown.status, 202);
    EXPECT_EQ(known.body, R"({"email":"asha@example.com"})");
    EXPECT_EQ(unknown.body, R"({"email":"abcd@example.com"})");
    EXPECT_EQ(known.extra_headers, unknown.extra_headers);
}

TEST_F(RoutesTest, BrokenFormsNameTheirFields) {
    auto const response =
        call({.path = "/api/auth/register/",
              .body = R"({"name":"","email":"nope","password":"x","role":"staff","accepted_terms":true})"});
    EXPECT_EQ(response.status, 422);
    for (char const* field : {"\"name\"", "\"email\"", "\"password\"", "\"role\""})
        EXPECT_THAT(response.body, HasSubstr(field));
}

TEST_F(RoutesTest, ApiClientsGetTheRefreshTokenInTheBody) {
    signed_up("asha@example.com");
    auto const response = sign_in("api");
    ASSERT_EQ(response.status, 200);
    EXPECT_THAT(response.extra_headers, Not(HasSubstr("Set-Cookie")));
    EXPECT_THAT(response.body, HasSubstr(R"("csrf_token":null)"));
    auto const renewed = call({.path = "/api/auth/refresh/",
                               .body = R"({"refresh_token":")" + member(response, "refresh_token") + "\"}"});
    ASSERT_EQ(renewed.status, 200);
    auto const token = "Token " + member(renewed, "token");
    auto const me =
        call({.verb = http::Verb::get, .path = "/api/auth/me/", .headers = {{"Authorization", token}}});
    EXPECT_EQ(me.status, 200);
    EXPECT_THAT(me.body, HasSubstr(R"("student_id":"S000001","mentor_id":null)"));
    EXPECT_EQ(call({.verb = http::Verb::get, .path = "/api/auth/me/"}).status, 401);
}

TEST_F(RoutesTest, BrowsersGetAnHttpOnlyCookie) {
    signed_up("asha@example.com");
    auto const secure = sign_in("browser");
    EXPECT_THAT(secure.extra_headers,
                AllOf(HasSubstr("Set-Cookie: __Secure-ax_refresh=axr_"), HasSubstr("; Path=/api/;"),
                      HasSubstr("; HttpOnly; SameSite=Strict; Secure")));
    EXPECT_THAT(secure.body, AllOf(HasSubstr(R"("refresh_token":null)"), Not(HasSubstr("axr_"))));
    EXPECT_FALSE(member(secure, "csrf_token").empty());
    auto const plain = sign_in("browser", false);
    EXPECT_THAT(plain.extra_headers,
                AllOf(HasSubstr("Set-Cookie: ax_refresh=axr_"), Not(HasSubstr("Secure"))));
}

TEST_F(RoutesTest, TheCookieWorksFromOurOwnPagesOnly) {
    signed_up("asha@example.com");
    auto const session = sign_in("browser");
    auto const jar = cookie(session, "__Secure-ax_refresh");
    auto const csrf = member(session, "csrf_token");
    auto const refresh = [&](std::vector<http::Header> headers) {
        headers.push_back({"Cookie", jar});
        return call({.path = "/api/auth/refresh/", .body = "{}", .headers = std::move(headers)});
    };
    http::Header const token{"X-CSRF-Token", csrf};
    http::Header const ours{"Origin", "https://aspirex.example"};
    EXPECT_EQ(refresh({token}).status, 403) << "no Origin";
    EXPECT_EQ(refresh({ours}).status, 403) << "no CSRF token";
    EXPECT_EQ(refresh({token, {"Origin", "null"}}).status, 403);
    EXPECT_EQ(refresh({token, {"Origin", "https://aspirex.example.evil.example"}}).status, 403);
    EXPECT_EQ(refresh({token, {"Origin", "http://aspirex.example"}}).status, 403);
    EXPECT_EQ(refresh({token, ours, {"Sec-Fetch-Site", "cross-site"}}).status, 403);
    EXPECT_EQ(refresh({token, ours, {"Sec-Fetch-Site", "same-site"}}).status, 403);
    auto const renewed = refresh({token, ours, {"Sec-Fetch-Site", "same-origin"}});
    EXPECT_EQ(renewed.status, 200) << renewed.body;
    EXPECT_NE(cookie(renewed, "__Secure-ax_refresh"), jar);
    EXPECT_EQ(member(renewed, "csrf_token"), csrf) << "one per device";
}

TEST_F(RoutesTest, NoOtherSitePlantsASession) {
    signed_up("asha@example.com");
    auto const login = [&](std::string const& client, http::Header from) {
        return call({.path = "/api/auth/login/",
                     .body = R"({"identifier":"asha@example.com","password":")" + std::string(kPassword) +
                             R"(","client":")" + client + "\"}",
                     .headers = {std::move(from)}});
    };
    for (http::Header const& foreign : {http::Header{"Origin", "https://evil.example"},
                                        {"Origin", "null"},
                                        {"Sec-Fetch-Site", "cross-site"},
                                        {"Sec-Fetch-Site", "same-site"}}) {
        auto const refused = login("browser", foreign);
        EXPECT_EQ(refused.status, 403) << foreign.value;
        EXPECT_THAT(refused.extra_headers, Not(HasSubstr("Set-Cookie"))) << foreign.value;
        EXPECT_EQ(login("api", foreign).status, 200) << "it leaves nothing in the browser";
    }
    EXPECT_EQ(login("browser", {"Origin", "https://aspirex.example"}).status, 200);
    for (std::string const path : {"/api/auth/verify-email/", "/api/auth/passkeys/sign-in/"}) {
        bool const passkey = path.contains("passkeys");
        auto const body = passkey ? R"({"passkey":{"id":"AA","client_data":"e30","authenticator_data":"AA",)"
                                    R"("signature":"AA"},"client":"browser"})"
                                  : R"({"token":"nothing that was mailed","client":"browser"})";
        auto const refused =
            call({.path = path, .body = body, .headers = {{"Origin", "https://evil.example"}}});
        EXPECT_EQ(refused.status, 403) << path << refused.body;
    }
}

TEST_F(RoutesTest, ADeadCookieIsTakenAway) {
    auto const dead = "__Secure-ax_refresh=" + crypto::new_token("axr_");
    auto const response = call({.path = "/api/auth/refresh/",
                                .body = "{}",
                                .headers = {{"Cookie", dead}, {"Origin", "https://aspirex.example"}}});
    EXPECT_EQ(response.status, 401);
    EXPECT_THAT(response.extra_headers, HasSubstr("Set-Cookie: __Secure-ax_refresh=; Path=/api/; Max-Age=0"));
    EXPECT_EQ(call({.path = "/api/auth/refresh/", .body = "{}"}).status, 401);
}

TEST_F(RoutesTest, SigningOutByCookieNeedsTheSameProofs) {
    signed_up("asha@example.com");
    auto const session = sign_in("browser");
    auto const cookie_line = cookie(session, "__Secure-ax_refresh");
    http::Header const jar{"Cookie", cookie_line};
    auto const csrf = member(session, "csrf_token");
    auto const bearer = "Token " + member(session, "token");
    EXPECT_EQ(call({.path = "/api/auth/logout/", .headers = {jar}}).status, 403);
    EXPECT_EQ(
        call({.path = "/api/auth/logout/", .headers = {jar, {"Origin", "https://aspirex.example"}}}).status,
        403);
    EXPECT_EQ(call({.verb = http::Verb::get, .path = "/api/auth/me/", .headers = {{"Authorization", bearer}}})
                  .status,
              200);
    auto const out = call({.path = "/api/auth/logout/",
                           .headers = {jar, {"Origin", "https://aspirex.example"}, {"X-CSRF-Token", csrf}}});
    EXPECT_EQ(out.status, 204);
    EXPECT_THAT(out.extra_headers, HasSubstr("Max-Age=0"));
    EXPECT_EQ(call({.verb = http::Verb::get, .path = "/api/auth/me/", .headers = {{"Authorization", bearer}}})
                  .status,
              401);
}

TEST_F(RoutesTest, TheMarkOfAKnownBrowserLetsTheOwnerIn) {
    signed_up("asha@example.com");
    auto const mark = cookie(sign_in("browser"), "__Secure-ax_known");
    ASSERT_FALSE(mark.empty());
    auto const wrong = R"({"identifier":"asha@example.com","password":"quiet bicycle horizon 9"})";
    for (int i = 0; i < 40; ++i) {
        clock.advance(seconds{15});
        (void)call({.path = "/api/auth/login/", .body = wrong});
    }
    EXPECT_EQ(sign_in("browser").status, 429);
    EXPECT_THAT(sign_in("browser").extra_headers + sign_in("browser").body, HasSubstr("retry"));
    auto const right = R"({"identifier":"asha@example.com","password":"lanterns over cold water"})";
    EXPECT_EQ(call({.path = "/api/auth/login/", .body = right, .headers = {{"Cookie", mark}}}).status, 200);
}

TEST_F(RoutesTest, DevicesAreListedAndRevokedByTheirOwner) {
    signed_up("asha@example.com");
    auto const session = sign_in("api");
    auto const bearer = "Token " + member(session, "token");
    auto const list =
        call({.verb = http::Verb::get, .path = "/api/auth/devices/", .headers = {{"Authorization", bearer}}});
    EXPECT_THAT(list.body, HasSubstr(R"("current":true)"));
    auto const gone = call(
        {.verb = http::Verb::del, .path = "/api/auth/devices/1/", .headers = {{"Authorization", bearer}}});
    EXPECT_EQ(gone.status, 204);
    EXPECT_EQ(
        call(
            {.verb = http::Verb::del, .path = "/api/auth/devices/1/", .headers = {{"Authorization", bearer}}})
            .status,
        404);
    EXPECT_EQ(
        call(
            {.verb = http::Verb::del, .path = "/api/auth/devices/x/", .headers = {{"Authorization", bearer}}})
            .status,
        404);
}

TEST_F(RoutesTest, GarbageTokensAreNobody) {
    for (std::string const& token : {std::string("Token "), std::string("Token axa_"),
                                     "Token " + std::string(5000, 'a'), "Token " + crypto::new_token("axa_"),
                                     "Token " + crypto::new_token("axr_"), std::string("Basic YTpi")})
        EXPECT_EQ(
            call({.verb = http::Verb::get, .path = "/api/auth/me/", .headers = {{"Authorization", token}}})
                .status,
            401);
}

TEST_F(RoutesTest, AShortSecretIsRefused) {
    EXPECT_THROW(Auth({*db, clock, hasher, outbox, mailbox, templates, profiles},
                      {.secret = "short", .base_url = "http://x"}),
                 std::invalid_argument);
}

}  // namespace
}  // namespace ax::auth
