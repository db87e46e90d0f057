#pragma once

struct sockaddr;

namespace ax::client {

/// Whether an address is one of the public internet: not this machine, not a private, shared, link-local,
/// multicast, documentation or transition range. Unknown families are not. For requests to addresses that
/// strangers name.
[[nodiscard]] bool is_public(sockaddr const& address);
[[nodiscard]] bool is_loopback(sockaddr const& address);

}  // namespace ax::client
