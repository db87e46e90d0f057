#include "platform/client/public_url.h"

#include <gtest/gtest.h>

namespace ax::client {
namespace {

TEST(PublicUrl, TheHostIsWhatIsConnectedTo) {
    EXPECT_EQ(host_in("https://hooks.example:8443/a?b"), "hooks.example");
    EXPECT_EQ(host_in("https://hooks.example?b"), "hooks.example");
    EXPECT_EQ(host_in("https://[2001:db8::1]:8443/a"), "[2001:db8::1]");
    EXPECT_EQ(host_in("https:///a"), "");
    EXPECT_EQ(host_in("hooks.example"), "");
}

TEST(PublicUrl, OnlyHttpsWithAHostAndWithoutUserInfo) {
    EXPECT_EQ(fault_of_url("https://hooks.example/a", false), std::nullopt);
    EXPECT_EQ(fault_of_url("https://[2001:db8::1]/a", false), std::nullopt);
    EXPECT_EQ(fault_of_url("https://hooks.example/a@b", false), std::nullopt) << "no user info";
    EXPECT_EQ(fault_of_url("http://127.0.0.1:9/a", true), std::nullopt);
    for (auto const* const url : {"http://hooks.example/a", "ftp://hooks.example", "hooks.example", ""})
        EXPECT_EQ(fault_of_url(url, false), "not_https") << url;
    for (auto const* const url :
         {"https://", "https:///a", "https://user@hooks.example/", "https://u:p@hooks.example",
          "https://hooks.example/a b", "https://hooks.example/\n", "https://h\xc3\xb6oks.example"})
        EXPECT_EQ(fault_of_url(url, false), "not_a_url") << url;
}

}  // namespace
}  // namespace ax::client
