#pragma once

#include <string>
#include <vector>

namespace ax::config {
class Values;
}

namespace ax::auth {

/// Somebody else who says who people are: an OpenID Connect provider that the operator trusts.
struct ProviderOptions {
    std::string id;      // in paths: "google", "oidc"
    std::string name;    // for people
    std::string issuer;  // exactly as it calls itself
    std::string client_id;
    std::string client_secret;  // empty: it asks for none
};

/// Those that are set up. Throws std::invalid_argument for half a set-up.
[[nodiscard]] std::vector<ProviderOptions> providers_of(config::Values const& settings);

}  // namespace ax::auth
