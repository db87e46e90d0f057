#include "platform/telemetry/json_text.h"

#include <cstddef>

namespace ax::telemetry {
namespace {

constexpr char kHex[] = "0123456789abcdef";

constexpr bool plain(unsigned char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

void append_escaped(std::string& out, unsigned char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out += "\\u00";
            out += kHex[c >> 4];
            out += kHex[c & 15];
    }
}

}  // namespace

std::size_t utf8_sequence(std::string_view text) noexcept {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
    auto const tail = [&](std::size_t i) { return (at(i) & 0xc0) == 0x80; };
    unsigned char const first = at(0);
    if (first < 0x80)
        return text.empty() ? 0 : 1;
    if (first >= 0xc2 && first <= 0xdf)
        return tail(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        // No overlong forms and no surrogates.
        bool const bad = (first == 0xe0 && at(1) < 0xa0) || (first == 0xed && at(1) > 0x9f);
        return !bad && tail(1) && tail(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        bool const bad = (first == 0xf0 && at(1) < 0x90) || (first == 0xf4 && at(1) > 0x8f);
        return !bad && tail(1) && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t pos = 0;
    while (pos < text.size()) {
        std::size_t end = pos;
        while (end < text.size() && plain(static_cast<unsigned char>(text[end]))) ++end;
        out.append(text, pos, end - pos);
        pos = end;
        if (pos == text.size())
            break;
        auto const c = static_cast<unsigned char>(text[pos]);
        if (c < 0x80) {
            append_escaped(out, c);
            ++pos;
        } else if (auto const length = utf8_sequence(text.substr(pos)); length != 0) {
            out.append(text, pos, length);
            pos += length;
        } else {
            out += "\xef\xbf\xbd";
            ++pos;
        }
    }
    out += '"';
}

}  // namespace ax::telemetry
