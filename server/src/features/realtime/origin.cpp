#include "features/realtime/origin.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace ax::realtime {
namespace {

bool same_text(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

// Origins leave the scheme's own port away; Host may name it.
std::string_view without_port(std::string_view authority, std::string_view port) {
    if (authority.ends_with(port))
        authority.remove_suffix(port.size());
    return authority;
}

}  // namespace

bool is_allowed_origin(http::Request const& request, std::span<std::string const> allowed) {
    auto const origin = request.header("origin");
    if (origin.empty())
        return true;
    if (std::ranges::find(allowed, origin) != allowed.end())
        return true;
    auto const host = request.header("host");
    if (host.empty())
        return false;
    // A proxy may have ended TLS without saying so: the host decides, not the scheme.
    if (origin.starts_with("https://"))
        return same_text(origin.substr(8), without_port(host, ":443"));
    if (origin.starts_with("http://"))
        return same_text(origin.substr(7), without_port(host, ":80"));
    return false;
}

}  // namespace ax::realtime
