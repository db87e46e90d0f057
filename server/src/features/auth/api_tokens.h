#pragma once

#include "features/auth/api_token_store.h"
#include "features/auth/core.h"
#include "features/auth/second_factor.h"
#include "platform/api/router.h"

#include <optional>
#include <string>
#include <string_view>

/// API tokens: what people give their programs instead of a password (ADR 0030).
///
/// `axp_<scopes>_<lookup>_<32 random bytes>`. What they open is the router's business
/// (platform/api/scopes.h). They end where all other devices of an account are signed out: SessionStore
/// removes both.
namespace ax::auth {

/// Thread-safe; no state of its own.
class ApiTokenDesk {
public:
    ApiTokenDesk(Core const& core, SecondFactors const& factors) : core_(core), factors_(factors) {}

    /// Nobody for what is no API token, or none that works.
    Task<std::optional<contract::Caller>> caller(std::string_view token) const;

    Task<Result<ApiTokens>> list(contract::Caller who) const;
    /// `password: wrong_password`, `code: required | wrong_code`, 409 auth.too_many_api_tokens,
    /// 429 auth.throttled.
    Task<Result<NewApiToken>> create(contract::Caller who, ApiTokenWish wish, Visit visit) const;
    /// 404 auth.unknown_api_token, also for somebody else's.
    Task<Result<Empty>> revoke(contract::Caller who, ApiTokenId id, Visit visit) const;

    /// By the operator: one of them, or all. How many there were.
    Task<int> revoke_for(db::Tx& tx, AccountId account, std::optional<ApiTokenId> one,
                         Visit const& visit) const;

private:
    Task<void> note_use(ApiTokenRow const& row) const;

    Core const& core_;
    SecondFactors const& factors_;
    ApiTokenStore store_ = {};
};

/// What the router asks: API tokens are looked up here, all others are `sessions`' business. Sockets ask
/// `sessions` alone, so no API token opens one.
class RequestAuthenticator final : public api::Authenticator {
public:
    RequestAuthenticator(ApiTokenDesk const& desk, api::Authenticator& sessions)
        : desk_(desk), sessions_(sessions) {}
    Task<std::optional<contract::Caller>> authenticate(std::string_view token) override {
        return api::scopes_of(token) ? desk_.caller(token) : sessions_.authenticate(token);
    }

private:
    ApiTokenDesk const& desk_;
    api::Authenticator& sessions_;
};

}  // namespace ax::auth
