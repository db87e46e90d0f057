#include "platform/http/etag.h"

#include "platform/http/text.h"

#include <cstring>

#include <fmt/format.h>

namespace ax::http {
namespace {

// Odd constants with well-spread bits, as wyhash uses them.
constexpr std::uint64_t kA = 0xa0761d6478bd642fULL;
constexpr std::uint64_t kB = 0xe7037ed1a0b428dbULL;

std::uint64_t load(char const* at, std::size_t bytes) noexcept {
    std::uint64_t value = 0;
    std::memcpy(&value, at, bytes);
    return value;
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
    __extension__ using Wide = unsigned __int128;
    Wide const product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

std::uint64_t content_hash(std::string_view content) noexcept {
    std::uint64_t hash = kA ^ content.size();
    char const* at = content.data();
    std::size_t left = content.size();
    for (; left >= 16; at += 16, left -= 16) hash = mix(load(at, 8) ^ kB, load(at + 8, 8) ^ hash);
    std::uint64_t const low = load(at, left < 8 ? left : 8);
    std::uint64_t const high = left > 8 ? load(at + 8, left - 8) : 0;
    hash = mix(low ^ kB, high ^ hash);
    return mix(hash ^ kA, content.size() ^ kB);
}

std::string make_etag(std::string_view content) { return fmt::format("\"{:016x}\"", content_hash(content)); }

bool etag_matches(std::string_view if_none_match, std::string_view etag) noexcept {
    // Our tags hold no comma, so splitting at commas can't cut one that matches.
    while (!if_none_match.empty()) {
        std::string_view item = trim(next_item(if_none_match, ','));
        if (item == "*")
            return true;
        if (item.starts_with("W/"))
            item.remove_prefix(2);
        if (item == etag)
            return true;
    }
    return false;
}

}  // namespace ax::http
