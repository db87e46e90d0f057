#include "platform/client/public_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <netinet/in.h>
#include <sys/socket.h>

namespace ax::client {
namespace {

using Bytes = std::span<unsigned char const>;

struct Range {
    std::array<unsigned char, 6> prefix;
    unsigned bits;
};

// IANA's special-purpose registries, as far as they are not of the open internet.
constexpr std::array kReserved4{
    Range{{0}, 8},
    Range{{10}, 8},
    Range{{100, 64}, 10},
    Range{{127}, 8},
    Range{{169, 254}, 16},
    Range{{172, 16}, 12},
    Range{{192, 0, 0}, 24},
    Range{{192, 0, 2}, 24},
    Range{{192, 88, 99}, 24},
    Range{{192, 168}, 16},
    Range{{198, 18}, 15},
    Range{{198, 51, 100}, 24},
    Range{{203, 0, 113}, 24},
    Range{{224}, 4},
    Range{{240}, 4},
};
constexpr Range kGlobalUnicast6{{0x20}, 3};
constexpr std::array kReserved6{
    Range{{0x20, 0x01, 0x00}, 23},        // Teredo, ORCHID, benchmarking
    Range{{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    Range{{0x20, 0x02}, 16},              // 6to4
    Range{{0x3f, 0xff}, 20},              // documentation
};
constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::array<unsigned char, 12> kNat64{0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

bool within(Bytes address, Range const& range) {
    for (unsigned bit = 0; bit < range.bits; bit += 8) {
        unsigned const left = std::min(8U, range.bits - bit);
        auto const mask = static_cast<unsigned char>(0xff00U >> left);
        if ((address[bit / 8] & mask) != (range.prefix[bit / 8] & mask))
            return false;
    }
    return true;
}

bool begins(Bytes address, std::array<unsigned char, 12> const& prefix) {
    return std::ranges::equal(address.first(prefix.size()), prefix);
}

bool in_any(Bytes address, auto const& ranges) {
    return std::ranges::any_of(ranges, [&](Range const& range) { return within(address, range); });
}

}  // namespace

bool is_public_address(Bytes address) noexcept {
    if (address.size() == 4)
        return !in_any(address, kReserved4);
    if (address.size() != 16)
        return false;
    if (begins(address, kMapped) || begins(address, kNat64))
        return is_public_address(address.last(4));
    return within(address, kGlobalUnicast6) && !in_any(address, kReserved6);
}

bool is_loopback_address(Bytes address) noexcept {
    if (address.size() == 4)
        return address[0] == 127;
    if (address.size() != 16)
        return false;
    if (begins(address, kMapped))
        return address[12] == 127;
    return std::ranges::all_of(address.first(15), [](unsigned char byte) { return byte == 0; }) &&
           address[15] == 1;
}

Bytes address_bytes(sockaddr const& address) noexcept {
    if (address.sa_family == AF_INET) {
        auto const& v4 = reinterpret_cast<sockaddr_in const&>(address).sin_addr;
        return {reinterpret_cast<unsigned char const*>(&v4), sizeof v4};
    }
    if (address.sa_family == AF_INET6) {
        auto const& v6 = reinterpret_cast<sockaddr_in6 const&>(address).sin6_addr;
        return {reinterpret_cast<unsigned char const*>(&v6), sizeof v6};
    }
    return {};
}

}  // namespace ax::client
