#include "platform/client/public_address.h"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>

#include <gtest/gtest.h>

namespace ax::client {
namespace {

sockaddr_storage address(std::string const& text) {
    sockaddr_storage out{};
    if (text.find(':') == std::string::npos) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        EXPECT_EQ(::inet_pton(AF_INET, text.c_str(), &v4.sin_addr), 1) << text;
        std::memcpy(&out, &v4, sizeof v4);
    } else {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr), 1) << text;
        std::memcpy(&out, &v6, sizeof v6);
    }
    return out;
}

bool public_one(std::string const& text) {
    auto const storage = address(text);
    return is_public(*reinterpret_cast<sockaddr const*>(&storage));
}

TEST(PublicAddress, WhatIsNotOfThePublicInternet) {
    for (auto const* const text : {"0.0.0.0",
                                   "0.1.2.3",
                                   "10.0.0.1",
                                   "10.255.255.255",
                                   "100.64.0.1",
                                   "100.127.255.255",
                                   "127.0.0.1",
                                   "127.255.255.254",
                                   "169.254.169.254",
                                   "172.16.0.1",
                                   "172.31.255.255",
                                   "192.0.0.8",
                                   "192.0.2.1",
                                   "192.88.99.1",
                                   "192.168.0.1",
                                   "198.18.0.1",
                                   "198.19.255.255",
                                   "198.51.100.7",
                                   "203.0.113.9",
                                   "224.0.0.1",
                                   "239.255.255.255",
                                   "240.0.0.1",
                                   "255.255.255.255",
                                   "::",
                                   "::1",
                                   "::ffff:127.0.0.1",
                                   "::ffff:10.0.0.1",
                                   "::ffff:169.254.169.254",
                                   "64:ff9b::7f00:1",
                                   "64:ff9b::a9fe:a9fe",
                                   "64:ff9b:1::1",
                                   "::ffff:100.64.0.1",
                                   "::ffff:0:127.0.0.1",
                                   "::127.0.0.1",
                                   "5f00::1",
                                   "2002:a9fe:a9fe::1",
                                   "100::1",
                                   "fc00::1",
                                   "fd12:3456::1",
                                   "fe80::1",
                                   "fec0::1",
                                   "ff02::1",
                                   "2001::1",
                                   "2001:1ff::1",
                                   "2001:db8::1",
                                   "2002:7f00:1::1",
                                   "3fff::1",
                                   "3fff:fff::1",
                                   "fd00:ec2::254",
                                   "::7f00:1"})
        EXPECT_FALSE(public_one(text)) << text;
}

TEST(PublicAddress, WhatIs) {
    for (auto const* const text : {"1.1.1.1",
                                   "8.8.8.8",
                                   "9.255.255.255",
                                   "11.0.0.0",
                                   "100.63.255.255",
                                   "100.128.0.0",
                                   "128.0.0.1",
                                   "169.253.255.255",
                                   "172.15.255.255",
                                   "172.32.0.0",
                                   "192.0.1.1",
                                   "192.167.255.255",
                                   "192.169.0.0",
                                   "198.17.255.255",
                                   "198.20.0.0",
                                   "223.255.255.255",
                                   "2606:4700:4700::1111",
                                   "2001:4860:4860::8888",
                                   "2a00:1450:4001::1",
                                   "3ffe::1",
                                   "::ffff:8.8.8.8"})
        EXPECT_TRUE(public_one(text)) << text;
}

TEST(PublicAddress, Loopback) {
    for (auto const* const text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
        auto const storage = address(text);
        EXPECT_TRUE(is_loopback(*reinterpret_cast<sockaddr const*>(&storage))) << text;
    }
    for (auto const* const text : {"128.0.0.1", "::2", "fe80::1", "10.0.0.1"}) {
        auto const storage = address(text);
        EXPECT_FALSE(is_loopback(*reinterpret_cast<sockaddr const*>(&storage))) << text;
    }
}

TEST(PublicAddress, AForeignFamilyIsNot) {
    sockaddr_storage storage{};
    storage.ss_family = AF_UNIX;
    EXPECT_FALSE(is_public(*reinterpret_cast<sockaddr const*>(&storage)));
}

}  // namespace
}  // namespace ax::client
