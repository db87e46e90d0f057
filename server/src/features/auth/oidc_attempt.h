#pragma once

#include "features/auth/oidc.h"

namespace ax::auth {

/// What somebody who is on the way to a provider has to bring back. Sealed in their cookie.
struct Oidc::Attempt {
    std::string provider;
    std::string state;
    std::string nonce;
    std::string verifier;
    std::string next;
    std::optional<AccountId> account = {};  // whose account is to be linked, and from which device
    std::optional<DeviceId> device = {};
    Instant expires_at;

    static constexpr auto wire() {
        return contract::Fields{
            field("provider", &Attempt::provider), field("state", &Attempt::state),
            field("nonce", &Attempt::nonce),       field("verifier", &Attempt::verifier),
            field("next", &Attempt::next),         field("account", &Attempt::account),
            field("device", &Attempt::device),     field("expires_at", &Attempt::expires_at),
        };
    }
};

}  // namespace ax::auth
