#include "platform/api/scopes.h"

#include <gmock/gmock.h>

namespace ax::api {
namespace {

using contract::Access;
using contract::Verb;
using ::testing::ElementsAre;
using ::testing::Optional;

contract::EndpointInfo endpoint(std::string_view name, Verb verb, Access access = Access::signed_in) {
    contract::EndpointInfo info;
    info.name = name;
    info.verb = verb;
    info.access = access;
    return info;
}

TEST(Scopes, StandInTheTextEachOnceAndInOneOrder) {
    EXPECT_EQ(api_token_prefix(std::array{ApiScope::chat, ApiScope::read, ApiScope::chat}), "axp_rc_");
    EXPECT_EQ(api_token_prefix({}), "axp__");
    EXPECT_THAT(scopes_of("axp_rc_whatever"), Optional(ElementsAre(ApiScope::read, ApiScope::chat)));
    EXPECT_THAT(scopes_of("axp_r"), Optional(ElementsAre(ApiScope::read)));
    EXPECT_THAT(scopes_of("axp_"), Optional(ElementsAre()));
    EXPECT_THAT(scopes_of("axp_x_rw"), Optional(ElementsAre()));
    EXPECT_EQ(scopes_of("axa_rw_whatever"), std::nullopt);
    EXPECT_EQ(scopes_of(""), std::nullopt);
}

TEST(Scopes, FollowFromTheVerbExceptWhereOnlySessionsGo) {
    EXPECT_EQ(scope_needed(endpoint("booking.list", Verb::get)), ApiScope::read);
    EXPECT_EQ(scope_needed(endpoint("mentors.search", Verb::get, Access::anyone)), ApiScope::read);
    EXPECT_EQ(scope_needed(endpoint("booking.cancel", Verb::del)), ApiScope::write);
    EXPECT_EQ(scope_needed(endpoint("chat.messages", Verb::get)), ApiScope::chat);
    EXPECT_EQ(scope_needed(endpoint("chat.send", Verb::post)), ApiScope::chat);
    EXPECT_EQ(scope_needed(endpoint("auth.me", Verb::get)), ApiScope::read);
    EXPECT_EQ(scope_needed(endpoint("auth.whatIsAddedNext", Verb::get)), std::nullopt);
    EXPECT_EQ(scope_needed(endpoint("chat.reports", Verb::get, Access::staff)), std::nullopt);
    EXPECT_EQ(scope_needed(endpoint("payments.createOrder", Verb::post)), std::nullopt);
}

TEST(Scopes, ARefusalNamesWhatIsMissing) {
    auto const cancel = endpoint("booking.cancel", Verb::del);
    EXPECT_FALSE(scope_refusal("axp_rw_whatever", cancel));
    EXPECT_FALSE(scope_refusal("axa_whatever", cancel)) << "a session's";
    auto const refused = scope_refusal("axp_rc_whatever", cancel);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->reason, "auth.scope_missing");
    EXPECT_EQ(refused->fields.at(0).reason, "write");
    EXPECT_EQ(scope_refusal("axp_rwc_whatever", endpoint("auth.login", Verb::post))->fields.at(0).reason,
              "session");
}

}  // namespace
}  // namespace ax::api
