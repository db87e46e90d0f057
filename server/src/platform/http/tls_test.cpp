#include "platform/http/tls.h"

#include "net/test_server.h"

#include <arpa/inet.h>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace ax::http {
namespace {

using testing::echo;
using ::testing::HasSubstr;
using testing::TestServer;

// A key and a certificate signed by it, for one test.
class SelfSigned {
public:
    SelfSigned() {
        char name[] = "/tmp/tls-test-XXXXXX";
        folder_ = ::mkdtemp(name);
        EVP_PKEY* const key = EVP_EC_gen("P-256");
        X509* const certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_NAME* const subject = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                   reinterpret_cast<unsigned char const*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(certificate, subject);
        X509_set_pubkey(certificate, key);
        X509_sign(certificate, key, EVP_sha256());
        std::FILE* file = std::fopen(key_file().c_str(), "w");
        PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
        std::fclose(file);
        file = std::fopen(certificate_file().c_str(), "w");
        PEM_write_X509(file, certificate);
        std::fclose(file);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    ~SelfSigned() { std::filesystem::remove_all(folder_); }
    SelfSigned(SelfSigned const&) = delete;
    SelfSigned& operator=(SelfSigned const&) = delete;

    [[nodiscard]] std::string key_file() const { return folder_ / "key.pem"; }
    [[nodiscard]] std::string certificate_file() const { return folder_ / "cert.pem"; }
    [[nodiscard]] ServerOptions options() const {
        ServerOptions options;
        options.tls_certificate = certificate_file();
        options.tls_key = key_file();
        return options;
    }

private:
    std::filesystem::path folder_;
};

class TlsClient {
public:
    TlsClient(std::uint16_t port, int version, std::string const& trusted)
        : context_(SSL_CTX_new(TLS_client_method())), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        SSL_CTX_set_min_proto_version(context_, version);
        SSL_CTX_set_max_proto_version(context_, version);
        SSL_CTX_load_verify_locations(context_, trusted.c_str(), nullptr);
        SSL_CTX_set_verify(context_, SSL_VERIFY_PEER, nullptr);
        timeval const patience{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(port);
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0)
            throw std::runtime_error("cannot connect");
        ssl_ = SSL_new(context_);
        SSL_set_fd(ssl_, socket_);
        static constexpr unsigned char kOffer[] = "\x02h2\x08http/1.1";
        SSL_set_alpn_protos(ssl_, kOffer, sizeof kOffer - 1);
    }
    ~TlsClient() {
        SSL_free(ssl_);
        SSL_CTX_free(context_);
        ::close(socket_);
    }
    TlsClient(TlsClient const&) = delete;
    TlsClient& operator=(TlsClient const&) = delete;

    bool connect() { return SSL_connect(ssl_) == 1; }
    std::string protocol() {
        unsigned char const* name = nullptr;
        unsigned size = 0;
        SSL_get0_alpn_selected(ssl_, &name, &size);
        return {reinterpret_cast<char const*>(name), size};
    }
    void send(std::string_view bytes) { SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())); }
    // Everything until `bytes` have come or the connection ends.
    std::string receive(std::size_t bytes) {
        std::string all;
        char data[16 * 1024];
        while (all.size() < bytes) {
            int const got = SSL_read(ssl_, data, sizeof data);
            if (got <= 0)
                break;
            all.append(data, static_cast<std::size_t>(got));
        }
        return all;
    }

private:
    SSL_CTX* context_;
    SSL* ssl_ = nullptr;
    int socket_;
};

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
