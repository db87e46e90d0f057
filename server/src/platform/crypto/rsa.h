#pragma once

#include <string_view>

namespace ax::crypto {

/// RS256 (RFC 7518 section 3.3): PKCS #1 v1.5 with SHA-256. The public key is its two numbers, big-endian.
/// False for keys of fewer than 2048 bits, and for such that would cost too much to try. Thread-safe; a
/// failing library throws std::runtime_error.
[[nodiscard]] bool is_rs256_signature(std::string_view modulus, std::string_view exponent,
                                      std::string_view data, std::string_view signature);

}  // namespace ax::crypto
