#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/token.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Everything that is made with the server's secret. Without it a copy of the database is worth nothing, and
/// without the database the secret is not either. Pure.
namespace ax::auth {

class Keys {
public:
    explicit Keys(std::string secret) : secret_(std::move(secret)) {}

    /// What a refresh token turns into. Derived, so that a repeat within the grace gets the very same
    /// successor although only hashes are stored; `salt` is drawn at the rotation.
    [[nodiscard]] std::string next_refresh(std::string_view token, std::string_view salt) const {
        return crypto::derived_token(crypto::kRefreshPrefix, secret_, "refresh", seed(token, salt));
    }
    [[nodiscard]] std::string next_access(std::string_view token, std::string_view salt) const {
        return crypto::derived_token(crypto::kAccessPrefix, secret_, "access", seed(token, salt));
    }

    /// A mail waits in the outbox with the seed only; the link is made when it is sent.
    [[nodiscard]] std::string link_token(std::string_view link_seed) const {
        return crypto::derived_token(crypto::kMailPrefix, secret_, "link", link_seed);
    }

    /// Bound to the device, so that a token of one session is no use with another's cookie.
    [[nodiscard]] std::string csrf(DeviceId device) const {
        return mac("csrf", std::to_string(device.value));
    }

    /// The secret of an authenticator app, as it is stored.
    [[nodiscard]] std::string seal_totp(AccountId account, std::string_view secret) const;
    /// Nothing if it was sealed with another secret of the server, or for another account.
    [[nodiscard]] std::optional<std::string> open_totp(AccountId account, std::string_view sealed) const;

    /// What a passkey has to sign: `<random>.<when it runs out>.<mac>`, good for one purpose. That it is used
    /// once is the table's business.
    [[nodiscard]] std::string challenge(std::string_view purpose, Instant expires_at) const;
    struct Challenge {
        std::string nonce;
        Instant expires_at;
    };
    /// Nothing if it wasn't made here, for this.
    [[nodiscard]] std::optional<Challenge> read_challenge(std::string_view purpose,
                                                          std::string_view text) const;
    /// What a browser carries to a provider of identities and back.
    [[nodiscard]] std::string seal_attempt(std::string_view text) const;
    [[nodiscard]] std::optional<std::string> open_attempt(std::string_view sealed) const;

    /// Shown by a browser that signed in to this account before: `<account>.<nonce>.<mac>`.
    [[nodiscard]] std::string mark(AccountId account) const;
    struct Mark {
        AccountId account;
        std::string nonce;
    };
    [[nodiscard]] std::optional<Mark> read_mark(std::string_view text) const;

private:
    [[nodiscard]] static std::string seed(std::string_view token, std::string_view salt) {
        return std::string(token) + "." + std::string(salt);
    }
    [[nodiscard]] std::string mac(std::string_view purpose, std::string_view text) const {
        std::string message(purpose);
        message += '\0';
        message += text;
        return crypto::to_base64url(crypto::bytes(crypto::hmac_sha256(secret_, message)));
    }
    /// Of `<first>.<second>.<mac>` the first two, if the last is ours.
    [[nodiscard]] std::optional<std::pair<std::string_view, std::string_view>> proven(
        std::string_view purpose, std::string_view text) const;
    std::string secret_;
};

}  // namespace ax::auth
