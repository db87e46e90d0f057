#pragma once

#include "platform/client/client.h"
#include "platform/mail/mail.h"

#include <expected>
#include <mutex>
#include <string>

namespace ax::mail {

/// Access tokens for XOAUTH2, fetched with the refresh token and kept until a minute before they end.
/// Thread-safe; several who find none at the same time may each fetch one.
class AccessTokens {
public:
    AccessTokens(OAuthOptions options, client::Client& client, Clock const& clock)
        : options_(std::move(options)), client_(&client), clock_(&clock) {}

    /// Or why there is none: "oauth invalid_grant", "oauth 503", "oauth: no answer". On a runtime::Loop.
    [[nodiscard]] Task<std::expected<std::string, std::string>> get();
    /// The server did not like it.
    void forget(std::string const& token);

private:
    OAuthOptions options_;
    client::Client* client_;
    Clock const* clock_;
    std::mutex mutex_;
    std::string token_;
    Instant ends_ = {};
};

}  // namespace ax::mail
