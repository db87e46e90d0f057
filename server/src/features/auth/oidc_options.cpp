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

/// It goes into a header and is run in our pages: no room for a second source, nor for another's word on the
/// way.
void check_script(std::string const& url, bool production) {
    bool const secure = url.starts_with("https://") || (!production && url.starts_with("http://"));
    auto const path = secure ? url.find('/', url.find("//") + 2) : std::string::npos;
    bool const plain = url.find_first_of(" ;,'\"\t\r\n?#*\\") == std::string::npos;
    if (path == std::string::npos || url.rfind('/') == path || !plain)
        throw std::invalid_argument(
            "AX_GOOGLE_ONE_TAP has to be an https:// address with a folder, as https://accounts.google.com/gsi/client");
}

}  // namespace

std::vector<ProviderOptions> providers_of(config::Values const& settings) {
    std::vector<ProviderOptions> out;
    if (settings.is_set("AX_GOOGLE_CLIENT_ID"))
        out.push_back({.id = "google",
                       .name = "Google",
                       .issuer = settings.text("AX_GOOGLE_ISSUER"),
                       .client_id = settings.text("AX_GOOGLE_CLIENT_ID"),
                       .client_secret = settings.text("AX_GOOGLE_CLIENT_SECRET"),
                       .one_tap = settings.text("AX_GOOGLE_ONE_TAP")});
    if (settings.is_set("AX_OIDC_ISSUER") != settings.is_set("AX_OIDC_CLIENT_ID"))
        throw std::invalid_argument("AX_OIDC_ISSUER and AX_OIDC_CLIENT_ID go together");
    if (settings.is_set("AX_OIDC_ISSUER"))
        out.push_back({.id = "oidc",
                       .name = settings.text("AX_OIDC_NAME"),
                       .issuer = settings.text("AX_OIDC_ISSUER"),
                       .client_id = settings.text("AX_OIDC_CLIENT_ID"),
                       .client_secret = settings.text("AX_OIDC_CLIENT_SECRET")});
    for (auto const& provider : out) check(provider, settings.production());
    if (settings.is_set("AX_GOOGLE_ONE_TAP")) {
        if (!settings.is_set("AX_GOOGLE_CLIENT_ID"))
            throw std::invalid_argument("AX_GOOGLE_ONE_TAP needs AX_GOOGLE_CLIENT_ID");
        check_script(settings.text("AX_GOOGLE_ONE_TAP"), settings.production());
    }
    if (out.size() == 2 && out[0].issuer == out[1].issuer)
        throw std::invalid_argument("AX_OIDC_ISSUER is AX_GOOGLE_ISSUER: an issuer can be set up once");
    return out;
}

OneTapSources one_tap_sources(config::Values const& settings) {
    auto const& script = settings.text("AX_GOOGLE_ONE_TAP");
    if (script.empty())
        return {};
    auto const folder = script.substr(0, script.rfind('/') + 1);
    return {.script = " " + script, .style = " " + folder + "style", .under = " " + folder};
}

}  // namespace ax::auth
