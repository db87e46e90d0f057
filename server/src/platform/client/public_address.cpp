#include "platform/client/public_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace ax::client {
namespace {

struct Range4 {
    std::uint32_t network;
    int bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24U | b << 16U | c << 8U | d;
}

// IANA's registry of special-purpose addresses, and all multicast and reserved ones.
constexpr std::array kSpecial4{
    Range4{v4(0, 0, 0, 0), 8},      Range4{v4(10, 0, 0, 0), 8},     Range4{v4(100, 64, 0, 0), 10},
    Range4{v4(127, 0, 0, 0), 8},    Range4{v4(169, 254, 0, 0), 16}, Range4{v4(172, 16, 0, 0), 12},
    Range4{v4(192, 0, 0, 0), 24},   Range4{v4(192, 0, 2, 0), 24},   Range4{v4(192, 88, 99, 0), 24},
    Range4{v4(192, 168, 0, 0), 16}, Range4{v4(198, 18, 0, 0), 15},  Range4{v4(198, 51, 100, 0), 24},
    Range4{v4(203, 0, 113, 0), 24}, Range4{v4(224, 0, 0, 0), 3},
};

bool is_public4(std::uint32_t address) {
    return std::ranges::none_of(kSpecial4, [&](Range4 const& range) {
        return (address ^ range.network) >> static_cast<unsigned>(32 - range.bits) == 0;
    });
}

using Bytes6 = std::array<std::uint8_t, 16>;

std::uint32_t last4(Bytes6 const& b) { return v4(b[12], b[13], b[14], b[15]); }

bool is_mapped(Bytes6 const& b) {
    return std::all_of(b.begin(), b.begin() + 10, [](std::uint8_t x) { return x == 0; }) && b[10] == 0xff &&
           b[11] == 0xff;
}

bool is_public6(Bytes6 const& b) {
    if (is_mapped(b))
        return is_public4(last4(b));
    // Global unicast is 2000::/3. Of that not: 2001::/23 (Teredo, ORCHID …), 2001:db8::/32, 2002::/16 (6to4,
    // which holds an IPv4 address), 3fff::/20.
    if ((b[0] & 0xe0U) != 0x20)
        return false;
    if (b[0] == 0x20 && b[1] == 0x01 && (b[2] < 0x02 || (b[2] == 0x0d && b[3] == 0xb8)))
        return false;
    if (b[0] == 0x20 && b[1] == 0x02)
        return false;
    return b[0] != 0x3f || b[1] != 0xff || b[2] >= 0x10;
}

// Copied: what curl hands over is a sockaddr by type only.
template <class Address>
Address as(sockaddr const& address) {
    Address out{};
    std::memcpy(&out, &address, sizeof out);
    return out;
}

Bytes6 bytes6(sockaddr const& address) {
    auto const v6 = as<sockaddr_in6>(address);
    Bytes6 out{};
    std::memcpy(out.data(), &v6.sin6_addr, out.size());
    return out;
}

std::uint32_t number4(sockaddr const& address) { return ntohl(as<sockaddr_in>(address).sin_addr.s_addr); }

}  // namespace

bool is_public(sockaddr const& address) {
    if (address.sa_family == AF_INET)
        return is_public4(number4(address));
    return address.sa_family == AF_INET6 && is_public6(bytes6(address));
}

bool is_loopback(sockaddr const& address) {
    if (address.sa_family == AF_INET)
        return number4(address) >> 24U == 127;
    if (address.sa_family != AF_INET6)
        return false;
    auto const b = bytes6(address);
    if (is_mapped(b))
        return b[12] == 127;
    return b[15] == 1 && std::all_of(b.begin(), b.begin() + 15, [](std::uint8_t x) { return x == 0; });
}

}  // namespace ax::client
