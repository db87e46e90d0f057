#pragma once

#include <string_view>

namespace ax::crypto {

/// RSA's public keys are their two numbers, big-endian. Thread-safe; a failing library throws
/// std::runtime_error.

/// False for keys of fewer than 2048 bits, and for such that would cost too much to try.
[[nodiscard]] bool is_rsa_key(std::string_view modulus, std::string_view exponent);

/// RS256 (RFC 7518 section 3.3): PKCS #1 v1.5 with SHA-256. False, too, for what is_rsa_key() refuses.
[[nodiscard]] bool is_rs256_signature(std::string_view modulus, std::string_view exponent,
                                      std::string_view data, std::string_view signature);

}  // namespace ax::crypto
