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
    std::string one_tap = {};   // Google's script; empty: not offered
};

/// Those that are set up. Throws std::invalid_argument for half a set-up.
[[nodiscard]] std::vector<ProviderOptions> providers_of(config::Values const& settings);

/// What pages may load for Google's One Tap, as sources of a content security policy; each empty where it is
/// off.
struct OneTapSources {
    std::string script;
    std::string style;
    std::string under;  // frames and requests
};
[[nodiscard]] OneTapSources one_tap_sources(config::Values const& settings);

}  // namespace ax::auth
