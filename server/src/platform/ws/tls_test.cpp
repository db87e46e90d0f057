#include "net/tls.h"

#include "net/test_server.h"
#include "net/ws_client.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

// WebSockets over TLS: the same, though reading may have to wait for writing and decrypted bytes for nobody.
namespace ax::ws {
namespace {

using http::testing::SelfSigned;
using http::testing::TlsClient;
using testing::masked;

struct Echo final : Handler {
    void on_message(Socket& socket, Kind kind, std::string_view message) override {
        if (message == "slow")
            for (int i = 0; i < 64; ++i)
                socket.send(Kind::binary, std::make_shared<std::string const>(32 * 1024, 's'));
        else
            socket.send(kind, std::make_shared<std::string const>(message));
    }
    void on_close(Socket&, Close) override {}
};

struct Fixture {
    SelfSigned files;
    Limits limits{.message_bytes = 1 << 22, .queue_bytes = 1 << 23};
    http::testing::TestServer server;

    Fixture()
        : server(
              [this](http::Request const& request) -> Task<http::Response> {
                  co_return accept(request, {.limits = limits, .home = server.loops[1].get()},
                                   [](auto const&) { return std::make_shared<Echo>(); });
              },
              files.options(), 2) {}

    std::unique_ptr<TlsClient> client(int version) {
        auto client = std::make_unique<TlsClient>(server.port(), version, files.certificate_file());
        EXPECT_TRUE(client->connect());
        client->send(testing::handshake("/"));
        std::string head;
        while (!head.ends_with("\r\n\r\n")) {
            auto const byte = client->receive(1);
            if (byte.empty())
                break;
            head += byte;
        }
        EXPECT_TRUE(head.starts_with("HTTP/1.1 101 "));
        return client;
    }
};

class WebSocketOverTls : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Versions, WebSocketOverTls, ::testing::Values(TLS1_2_VERSION, TLS1_3_VERSION));

TEST_P(WebSocketOverTls, EchoesBothWaysAtOnceOnAnotherLoop) {
    Fixture fixture;
    auto const client = fixture.client(GetParam());
    std::string const big(1 << 20, 'b');
    std::string expected;
    std::string bytes;
    for (int i = 0; i < 4; ++i) {
        bytes += masked(Opcode::text, "small") + masked(Opcode::binary, big);
        expected += std::string("\x81\x05small\x82\x7f\0\0\0\0\0\x10\0\0", 17) + big;
    }
    // Everything is sent before anything is read: the server has to wait for both.
    client->send(bytes);
    EXPECT_EQ(client->receive(expected.size()), expected);
}

TEST_P(WebSocketOverTls, FramesInOneRecordAndRecordsInOneFrame) {
    Fixture fixture;
    auto const client = fixture.client(GetParam());
    client->send(masked(Opcode::text, "a") + masked(Opcode::text, "b") + masked(Opcode::ping, ""));
    EXPECT_EQ(client->receive(8), std::string("\x81\x01"
                                              "a\x81\x01"
                                              "b\x8a\0",
                                              8));
    for (char const byte : masked(Opcode::text, "slowly")) client->send({&byte, 1});
    EXPECT_EQ(client->receive(8), "\x81\x06slowly");
}

TEST_P(WebSocketOverTls, ASlowReaderIsClosedAndReadsTheReason) {
    Fixture fixture;
    fixture.limits.queue_bytes = 256 * 1024;
    auto const client = fixture.client(GetParam());
    for (int i = 0; i < 8; ++i) client->send(masked(Opcode::text, "slow"));
    auto const all = client->receive(SIZE_MAX);
    EXPECT_TRUE(all.ends_with("too slow a reader"));
    EXPECT_LT(all.size(), 8U * 64 * 32 * 1024);
}

TEST_P(WebSocketOverTls, ClosesWithAnEndThatIsToldFromACut) {
    Fixture fixture;
    auto const client = fixture.client(GetParam());
    client->send(masked(Opcode::close, testing::close_payload(1000)));
    EXPECT_EQ(client->receive(SIZE_MAX), "\x88\x02\x03\xe8");
}

}  // namespace
}  // namespace ax::ws
