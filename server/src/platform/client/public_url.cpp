#include "platform/client/public_url.h"

#include <algorithm>

namespace ax::client {
namespace {

std::string_view authority_of(std::string_view url) noexcept {
    auto const scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/?#"));
}

}  // namespace

std::string_view host_in(std::string_view url) noexcept {
    auto const authority = authority_of(url);
    return authority.starts_with('[') ? authority.substr(0, authority.find(']') + 1)
                                      : authority.substr(0, authority.find(':'));
}

std::optional<std::string_view> fault_of_url(std::string_view url, bool http_too) noexcept {
    if (!url.starts_with("https://") && !(http_too && url.starts_with("http://")))
        return "not_https";
    bool const plain = std::ranges::all_of(url, [](char c) { return c > ' ' && c < 127; });
    if (!plain || host_in(url).empty() || authority_of(url).contains('@'))
        return "not_a_url";
    return std::nullopt;
}

}  // namespace ax::client
