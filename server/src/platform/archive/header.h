#pragma once

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ax::archive {

/// Not written by us, cut off or changed since.
class Damaged : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

constexpr std::size_t kBlock = 512;
constexpr std::size_t kLongestName = 100;
using Block = std::array<char, kBlock>;

/// A relative path of letters, digits, `.`, `_` and `-`, at most 100 bytes, whose components are neither
/// empty nor begin with a dot: nothing that leaves the folder it is unpacked into.
[[nodiscard]] bool is_plain_name(std::string_view name) noexcept;

struct Header {
    std::string name;
    std::uint64_t size = 0;

    friend bool operator==(Header const&, Header const&) = default;
};

/// The ustar header of a regular file (mode 0600, no owner, time 0). A size of 8 GiB and more is written in
/// base 256, as GNU and BSD tar do. Throws std::invalid_argument for a name that is not plain.
[[nodiscard]] Block encode(Header const& header);

/// The opposite; throws Damaged for any block that encode() does not make.
[[nodiscard]] Header decode(Block const& block);

}  // namespace ax::archive
