#pragma once

#include <cstdint>
#include <string_view>

namespace ax::ws {

/// Checks UTF-8 (RFC 3629) in whatever pieces it comes, and knows at the first byte that can't be right: no
/// overlong forms, no surrogates, nothing above U+10FFFF.
class Utf8Check {
public:
    /// False once something was wrong; then it is of no use any more.
    [[nodiscard]] bool feed(std::string_view text) noexcept;
    /// Whether a character may end here.
    [[nodiscard]] bool complete() const noexcept { return missing_ == 0; }

private:
    bool start(unsigned char lead) noexcept;

    std::uint8_t missing_ = 0;  // continuation bytes of the current character
    std::uint8_t low_ = 0x80;   // what the next of them may be
    std::uint8_t high_ = 0xbf;
};

[[nodiscard]] inline bool is_utf8(std::string_view text) noexcept {
    Utf8Check check;
    return check.feed(text) && check.complete();
}

}  // namespace ax::ws
