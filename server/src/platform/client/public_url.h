#pragma once

#include <optional>
#include <string_view>

namespace ax::client {

/// What stands between scheme and path, without the port; an IPv6 address in its brackets. Empty: no host.
[[nodiscard]] std::string_view host_in(std::string_view url) noexcept;

/// Why a URL that a stranger named can't be taken, as a field's reason: not_https, not_a_url. User info is
/// refused: it would be a second secret in a place where programs don't expect one. Whether the address is
/// public is looked at when it is connected to, each time (HttpRequest::guarded). `http_too` is for tests,
/// with peers on this machine.
[[nodiscard]] std::optional<std::string_view> fault_of_url(std::string_view url, bool http_too) noexcept;

}  // namespace ax::client
