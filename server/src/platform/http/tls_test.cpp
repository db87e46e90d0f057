#include "platform/http/tls.h"

#include "net/test_server.h"
#include "net/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

namespace ax::http {
namespace {

using testing::echo;
using ::testing::HasSubstr;
using testing::SelfSigned;
using testing::TestServer;
using testing::TlsClient;

constexpr std::string_view kClose = "GET /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
constexpr std::size_t kEverything = SIZE_MAX;

TEST(Tls, ServesTheSameOver12And13) {
    SelfSigned const files;
    TestServer const server(
        [](Request const& request) {
            EXPECT_TRUE(request.secure);
            return echo(request);
        },
        files.options());
    for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClient client(server.port(), version, files.certificate_file());
        ASSERT_TRUE(client.connect());
        EXPECT_EQ(client.protocol(), "http/1.1");
        std::string const post = "POST /p HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n";
        client.send(post + std::string(200'000, 'x'));
        client.send(kClose);
        auto const answer = client.receive(kEverything);
        EXPECT_THAT(answer, HasSubstr("POST /p [xxx"));
        EXPECT_THAT(answer, HasSubstr("GET /a []"));
        EXPECT_THAT(answer, HasSubstr("Strict-Transport-Security: max-age=31536000"));
    }
}

TEST(Tls, OlderVersionsAreRefused) {
    SelfSigned const files;
    TestServer const server(echo, files.options());
    TlsClient client(server.port(), TLS1_1_VERSION, files.certificate_file());
    EXPECT_FALSE(client.connect());
}

TEST(Tls, LargeResponsesArriveWhole) {
    SelfSigned const files;
    auto const big = std::make_shared<std::string const>(8 * 1024 * 1024, 'z');
    TestServer const server(
        [&big](Request const&) -> Task<Response> {
            Response response;
            response.shared_body = big;
            co_return response;
        },
        files.options());
    TlsClient client(server.port(), TLS1_3_VERSION, files.certificate_file());
    ASSERT_TRUE(client.connect());
    client.send(kClose);
    auto const answer = client.receive(kEverything);
    EXPECT_TRUE(answer.ends_with(*big));
}

TEST(Tls, APlainClientIsClosedAndOthersGoOn) {
    SelfSigned const files;
    TestServer const server(echo, files.options());
    testing::Client plain(server.port());
    plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_TRUE(plain.closed());
    TlsClient client(server.port(), TLS1_3_VERSION, files.certificate_file());
    EXPECT_TRUE(client.connect());
}

TEST(Tls, ASilentHandshakeEndsAtTheDeadline) {
    SelfSigned const files;
    auto options = files.options();
    options.limits.header_deadline = milliseconds{100};
    TestServer const server(echo, options);
    testing::Client silent(server.port());
    EXPECT_TRUE(silent.closed());
}

TEST(Tls, UnusableFilesAreNamedErrors) {
    SelfSigned const files;
    SelfSigned const others;
    EXPECT_EQ(make_tls("/nowhere", files.key_file()).error().reason, "server.bad_tls_certificate");
    EXPECT_EQ(make_tls(files.certificate_file(), "/nowhere").error().reason, "server.bad_tls_key");
    EXPECT_EQ(make_tls(files.certificate_file(), others.key_file()).error().reason, "server.bad_tls_key");
}

}  // namespace
}  // namespace ax::http
