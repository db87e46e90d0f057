#pragma once

#include "contract/endpoint.h"

#include <optional>
#include <string>

/// What a passkey says for its person. Travels alone, or beside a password (see Login).
namespace ax::auth {

struct PasskeyAssertion {
    std::string id;
    std::string client_data;
    std::string authenticator_data;
    std::string signature;
    std::optional<std::string> user_handle;

    static constexpr auto wire() {
        using contract::field;
        using contract::Length;
        return contract::Fields{
            field("id", &PasskeyAssertion::id, Length{1, 1400}, "All of these are base64url without padding"),
            field("client_data", &PasskeyAssertion::client_data, Length{1, 4096}, "response.clientDataJSON"),
            field("authenticator_data", &PasskeyAssertion::authenticator_data, Length{1, 2048}),
            field("signature", &PasskeyAssertion::signature, Length{1, 1024}),
            field("user_handle", &PasskeyAssertion::user_handle, Length{0, 100}),
        };
    }
};

}  // namespace ax::auth
