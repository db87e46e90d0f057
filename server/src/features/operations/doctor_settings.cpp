#include "features/operations/doctor.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace ax::operations {
namespace {

// Of secrets that others hand out; the server's own has a longer one (config).
constexpr std::size_t kShortSecret = 16;
constexpr std::size_t kShortOwnSecret = 32;

Check check_mode(config::Values const& settings) {
    if (settings.production())
        return {"mode", Level::ok, "AX_MODE is production.", {}};
    return {"mode", Level::warn, "AX_MODE is development: the sandbox is on and defaults are accepted.",
            "Set AX_MODE=production before people use it."};
}

std::string flaw_of(config::Setting const& setting, std::string const& value) {
    auto const shortest = setting.name == "AX_SECRET" ? kShortOwnSecret : kShortSecret;
    if (value.empty())
        return setting.needed_in_production ? "is not set" : "";
    if (!setting.fallback.empty() && value == setting.fallback)
        return "is the default that everybody knows";
    if (setting.name != "AX_SMTP_PASSWORD" && value.size() < shortest)
        return fmt::format("is shorter than {} characters", shortest);
    if (std::set<char>(value.begin(), value.end()).size() < 6)
        return "is made of a few repeated characters";
    return {};
}

Check check_secrets(config::Values const& settings) {
    std::string flaws;
    for (auto const& setting : config::settings()) {
        if (!setting.secret)
            continue;
        if (auto const flaw = flaw_of(setting, settings.text(setting.name)); !flaw.empty())
            flaws += fmt::format("{}{} {}", flaws.empty() ? "" : "; ", setting.name, flaw);
    }
    if (flaws.empty())
        return {"secrets", Level::ok, "Every secret is set and long enough.", {}};
    return {"secrets", settings.production() ? Level::fail : Level::warn, flaws + ".",
            "Make one with: openssl rand -hex 32"};
}

bool is_loopback(std::string_view url) {
    auto const begin = url.find("//");
    auto const host = begin == std::string_view::npos ? url : url.substr(begin + 2);
    return host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
}

Check check_public_url(config::Values const& settings) {
    auto const& url = settings.text("AX_BASE_URL");
    if (url.starts_with("https://"))
        return {"public-url", Level::ok, fmt::format("People come to {}.", url), {}};
    if (settings.production())
        return {"public-url", Level::fail,
                url.empty() ? "AX_BASE_URL is not set."
                            : "AX_BASE_URL is not https: cookies and passwords travel openly.",
                "Set AX_BASE_URL to the https address that people use."};
    if (url.empty() || is_loopback(url))
        return {"public-url", Level::ok, "People come to this machine itself.", {}};
    return {"public-url", Level::warn,
            "AX_BASE_URL is not https: browsers take no pushes and no secure cookies.",
            "Put TLS in front, and https into AX_BASE_URL."};
}

}  // namespace

Checks check_settings(config::Values const& settings) {
    return {check_mode(settings), check_secrets(settings), check_public_url(settings)};
}

}  // namespace ax::operations
