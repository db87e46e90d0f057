#include "features/auth/oidc_provider.h"

#include "base/percent.h"
#include "platform/telemetry/log.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::auth {
namespace {

constexpr Duration kPatience = seconds{4};  // for all that one step of a sign-in asks
constexpr Duration kLeast = milliseconds{50};
constexpr std::size_t kMostBytes = 256 * 1024;
constexpr Duration kKept = hours{1};
constexpr Duration kMissesApart = seconds{30};
constexpr int kRetrySeconds = 10;

std::unexpected<Error> unavailable() {
    return std::unexpected(Error{Code::unavailable, "auth.provider_unavailable", {}, kRetrySeconds});
}

std::unexpected<Error> refused() { return fail(Code::invalid, "auth.provider_refused"); }

}  // namespace

Instant Provider::deadline() const { return clock_.now() + kPatience; }

Task<Result<std::string>> Provider::get(std::string url, std::string bearer, Instant until) {
    client::HttpRequest request{.url = std::move(url),
                                .headers = {{"Accept", "application/json"}},
                                .timeout = std::max<Duration>(until - clock_.now(), kLeast),
                                .max_bytes = kMostBytes};
    if (!bearer.empty())
        request.headers.push_back({"Authorization", "Bearer " + bearer});
    auto answer = co_await client_.send(std::move(request));
    if (!answer || answer->status != 200) {
        telemetry::log(
            telemetry::Level::warn, "auth.provider_unavailable",
            {{"provider", options_.id},
             {"detail", answer ? fmt::format("status {}", answer->status) : answer.error().detail}});
        co_return unavailable();
    }
    co_return std::move(answer->body);
}

Task<Result<Discovery>> Provider::discovery() { return discovery(deadline()); }

Task<Result<Discovery>> Provider::discovery(Instant until) {
    {
        std::lock_guard const lock(mutex_);
        if (kept_ && clock_.now() < kept_->until)
            co_return kept_->discovery;
    }
    std::string_view base = options_.issuer;
    if (base.ends_with('/'))
        base.remove_suffix(1);
    AX_TRY(auto const body,
           co_await get(fmt::format("{}/.well-known/openid-configuration", base), "", until));
    auto const read = read_discovery(body, options_.issuer);
    if (!read) {
        telemetry::log(telemetry::Level::warn, "auth.provider_description_wrong",
                       {{"provider", options_.id}});
        co_return unavailable();
    }
    std::lock_guard const lock(mutex_);
    kept_ = Kept{*read, clock_.now() + kKept};
    co_return *read;
}

Task<Result<std::vector<ProviderKey>>> Provider::keys(std::string url, bool one_is_missing, Instant until) {
    {
        std::lock_guard const lock(mutex_);
        auto const now = clock_.now();
        bool const asked = keys_ && keys_->missed_at && now - *keys_->missed_at < kMissesApart;
        if (keys_ && now - keys_->fetched_at < kKept && (!one_is_missing || asked))
            co_return keys_->keys;
        if (keys_ && one_is_missing)
            keys_->missed_at = now;
    }
    AX_TRY(auto const body, co_await get(std::move(url), "", until));
    auto read = read_keys(body);
    if (!read) {
        telemetry::log(telemetry::Level::warn, "auth.provider_keys_wrong", {{"provider", options_.id}});
        co_return unavailable();
    }
    std::lock_guard const lock(mutex_);
    keys_ = KeptKeys{*read, clock_.now(), keys_ ? keys_->missed_at : std::nullopt};
    co_return *std::move(read);
}

Task<Result<ProviderClaims>> Provider::verify(std::string token, std::string nonce) {
    return verify(std::move(token), std::move(nonce), deadline());
}

Task<Result<ProviderClaims>> Provider::verify(std::string token, std::string nonce, Instant until) {
    AX_TRY(auto const where, co_await discovery(until));
    AX_TRY(auto known, co_await keys(where.keys_url, false, until));
    TokenExpectations const expected{
        .issuer = options_.issuer, .client_id = options_.client_id, .nonce = nonce, .now = clock_.now()};
    auto claims = verify_id_token(token, known, expected);
    if (!claims && claims.error() == TokenFlaw::unknown_key) {
        AX_TRY(known, co_await keys(where.keys_url, true, until));
        claims = verify_id_token(token, known, expected);
    }
    if (!claims) {
        telemetry::log(telemetry::Level::warn, "auth.id_token_refused",
                       {{"provider", options_.id}, {"flaw", std::string(name_of(claims.error()))}});
        co_return refused();
    }
    co_return *std::move(claims);
}

Task<Result<TokenAnswer>> Provider::redeem(Discovery const& where, Grant const& grant, Instant until) {
    auto form = fmt::format("grant_type=authorization_code&code={}&redirect_uri={}&code_verifier={}",
                            percent_encoded(grant.code), percent_encoded(grant.redirect_uri),
                            percent_encoded(grant.verifier));
    auto const id = percent_encoded(options_.client_id);
    auto const secret = percent_encoded(options_.client_secret);
    bool const in_header = !secret.empty() && !where.secret_in_body;
    if (!in_header)
        form += "&client_id=" + id;
    if (!in_header && !secret.empty())
        form += "&client_secret=" + secret;
    client::HttpRequest request{
        .method = "POST",
        .url = where.token_endpoint,
        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
        .body = std::move(form),
        .basic_user = in_header ? id : "",
        .basic_password = in_header ? secret : "",
        .timeout = std::max<Duration>(until - clock_.now(), kLeast),
        .max_bytes = kMostBytes};
    auto const answer = co_await client_.send(std::move(request));
    if (!answer || answer->status >= 500 || answer->status == 429)
        co_return unavailable();
    auto read = answer->status == 200 ? read_token_answer(answer->body) : std::nullopt;
    if (read)
        co_return *std::move(read);
    telemetry::log(telemetry::Level::warn, "auth.provider_refused",
                   {{"provider", options_.id}, {"detail", fmt::format("status {}", answer->status)}});
    co_return refused();
}

Task<Result<ProviderClaims>> Provider::exchange(Grant grant) {
    auto const until = deadline();
    AX_TRY(auto const where, co_await discovery(until));
    AX_TRY(auto const tokens, co_await redeem(where, grant, until));
    AX_TRY(auto claims, co_await verify(tokens.id_token, grant.nonce, until));
    if (!claims.email.empty() || where.userinfo_endpoint.empty() || tokens.access_token.empty())
        co_return claims;
    AX_TRY(auto const body, co_await get(where.userinfo_endpoint, tokens.access_token, until));
    auto more = read_userinfo(body, claims.subject);
    if (!more)
        co_return refused();
    co_return *std::move(more);
}

}  // namespace ax::auth
