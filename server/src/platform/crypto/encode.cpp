#include "platform/crypto/encode.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace ax::crypto {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::uint32_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

std::string encode64(std::string_view bytes, std::string_view alphabet, bool pad) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::size_t const have = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = byte_at(bytes, i) << 16;
        if (have > 1)
            group |= byte_at(bytes, i + 1) << 8;
        if (have > 2)
            group |= byte_at(bytes, i + 2);
        for (std::size_t k = 0; k <= have; ++k) out += alphabet[(group >> (18 - 6 * k)) & 63];
        if (pad)
            out.append(3 - have, '=');
    }
    return out;
}

std::optional<std::string> decode64(std::string_view text, std::string_view alphabet) {
    if (text.size() % 4 == 1)
        return {};
    std::string out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t group = 0;
    unsigned bits = 0;
    for (char const c : text) {
        auto const digit = alphabet.find(c);
        if (digit == std::string_view::npos)
            return {};
        group = (group << 6) | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>((group >> bits) & 0xff);
        }
    }
    if ((group & ((1U << bits) - 1)) != 0)
        return {};
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        out += digits[byte_at(bytes, i) >> 4];
        out += digits[byte_at(bytes, i) & 15];
    }
    return out;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0)
        return {};
    std::string out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        int const high = hex_digit(text[i]);
        int const low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0)
            return {};
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::string to_base64(std::string_view bytes) { return encode64(bytes, kStandard, true); }
std::string to_base64url(std::string_view bytes) { return encode64(bytes, kUrlSafe, false); }

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0)
        return {};
    for (int pads = 0; pads < 2 && text.ends_with('='); ++pads) text.remove_suffix(1);
    return decode64(text, kStandard);
}

std::optional<std::string> from_base64url(std::string_view text) { return decode64(text, kUrlSafe); }

std::string to_base62(std::string_view bytes) {
    // Schoolbook division of the big-endian number by 62, lowest digit first.
    std::vector<std::uint32_t> number(bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i) number[i] = byte_at(bytes, i);
    auto const width =
        static_cast<std::size_t>(std::ceil(static_cast<double>(bytes.size()) * 8 / std::log2(62.0)));
    std::string out(width, '0');
    for (std::size_t at = width; at-- > 0;) {
        std::uint32_t rest = 0;
        for (auto& digit : number) {
            std::uint32_t const value = rest * 256 + digit;
            digit = value / 62;
            rest = value % 62;
        }
        out[at] = kBase62[rest];
    }
    return out;
}

}  // namespace ax::crypto
