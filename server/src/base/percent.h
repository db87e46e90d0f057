#pragma once

#include <string>
#include <string_view>

namespace ax {

/// RFC 3986, 2.1: all but its unreserved letters as `%2F`. Good within a path, a query, a form and a header's
/// extended value (RFC 8187).
[[nodiscard]] inline std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~").contains(c);
        if (plain) {
            out += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out += '%';
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
    }
    return out;
}

}  // namespace ax
