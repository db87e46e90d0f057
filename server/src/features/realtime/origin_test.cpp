#include "features/realtime/origin.h"

#include <gtest/gtest.h>

namespace ax::realtime {
namespace {

bool allowed(std::string_view host, std::string_view origin) {
    std::vector<std::string> const list{"https://app.example"};
    http::Request request;
    if (!host.empty())
        request.headers.push_back({"Host", host});
    if (!origin.empty())
        request.headers.push_back({"Origin", origin});
    return is_allowed_origin(request, list);
}

TEST(Origin, OurOwnPagesTheListAndWhatIsNoBrowserMayConnect) {
    EXPECT_TRUE(allowed("aspirex.example", ""));
    EXPECT_TRUE(allowed("aspirex.example", "https://aspirex.example"));
    EXPECT_TRUE(allowed("Aspirex.Example:443", "https://aspirex.example"));
    EXPECT_TRUE(allowed("127.0.0.1:8000", "http://127.0.0.1:8000"));
    EXPECT_TRUE(allowed("aspirex.example", "https://app.example"));
}

TEST(Origin, PagesOfOthersMayNot) {
    EXPECT_FALSE(allowed("aspirex.example", "https://evil.example"));
    EXPECT_FALSE(allowed("aspirex.example", "https://aspirex.example.evil.example"));
    EXPECT_FALSE(allowed("aspirex.example", "https://aspirex.example:8443"));
    EXPECT_FALSE(allowed("aspirex.example", "null"));
    EXPECT_FALSE(allowed("aspirex.example", "https://"));
    EXPECT_FALSE(allowed("aspirex.example", "file://aspirex.example"));
    EXPECT_FALSE(allowed("", "https://aspirex.example"));
    EXPECT_FALSE(allowed("aspirex.example", "http://app.example")) << "the list is exact";
}

}  // namespace
}  // namespace ax::realtime
