#include "platform/config/settings.h"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::config {
namespace {

std::vector<std::string> broken(Result<Values> const& loaded) {
    std::vector<std::string> names;
    if (!loaded)
        for (auto const& field : loaded.error().fields) names.push_back(field.field);
    return names;
}

TEST(Settings, DefaultsLoadAndOverridesWin) {
    auto const values =
        load("/nonexistent", {{"AX_LISTEN", "127.0.0.1:9"}, {"AX_CORS_ORIGINS", "https://a.b, https://c.d"}});
    ASSERT_TRUE(values);
    EXPECT_EQ(values->text("AX_LISTEN"), "127.0.0.1:9");
    EXPECT_EQ(values->integer("AX_HOLD_SECONDS"), 600);
    EXPECT_THAT(values->list("AX_CORS_ORIGINS"), testing::ElementsAre("https://a.b", "https://c.d"));
}

TEST(Settings, NamesEveryBrokenValueAtOnce) {
    EXPECT_THAT(
        broken(load("/nonexistent", {{"AX_HOLD_SECONDS", "0"}, {"AX_MODE", "prod"}, {"AX_SMTP_PORT", "x"}})),
        testing::ElementsAre("AX_MODE", "AX_HOLD_SECONDS", "AX_SMTP_PORT"));
}

TEST(Settings, AListOfChoicesNamesTheOneThatIsNone) {
    for (auto const* const good : {"all", "api", "api, worker", "payments,realtime,worker,api"})
        EXPECT_TRUE(load("/nonexistent", {{"AX_ROLES", good}})) << good;
    auto const unknown = load("/nonexistent", {{"AX_ROLES", "api,cleaner"}});
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().fields.at(0).reason, testing::HasSubstr("cleaner"));
    EXPECT_THAT(broken(load("/nonexistent", {{"AX_ROLES", " , "}})), testing::ElementsAre("AX_ROLES"));
}

TEST(Settings, ProductionRefusesMissingAndDefaultSecrets) {
    auto const names = broken(load("/nonexistent", {{"AX_MODE", "production"}}));
    EXPECT_THAT(names, testing::IsSupersetOf({"AX_SECRET", "AX_RAZORPAY_KEY_SECRET", "AX_SMTP_HOST"}));
    EXPECT_THAT(broken(load("/nonexistent", {{"AX_MODE", "production"}, {"AX_SECRET", "short"}})),
                testing::Contains("AX_SECRET"));
    EXPECT_THAT(broken(load("/nonexistent", {{"AX_MODE", "production"}, {"AX_LOOPBACK_URLS", "true"}})),
                testing::Contains("AX_LOOPBACK_URLS"));
    EXPECT_THAT(broken(load("/nonexistent", {{"AX_MODE", "production"}, {"AX_DEBUG_TOOLBAR", "true"}})),
                testing::Contains("AX_DEBUG_TOOLBAR"));
}

TEST(Settings, TheFileIsReadWithQuotesAndCommentsAndTyposAreNamed) {
    auto const path = testing::TempDir() + "ax.env";
    std::ofstream(path) << "# comment\nAX_MAIL_FROM = \"EUR\"\r\nAX_LISTENN=1\nOTHER=x\n";
    EXPECT_THAT(broken(load(path, {})), testing::ElementsAre("AX_LISTENN"));
    std::ofstream(path) << "AX_MAIL_FROM='EUR'\n";
    auto const values = load(path, {});
    ASSERT_TRUE(values);
    EXPECT_EQ(values->text("AX_MAIL_FROM"), "EUR");
}

TEST(Settings, TheExampleNamesEverySetting) {
    auto const text = env_example();
    for (auto const& setting : settings())
        EXPECT_THAT(text, testing::HasSubstr("#" + std::string(setting.name) + "="));
}

}  // namespace
}  // namespace ax::config
