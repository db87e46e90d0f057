#pragma once

#include "features/auth/contract.h"
#include "platform/api/scopes.h"

/// API tokens, which people give their programs: what travels.
namespace ax::auth {

using contract::Items;
using contract::Range;

using ApiTokenId = Id<struct ApiTokenTag>;

inline constexpr int kMostApiTokens = 20;
inline constexpr int kMostApiTokenDays = 90;
inline constexpr int kApiTokenDays = 30;

struct ApiToken {
    ApiTokenId id;
    std::string name;
    std::string begins;
    std::vector<api::ApiScope> scopes;
    Instant created_at;
    Instant expires_at;
    std::optional<Instant> last_used_at;

    static constexpr auto wire() {
        return contract::Fields{
            field("id", &ApiToken::id),
            field("name", &ApiToken::name),
            field("begins", &ApiToken::begins, "How its text begins, by which it is known again"),
            field("scopes", &ApiToken::scopes),
            field("created_at", &ApiToken::created_at),
            field("expires_at", &ApiToken::expires_at),
            field("last_used_at", &ApiToken::last_used_at, "Some minutes old at most; null: never"),
        };
    }
};

struct ApiTokens {
    std::vector<ApiToken> items;
    static constexpr auto wire() { return contract::Fields{field("items", &ApiTokens::items)}; }
};

struct ApiTokenWish {
    std::string name;
    std::vector<api::ApiScope> scopes;
    std::optional<int> days;
    std::string password;
    std::optional<std::string> code;

    static constexpr auto wire() {
        return contract::Fields{
            field("name", &ApiTokenWish::name, Length{1, 100}),
            field("scopes", &ApiTokenWish::scopes, Items{3}, "At least one"),
            field("days", &ApiTokenWish::days, Range{1, kMostApiTokenDays}, "Until it ends; default 30"),
            field("password", &ApiTokenWish::password, Length{1, 256}),
            field("code", &ApiTokenWish::code, Length{6, 30},
                  "Where signing in needs one: of the authenticator app, or a recovery code"),
        };
    }
};

struct NewApiToken {
    std::string token;
    ApiToken about;
    static constexpr auto wire() {
        return contract::Fields{
            field("token", &NewApiToken::token, "For `Authorization: Token …`; shown this once"),
            field("about", &NewApiToken::about),
        };
    }
};

struct OneApiToken {
    ApiTokenId token;
    static constexpr auto wire() {
        return contract::Fields{field("token", &OneApiToken::token, "From the path")};
    }
};

inline constexpr Endpoint<Empty, ApiTokens> kApiTokens{.verb = Verb::get,
                                                       .path = "/auth/api-tokens/",
                                                       .name = "auth.apiTokens",
                                                       .access = Access::signed_in,
                                                       .summary = "The caller's API tokens that work"};

inline constexpr Endpoint<ApiTokenWish, NewApiToken> kCreateApiToken{
    .verb = Verb::post,
    .path = "/auth/api-tokens/",
    .name = "auth.createApiToken",
    .access = Access::signed_in,
    .summary = "An API token for a program of one's own",
    .limit = PerMinute{20},
    .success = 201,
    .failures = {"auth.too_many_api_tokens", "auth.throttled"}};

inline constexpr Endpoint<OneApiToken, Empty> kRevokeApiToken{.verb = Verb::del,
                                                              .path = "/auth/api-tokens/{token}/",
                                                              .name = "auth.revokeApiToken",
                                                              .access = Access::signed_in,
                                                              .summary = "End an API token now",
                                                              .failures = {"auth.unknown_api_token"}};

}  // namespace ax::auth
