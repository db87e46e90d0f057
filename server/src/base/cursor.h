#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ax {

/// No key of a list is larger: what stands after the last row of any.
inline constexpr std::int64_t kLastKey = std::int64_t{1} << 60;

/// A place in a list by its keys: `1764000000000000.12`.
template <std::size_t N>
[[nodiscard]] std::string cursor_of(std::array<std::int64_t, N> const& keys) {
    std::string out;
    for (auto const key : keys) out += (out.empty() ? "" : ".") + std::to_string(key);
    return out;
}

/// The keys in a cursor as a client sent it: exactly N numbers from 0 to kLastKey.
template <std::size_t N>
[[nodiscard]] std::optional<std::array<std::int64_t, N>> keys_in(std::string_view text) {
    std::array<std::int64_t, N> keys{};
    char const* at = text.data();
    char const* const end = at + text.size();
    for (std::size_t i = 0; i < N; ++i) {
        if (i > 0) {
            if (at == end || *at != '.')
                return std::nullopt;
            ++at;
        }
        auto const [next, failed] = std::from_chars(at, end, keys[i]);
        if (failed != std::errc{} || keys[i] < 0 || keys[i] > kLastKey)
            return std::nullopt;
        at = next;
    }
    return at == end ? std::optional(keys) : std::nullopt;
}

}  // namespace ax
