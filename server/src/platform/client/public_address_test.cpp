#include "platform/client/public_address.h"

#include "platform/client/client.h"
#include "platform/client/testing.h"
#include "platform/runtime/loop.h"

#include <arpa/inet.h>
#include <array>
#include <future>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::client {
namespace {

bool is_public(std::string const& text) {
    std::array<unsigned char, 16> bytes{};
    bool const v6 = text.contains(':');
    EXPECT_EQ(inet_pton(v6 ? AF_INET6 : AF_INET, text.c_str(), bytes.data()), 1) << text;
    return is_public_address(std::span(bytes).first(v6 ? 16 : 4));
}

TEST(PublicAddress, TheOpenInternetIs) {
    for (auto const* const address :
         {"1.1.1.1",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0",
          "126.255.255.255", "128.0.0.1",       "169.253.255.255", "172.15.255.255", "172.32.0.0",
          "192.0.1.1",       "192.167.255.255", "198.17.255.255",  "198.20.0.0",     "223.255.255.255",
          "2606:4700::1111", "2001:200::1",     "2a00:1450::1",    "::ffff:1.1.1.1", "64:ff9b::101:101"})
        EXPECT_TRUE(is_public(address)) << address;
}

TEST(PublicAddress, NothingElseIs) {
    for (auto const* const address : {"0.0.0.0",
                                      "10.0.0.1",
                                      "100.64.0.1",
                                      "100.127.255.255",
                                      "127.0.0.1",
                                      "127.255.255.255",
                                      "169.254.169.254",
                                      "172.16.0.1",
                                      "172.31.255.255",
                                      "192.0.0.1",
                                      "192.0.2.1",
                                      "192.168.1.1",
                                      "198.18.0.1",
                                      "198.19.255.255",
                                      "198.51.100.1",
                                      "203.0.113.9",
                                      "224.0.0.1",
                                      "239.255.255.255",
                                      "240.0.0.1",
                                      "255.255.255.255",
                                      "::",
                                      "::1",
                                      "::127.0.0.1",
                                      "::ffff:127.0.0.1",
                                      "::ffff:10.0.0.1",
                                      "64:ff9b::7f00:1",
                                      "64:ff9b:1::1",
                                      "fc00::1",
                                      "fd12::1",
                                      "fe80::1",
                                      "fec0::1",
                                      "ff02::1",
                                      "2001:db8::1",
                                      "2001::1",
                                      "2001:2::1",
                                      "2002:7f00:1::1",
                                      "3fff::1",
                                      "100::1"})
        EXPECT_FALSE(is_public(address)) << address;
    EXPECT_FALSE(is_public_address({}));
}

using Sent = std::expected<HttpAnswer, ClientError>;

Sent fetch(ClientOptions options, std::string url) {
    runtime::Loop loop;
    Client client(std::move(options));
    std::thread thread([&] { loop.run(); });
    std::promise<Sent> promise;
    loop.post([&] {
        ax::start(client.send({.url = std::move(url)}), [&](std::exception_ptr failure, Sent* value) {
            failure ? promise.set_exception(failure) : promise.set_value(std::move(*value));
        });
    });
    auto sent = promise.get_future().get();
    loop.stop();
    thread.join();
    return sent;
}

TEST(PublicAddress, AGuardedClientConnectsToNoOther) {
    testing::Peer const peer([](testing::Connection& connection) {
        while (!connection.line().empty()) {
        }
        connection.write("HTTP/1.1 204 No Content\r\n\r\n");
    });
    for (auto const* const host : {"127.0.0.1", "localhost", "127.1", "0.0.0.0"}) {
        auto const refused = fetch({.public_only = true}, fmt::format("http://{}:{}/", host, peer.port()));
        ASSERT_FALSE(refused) << host;
        EXPECT_EQ(refused.error().kind, ClientError::Kind::forbidden) << host;
    }
    EXPECT_EQ(peer.connections(), 0);
    auto const allowed = fetch({.public_only = true, .allow_loopback = true},
                               fmt::format("http://127.0.0.1:{}/", peer.port()));
    ASSERT_TRUE(allowed) << allowed.error().detail;
    EXPECT_EQ(allowed->status, 204);
}

}  // namespace
}  // namespace ax::client
