#pragma once

#include <cstddef>
#include <span>

struct sockaddr;

/// Which addresses a URL that a person typed may lead to. Pure.
namespace ax::client {

/// An address of the open internet: 4 bytes (IPv4) or 16 (IPv6), in network order. Loopback, private,
/// link-local, shared, documentation, multicast and reserved ranges are not; an IPv4 address inside an IPv6
/// one (mapped, NAT64) counts as itself. Any other size is not public.
[[nodiscard]] bool is_public_address(std::span<unsigned char const> address) noexcept;
[[nodiscard]] bool is_loopback_address(std::span<unsigned char const> address) noexcept;

/// The bytes of a socket address; empty unless it is IPv4 or IPv6. They live as long as it does.
[[nodiscard]] std::span<unsigned char const> address_bytes(sockaddr const& address) noexcept;

}  // namespace ax::client
