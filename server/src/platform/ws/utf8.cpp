#include "platform/ws/utf8.h"

#include <cstring>

namespace ax::ws {

// RFC 3629 section 4: the second byte's range depends on the lead.
bool Utf8Check::start(unsigned char lead) noexcept {
    low_ = 0x80;
    high_ = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) {
        missing_ = 1;
    } else if (lead >= 0xe0 && lead <= 0xef) {
        missing_ = 2;
        if (lead == 0xe0)
            low_ = 0xa0;  // no overlong forms
        if (lead == 0xed)
            high_ = 0x9f;  // no surrogates
    } else if (lead >= 0xf0 && lead <= 0xf4) {
        missing_ = 3;
        if (lead == 0xf0)
            low_ = 0x90;
        if (lead == 0xf4)
            high_ = 0x8f;  // not above U+10FFFF
    } else {
        return false;
    }
    return true;
}

bool Utf8Check::feed(std::string_view text) noexcept {
    constexpr std::uint64_t kHighBits = 0x8080808080808080;
    char const* at = text.data();
    char const* const end = at + text.size();
    while (at != end) {
        if (missing_ == 0) {
            // Most text is ASCII: eight bytes at a time.
            for (std::uint64_t word = 0; end - at >= 8; at += 8) {
                std::memcpy(&word, at, sizeof word);
                if ((word & kHighBits) != 0)
                    break;
            }
            if (at == end)
                return true;
        }
        auto const byte = static_cast<unsigned char>(*at++);
        if (missing_ == 0) {
            if (byte >= 0x80 && !start(byte))
                return false;
        } else {
            if (byte < low_ || byte > high_)
                return false;
            --missing_;
            low_ = 0x80;
            high_ = 0xbf;
        }
    }
    return true;
}

}  // namespace ax::ws
