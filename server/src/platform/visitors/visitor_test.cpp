#include "platform/visitors/visitor.h"

#include "platform/visitors/seen.h"
#include "platform/visitors/siphash.h"

#include <gtest/gtest.h>

namespace ax::visitors {
namespace {

TEST(Visitors, HashesAsItsDefinitionSays) {
    std::string data;
    for (char c = 0; c < 15; ++c) data += c;
    EXPECT_EQ(siphash(0x0706050403020100U, 0x0f0e0d0c0b0a0908U, data), 0xa129ca6149be45e5U);
    EXPECT_EQ(siphash(0x0706050403020100U, 0x0f0e0d0c0b0a0908U, ""), 0x726fdb47dd0e0e31U);
}

TEST(Visitors, TheSetTakesEachOnce) {
    Seen seen;
    for (std::uint64_t i = 0; i < 5'000; ++i) EXPECT_TRUE(seen.insert(siphash(1, 2, std::to_string(i))));
    for (std::uint64_t i = 0; i < 5'000; ++i) EXPECT_FALSE(seen.insert(siphash(1, 2, std::to_string(i))));
    EXPECT_EQ(seen.size(), 5'000U);
    seen.clear();
    EXPECT_TRUE(seen.insert(0));
    EXPECT_FALSE(seen.insert(0));
}

TEST(Visitors, RobotsAreKnownByWhatTheySay) {
    for (auto const* robot :
         {"", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.5.0",
          "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0", "WhatsAppPREVIEW", "python-requests/2.31"})
        EXPECT_TRUE(is_robot(robot)) << robot;
    for (auto const* person :
         {"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "bo",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1"})
        EXPECT_FALSE(is_robot(person)) << person;
}

TEST(Visitors, WhoAsksNotToBeCountedIsNot) {
    auto const counts = [](std::vector<http::Header> headers) {
        http::Request request;
        headers.push_back(
            {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"});
        request.headers = std::move(headers);
        return may_count(request);
    };
    EXPECT_TRUE(counts({}));
    EXPECT_TRUE(counts({{"DNT", "0"}, {"Sec-GPC", "0"}}));
    EXPECT_FALSE(counts({{"DNT", "1"}}));
    EXPECT_FALSE(counts({{"Sec-GPC", "1"}}));
    EXPECT_FALSE(counts({{"dnt", "0"}, {"sec-gpc", "1"}})) << "either is enough";
    EXPECT_FALSE(may_count(http::Request{})) << "a robot, which says nothing of itself";
}

}  // namespace
}  // namespace ax::visitors
