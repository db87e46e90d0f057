#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace ax::operations {

enum class DnsType : unsigned char { mx, txt };

/// Why there is no answer: nobody was there to ask, or they could not say.
enum class DnsProblem : unsigned char { unreachable };

struct DnsServer {
    std::string address;  // IPv4; empty: those of /etc/resolv.conf
    std::uint16_t port = 53;
};

/// Texts of TXT records (their pieces joined), hosts of MX records; empty if there are none or no such name.
/// Blocks, for at most about eight seconds.
[[nodiscard]] std::expected<std::vector<std::string>, DnsProblem> look_up(std::string const& name,
                                                                          DnsType type,
                                                                          DnsServer const& server = {});

}  // namespace ax::operations
