#include "platform/http/policy.h"

#include "net/test_server.h"
#include "platform/http/etag.h"
#include "platform/http/proxies.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Reply;
using testing::TestServer;

Task<Response> page_or_data(Request const& request) {
    Response response;
    response.body = "x";
    if (request.path == "/page")
        response.content_type = "text/html; charset=utf-8";
    if (request.path == "/drawing")
        response.content_type = "image/svg+xml";
    if (request.path == "/own") {
        response.add("Cache-Control", "max-age=5");
        response.add("Content-Security-Policy", "sandbox");
        response.add("X-Split", "a\r\nSet-Cookie: stolen=1");
    }
    if (request.path == "/tagged")
        response.etag = true;
    if (request.path == "/only-get") {
        response.status = 405;
        response.add("Allow", "GET");
    }
    if (request.path == "/secure")
        response.body = request.secure ? "https " : "http ", response.body += request.remote;
    co_return response;
}

TEST(ResponsePolicy, EveryResponseCarriesTheSecurityHeaders) {
    TestServer const server(page_or_data);
    for (auto const* const path : {"/data", "/page"}) {
        Reply const reply = server.get(path);
        EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
        EXPECT_EQ(reply.header("referrer-policy"), "strict-origin-when-cross-origin");
        EXPECT_EQ(reply.header("x-frame-options"), "DENY");
        EXPECT_EQ(reply.header("cross-origin-opener-policy"), "same-origin-allow-popups");
        EXPECT_THAT(reply.header("permissions-policy"), HasSubstr("camera=()"));
        EXPECT_THAT(reply.header("content-security-policy"), HasSubstr("frame-ancestors 'none'"));
        EXPECT_EQ(reply.header("strict-transport-security"), "");
        EXPECT_EQ(reply.header("cache-control"), "no-store");
    }
}

TEST(ResponsePolicy, PagesGetTheConfiguredCspAndDataGetsNothingToRun) {
    ServerOptions options;
    options.content_security_policy = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";
    TestServer const server(page_or_data, options);
    EXPECT_EQ(server.get("/page").header("content-security-policy"), options.content_security_policy);
    EXPECT_EQ(server.get("/data").header("content-security-policy"),
              "default-src 'none'; frame-ancestors 'none'");
    EXPECT_THAT(server.get("/drawing").header("content-security-policy"), Not(HasSubstr("script-src")));
}

TEST(ResponsePolicy, WhatTheHandlerSetsItselfWinsAndCannotSplitTheHead) {
    TestServer const server(page_or_data);
    Reply const reply = server.get("/own");
    EXPECT_EQ(reply.header("cache-control"), "max-age=5");
    EXPECT_EQ(reply.header("content-security-policy"), "sandbox");
    EXPECT_EQ(reply.header("set-cookie"), "");
    EXPECT_EQ(reply.header("x-split"), "a  Set-Cookie: stolen=1");
}

TEST(ResponsePolicy, HstsIsSentWhenConfigured) {
    ServerOptions options;
    options.hsts = true;
    TestServer const server(page_or_data, options);
    EXPECT_THAT(server.get("/").header("strict-transport-security"), HasSubstr("max-age=31536000"));
}

TEST(ResponsePolicy, ATaggedResponseIsAnsweredWith304WhenTheClientHasIt) {
    TestServer const server(page_or_data);
    Reply const first = server.get("/tagged");
    auto const tag = first.header("etag");
    ASSERT_EQ(tag.size(), 18U);
    EXPECT_EQ(first.header("cache-control"), "private, no-cache");
    for (auto const& match : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
        Reply const again = server.get("/tagged", "If-None-Match: " + match + "\r\n");
        EXPECT_EQ(again.status, 304) << match;
        EXPECT_EQ(again.body, "");
        EXPECT_EQ(again.header("etag"), tag);
        EXPECT_EQ(again.header("content-length"), "");
    }
    EXPECT_EQ(server.get("/tagged", "If-None-Match: \"0000000000000000\"\r\n").status, 200);
    EXPECT_EQ(server.get("/data", "If-None-Match: *\r\n").status, 200);
}

TEST(ResponsePolicy, EntityTagsDifferForContentsThatDifferInOneByte) {
    std::set<std::string> tags;
    for (std::size_t size = 0; size < 40; ++size) {
        std::string text(size, 'a');
        tags.insert(make_etag(text));
        for (auto& c : text) {
            c = 'b';
            tags.insert(make_etag(text));
            c = 'a';
        }
    }
    EXPECT_EQ(tags.size(), 40U + 39 * 40 / 2);
}

TEST(ResponsePolicy, OneLineSaysAllThatAnAnswerDependsOn) {
    ServerOptions options;
    options.cors_origins = {"https://app.example"};
    ResponsePolicy const policy(options);
    Response response;
    response.add("Cache-Control", "public, s-maxage=10");
    response.add("Vary", "Authorization");
    std::string head;
    policy.append_head(head, response, {.request_id = "r1", .date = "today", .allowed_origin = {}});
    auto const at = head.find("Vary: Origin, Authorization\r\n");
    ASSERT_NE(at, std::string::npos) << head;
    EXPECT_EQ(head.find("Vary:"), at);
    EXPECT_EQ(head.rfind("Vary:"), at);
}

TEST(ResponsePolicy, CorsAnswersOnlyTheExactOrigins) {
    ServerOptions options;
    options.cors_origins = {"https://app.example"};
    TestServer const server(page_or_data, options);
    Reply const good = server.get("/", "Origin: https://app.example\r\n");
    EXPECT_EQ(good.header("access-control-allow-origin"), "https://app.example");
    EXPECT_EQ(good.header("access-control-allow-credentials"), "true");
    EXPECT_EQ(good.header("vary"), "Origin");
    for (auto const* const origin : {"https://app.example.evil", "https://evil-app.example",
                                     "http://app.example", "https://app.example:444", "null",
                                     "HTTPS://APP.EXAMPLE", "https://app.example, https://evil", "*", ""}) {
        Reply const bad = server.get("/", std::string("Origin: ") + origin + "\r\n");
        EXPECT_EQ(bad.status, 200);
        EXPECT_EQ(bad.header("access-control-allow-origin"), "") << origin;
        EXPECT_EQ(bad.header("access-control-allow-credentials"), "") << origin;
        EXPECT_EQ(bad.header("vary"), "Origin");
    }
}

TEST(ResponsePolicy, PreflightsAreAnsweredWithoutTheHandler) {
    ServerOptions options;
    options.cors_origins = {"https://app.example"};
    TestServer const server(
        [](Request const&) -> Task<Response> {
            throw 1;
            co_return Response{};
        },
        options);
    auto client = server.client();
    auto const ask = [&](std::string const& origin) {
        return client.ask(
            "OPTIONS /api/x HTTP/1.1\r\nHost: t\r\nAccess-Control-Request-Method: PATCH\r\nOrigin: " +
            origin + "\r\n\r\n");
    };
    auto const good = ask("https://app.example");
    ASSERT_TRUE(good);
    EXPECT_EQ(good->status, 204);
    EXPECT_EQ(good->header("access-control-max-age"), "86400");
    EXPECT_EQ(good->header("access-control-allow-headers"),
              "authorization, content-type, x-csrf-token, idempotency-key, x-request-id, range, if-range, "
              "tus-resumable, upload-length, upload-metadata, upload-offset, upload-checksum, "
              "x-http-method-override");
    EXPECT_THAT(good->header("access-control-allow-methods"), HasSubstr("PATCH"));
    EXPECT_EQ(good->header("content-length"), "");
    auto const bad = ask("https://evil.example");
    ASSERT_TRUE(bad);
    EXPECT_EQ(bad->status, 204);
    EXPECT_EQ(bad->header("access-control-allow-origin"), "");
    EXPECT_EQ(bad->header("access-control-allow-methods"), "");
}

TEST(ResponsePolicy, OptionsIsAnsweredWithAllow) {
    TestServer const server(page_or_data);
    auto client = server.client();
    auto const one = client.ask("OPTIONS /only-get HTTP/1.1\r\nHost: t\r\n\r\n");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->status, 204);
    EXPECT_EQ(one->header("allow"), "GET");
    auto const all = client.ask("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n");
    ASSERT_TRUE(all);
    EXPECT_EQ(all->status, 204);
    EXPECT_THAT(all->header("allow"), HasSubstr("DELETE"));
}

TEST(ForwardedHeaders, CountOnlyFromTrustedProxies) {
    std::string const headers = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
    TestServer const open(page_or_data);
    EXPECT_EQ(open.get("/secure", headers).body, "http 127.0.0.1");
    ServerOptions options;
    options.trusted_proxies = {"127.0.0.0/8", "10.0.0.1"};
    TestServer const behind(page_or_data, options);
    Reply const reply = behind.get("/secure", headers);
    EXPECT_EQ(reply.body, "https 203.0.113.9");
    EXPECT_THAT(reply.header("strict-transport-security"), HasSubstr("max-age"));
    EXPECT_EQ(behind.get("/secure").body, "http 127.0.0.1");
    // What the client wrote itself stands further left and is not believed.
    EXPECT_EQ(behind.get("/secure", "X-Forwarded-For: 1.2.3.4, 203.0.113.9, 10.0.0.1\r\n").body,
              "http 203.0.113.9");
    EXPECT_EQ(behind.get("/secure", "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8\r\n").body,
              "http 5.6.7.8");
    EXPECT_EQ(behind.get("/secure", "X-Forwarded-For: <script>, 10.0.0.1\r\n").body, "http 10.0.0.1");
    EXPECT_EQ(behind.get("/secure", "X-Forwarded-For: \r\nX-Forwarded-Proto: https, http\r\n").body,
              "http 127.0.0.1");
}

TEST(TrustedProxies, TakesAddressesAndNetworksOnly) {
    for (auto const* const bad : {"", "proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "::/129", "1.2.3"})
        EXPECT_FALSE(TrustedProxies::parse({bad})) << bad;
    auto const proxies = TrustedProxies::parse({"10.1.0.0/15", "fd00::/9", "192.0.2.1"});
    ASSERT_TRUE(proxies);
    for (auto const* const in :
         {"10.1.2.3", "10.0.2.3", "fd00::1", "fd7f::1", "192.0.2.1", "::ffff:192.0.2.1"})
        EXPECT_TRUE(proxies->trusts(in)) << in;
    for (auto const* const out : {"10.2.0.1", "fd80::1", "192.0.2.2", "::1", "junk", ""})
        EXPECT_FALSE(proxies->trusts(out)) << out;
    EXPECT_EQ(network_of("203.0.113.9"), "203.0.113.0/24");
    EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(network_of("junk"), "-");
}

TEST(Request, FindsCookiesByExactName) {
    Request request;
    request.headers = {{"Cookie", "a=1; refresh=abc=; b=\"2\""}, {"COOKIE", "late=3"}};
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("refresh"), "abc=");
    EXPECT_EQ(request.cookie("late"), "3");
    EXPECT_EQ(request.cookie("fresh"), "");
    EXPECT_EQ(request.cookie("A"), "");
}

TEST(PercentDecode, RefusesBrokenEscapesAndNul) {
    std::string out;
    EXPECT_TRUE(percent_decode("a%2Fb+c%20d", false, out));
    EXPECT_EQ(out, "a/b+c d");
    EXPECT_TRUE(percent_decode("a+b", true, out));
    EXPECT_EQ(out, "a b");
    for (auto const* const bad : {"%", "%4", "%4g", "%g4", "%00", "a%"})
        EXPECT_FALSE(percent_decode(bad, false, out)) << bad;
}

}  // namespace
}  // namespace ax::http
