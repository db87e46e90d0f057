#pragma once

#include "base/time.h"

#include <compare>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace ax::redis {

struct Address {
    std::string host;
    std::uint16_t port = 6379;
    auto operator<=>(Address const&) const = default;
};
/// `host:port`, for logs.
[[nodiscard]] std::string to_text(Address const& address);

enum class Setup : unsigned char {
    single,    // one server
    sentinel,  // whichever server the sentinels call the master
    cluster,   // keys and channels spread over masters by slot
};

struct Options {
    Setup setup = Setup::single;
    std::vector<Address> addresses = {};  // of the server; of the sentinels; of some nodes of the cluster
    std::string master = {};              // its name among the sentinels
    std::string user = {};                // empty: the default user
    std::string password = {};
    std::string sentinel_password = {};
    int database = 0;
    bool tls = false;
    std::string ca_file = {};  // PEM; empty: the system's certificates
    Duration connect_within = seconds{3};
    Duration answer_within = seconds{2};
};

/// Reads
///
///     redis://[[user]:password@]host[:port][/database]
///     redis+sentinel://[[user]:password@]host[:port],host[:port]…/master[/database]
///     redis+cluster://[[user]:password@]host[:port],…
///
/// and the same with `rediss`, which means TLS. User and password are percent-encoded; IPv6 addresses stand
/// in brackets. The error says what is wrong and repeats nothing of the URL, which may hold a password.
[[nodiscard]] std::expected<Options, std::string> parse_url(std::string_view url);

}  // namespace ax::redis
