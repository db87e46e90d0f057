#include "features/auth/oidc_options.h"

#include "platform/config/settings.h"

#include <stdexcept>

namespace ax::auth {
namespace {

void check(ProviderOptions const& options, bool production) {
    bool const secure = options.issuer.starts_with("https://");
    if (!secure && (production || !options.issuer.starts_with("http://")))
        throw std::invalid_argument("the issuer of " + options.name + " has to be an https:// address");
}

}  // namespace

std::vector<ProviderOptions> providers_of(config::Values const& settings) {
    std::vector<ProviderOptions> out;
    if (settings.is_set("AX_GOOGLE_CLIENT_ID"))
        out.push_back({.id = "google",
                       .name = "Google",
                       .issuer = settings.text("AX_GOOGLE_ISSUER"),
                       .client_id = settings.text("AX_GOOGLE_CLIENT_ID"),
                       .client_secret = settings.text("AX_GOOGLE_CLIENT_SECRET")});
    if (settings.is_set("AX_OIDC_ISSUER") != settings.is_set("AX_OIDC_CLIENT_ID"))
        throw std::invalid_argument("AX_OIDC_ISSUER and AX_OIDC_CLIENT_ID go together");
    if (settings.is_set("AX_OIDC_ISSUER"))
        out.push_back({.id = "oidc",
                       .name = settings.text("AX_OIDC_NAME"),
                       .issuer = settings.text("AX_OIDC_ISSUER"),
                       .client_id = settings.text("AX_OIDC_CLIENT_ID"),
                       .client_secret = settings.text("AX_OIDC_CLIENT_SECRET")});
    for (auto const& provider : out) check(provider, settings.production());
    if (out.size() == 2 && out[0].issuer == out[1].issuer)
        throw std::invalid_argument("AX_OIDC_ISSUER is AX_GOOGLE_ISSUER: an issuer can be set up once");
    return out;
}

}  // namespace ax::auth
