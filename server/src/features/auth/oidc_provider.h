#pragma once

#include "base/result.h"
#include "base/task.h"
#include "features/auth/oidc_options.h"
#include "features/auth/oidc_token.h"
#include "platform/client/client.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::auth {

/// One provider, asked over HTTP: where its pages are, its keys, what a code is worth. Its address is the
/// operator's choice and may be private. Thread-safe.
///
/// Whatever it does, nothing here takes longer than 4 s or reads more than 256 KiB: fails with
/// 503 auth.provider_unavailable if it does not answer, or what it never should, and with 422
/// auth.provider_refused if the code or the token is no good. Its description and keys are kept for an hour;
/// a key that is not among them is asked for again, at most every 30 s, so that forged names don't make us
/// call.
class Provider {
public:
    Provider(client::Client& client, Clock const& clock, ProviderOptions options)
        : client_(client), clock_(clock), options_(std::move(options)) {}

    [[nodiscard]] ProviderOptions const& options() const noexcept { return options_; }

    Task<Result<Discovery>> discovery();

    struct Grant {
        std::string code;
        std::string verifier;
        std::string redirect_uri;
        std::string nonce;
    };
    /// The code for an ID token, verified; the address from the userinfo endpoint where the token has none.
    Task<Result<ProviderClaims>> exchange(Grant grant);
    /// An ID token that came by other ways.
    Task<Result<ProviderClaims>> verify(std::string token, std::string nonce);

private:
    struct Kept {
        Discovery discovery;
        Instant until;
    };
    struct KeptKeys {
        std::vector<ProviderKey> keys;
        Instant fetched_at;
        std::optional<Instant> missed_at;  // when one that was not there was last asked for again
    };

    /// The body of a 200.
    Task<Result<std::string>> get(std::string url, std::string bearer, Instant until);
    Task<Result<Discovery>> discovery(Instant until);
    Task<Result<std::vector<ProviderKey>>> keys(std::string url, bool one_is_missing, Instant until);
    Task<Result<ProviderClaims>> verify(std::string token, std::string nonce, Instant until);
    Task<Result<TokenAnswer>> redeem(Discovery const& where, Grant const& grant, Instant until);
    [[nodiscard]] Instant deadline() const;

    client::Client& client_;
    Clock const& clock_;
    ProviderOptions options_;
    std::mutex mutex_;  // of what is kept
    std::optional<Kept> kept_;
    std::optional<KeptKeys> keys_;
};

}  // namespace ax::auth
