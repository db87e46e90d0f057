#include "app/toolbar.h"

#include <map>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>

namespace ax::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string refusal(std::map<std::string, std::string> chosen) {
    chosen.insert({"AX_DEBUG_TOOLBAR", "true"});
    try {
        (void)developer_toolbar(config::load("/nonexistent", chosen).value(), nullptr);
    } catch (std::invalid_argument const& refused) {
        return refused.what();
    }
    return {};
}

TEST(DeveloperToolbar, IsOffUnlessAskedFor) {
    EXPECT_EQ(developer_toolbar(config::load("/nonexistent", {}).value(), nullptr), nullptr);
    EXPECT_FALSE(trace::on());
}

TEST(DeveloperToolbar, IsForWhoSitsAtTheMachine) {
    EXPECT_EQ(refusal({}), "");
    EXPECT_EQ(refusal({{"AX_BASE_URL", "http://localhost:5173/"}, {"AX_LISTEN", "[::1]:8000"}}), "");
    EXPECT_EQ(refusal({{"AX_RAZORPAY_KEY_ID", "rzp_test_abc"}}), "");
}

TEST(DeveloperToolbar, CantBeLeftOnWhereOthersCome) {
    auto const both = [](char const* why) { return AllOf(HasSubstr("AX_DEBUG_TOOLBAR"), HasSubstr(why)); };
    EXPECT_THAT(refusal({{"AX_LISTEN", "0.0.0.0:8000"}}), both("AX_LISTEN"));
    EXPECT_THAT(refusal({{"AX_LISTEN", "10.0.0.7:8000"}}), both("AX_LISTEN"));
    EXPECT_THAT(refusal({{"AX_BASE_URL", "https://aspirex.example"}}), both("AX_BASE_URL"));
    EXPECT_THAT(refusal({{"AX_TRUSTED_PROXIES", "127.0.0.1"}}), both("AX_TRUSTED_PROXIES"));
    EXPECT_THAT(refusal({{"AX_RAZORPAY_KEY_ID", "rzp_live_abc"}}), both("AX_RAZORPAY_KEY_ID"));
}

}  // namespace
}  // namespace ax::app
