#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

/// Hashes, random bytes and comparison on OpenSSL. Thread-safe. A failing library or kernel throws
/// std::runtime_error: there is no safe way to go on without them.
namespace ax::crypto {

using Digest = std::array<unsigned char, 32>;

[[nodiscard]] Digest sha256(std::string_view data);
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view data);

/// From the kernel's generator (getrandom); blocks only before the machine has seeded it.
void fill_random(void* out, std::size_t size);
[[nodiscard]] std::string random_bytes(std::size_t size);

/// Time depends on the lengths alone; different lengths are unequal at once.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept;

[[nodiscard]] inline std::string_view bytes(Digest const& digest) noexcept {
    return {reinterpret_cast<char const*>(digest.data()), digest.size()};
}

}  // namespace ax::crypto
