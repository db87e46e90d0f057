#include "platform/socketio/json_scan.h"

#include <algorithm>
#include <cstdint>

namespace ax::socketio {
namespace {

std::uint32_t hex_value(char c) {
    if (c >= '0' && c <= '9')
        return static_cast<std::uint32_t>(c - '0');
    return static_cast<std::uint32_t>((c | 0x20) - 'a' + 10);
}

void append_code_point(std::string& out, std::uint32_t c) {
    auto const byte = [&](std::uint32_t b) { out += static_cast<char>(b); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xc0 | c >> 6U);
        byte(0x80 | (c & 0x3fU));
    } else if (c < 0x10000) {
        byte(0xe0 | c >> 12U);
        byte(0x80 | (c >> 6U & 0x3fU));
        byte(0x80 | (c & 0x3fU));
    } else {
        byte(0xf0 | c >> 18U);
        byte(0x80 | (c >> 12U & 0x3fU));
        byte(0x80 | (c >> 6U & 0x3fU));
        byte(0x80 | (c & 0x3fU));
    }
}

// Four hexadecimal digits, which is_json() has seen.
std::uint32_t unit_at(std::string_view text, std::size_t at) {
    std::uint32_t unit = 0;
    for (std::size_t i = at; i < at + 4; ++i) unit = unit << 4U | hex_value(text[i]);
    return unit;
}

// `at` is behind the `u`; moves it behind the escape (or the pair). False for half a pair.
bool append_unicode_escape(std::string& out, std::string_view text, std::size_t& at) {
    auto unit = unit_at(text, at);
    at += 4;
    if (unit >= 0xdc00 && unit <= 0xdfff)
        return false;
    if (unit >= 0xd800 && unit <= 0xdbff) {
        if (!text.substr(at).starts_with("\\u"))
            return false;
        auto const low = unit_at(text, at + 2);
        if (low < 0xdc00 || low > 0xdfff)
            return false;
        at += 6;
        unit = 0x10000 + ((unit - 0xd800) << 10U) + (low - 0xdc00);
    }
    append_code_point(out, unit);
    return true;
}

}  // namespace

std::optional<std::string> unquoted(std::string_view text) {
    if (!text.starts_with('"') || !text.ends_with('"') || !is_json(text))
        return {};
    text = text.substr(1, text.size() - 2);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '\\') {
            auto const next = std::min(text.find('\\', at), text.size());
            out.append(text, at, next - at);
            at = next;
            continue;
        }
        char const c = text[at + 1];
        at += 2;
        constexpr std::string_view kNamed = "\"\\/bfnrt";
        constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
        if (c != 'u')
            out += kMeant[kNamed.find(c)];
        else if (!append_unicode_escape(out, text, at))
            return {};
    }
    return out;
}

}  // namespace ax::socketio
