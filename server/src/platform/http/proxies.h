#pragma once

#include "base/result.h"
#include "platform/http/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace ax::http {

/// The /24 (IPv4) or /64 (IPv6) of an address: as much of it as logs may keep. "-" for what is not an
/// address.
[[nodiscard]] std::string network_of(std::string_view address);

/// Whose X-Forwarded-* headers count.
class TrustedProxies {
public:
    /// Addresses and networks (`10.0.0.0/8`, `fd00::/8`); an entry that is neither is an error.
    [[nodiscard]] static Result<TrustedProxies> parse(std::vector<std::string> const& entries);

    [[nodiscard]] bool trusts(std::string_view address) const;
    /// The client behind the proxies of this request, which came from `peer`, which is trusted: the rightmost
    /// address of X-Forwarded-For that is not a trusted proxy. `peer` where the header says nothing usable.
    [[nodiscard]] std::string client(Request const& request, std::string_view peer) const;
    /// Whether X-Forwarded-Proto says https (the last value, which the nearest proxy wrote).
    [[nodiscard]] static bool secure(Request const& request) noexcept;

private:
    struct Network {
        std::vector<unsigned char> bytes;  // 4 or 16
        unsigned prefix = 0;
    };
    std::vector<Network> networks_;
};

}  // namespace ax::http
