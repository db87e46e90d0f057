#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Keys on NIST P-256, as raw bytes. Thread-safe. A failing library throws std::runtime_error.
namespace ax::crypto {

struct P256Pair {
    std::string private_key;  // 32 bytes
    std::string public_key;   // 65 bytes: an uncompressed point
};

[[nodiscard]] P256Pair new_p256_pair();
/// Nothing unless it is a number that can be a private key.
[[nodiscard]] std::optional<P256Pair> p256_pair_of(std::string_view private_key);
/// 65 bytes, and a point of the curve.
[[nodiscard]] bool is_p256_point(std::string_view public_key);

/// ECDH: the 32 bytes that both sides come to. `theirs` must be a point.
[[nodiscard]] std::string shared_secret(P256Pair const& mine, std::string_view theirs);

/// ES256 (RFC 7518 section 3.4): 64 bytes, r and s.
[[nodiscard]] std::string sign_es256(P256Pair const& pair, std::string_view data);
[[nodiscard]] bool is_es256_signature(std::string_view public_key, std::string_view data,
                                      std::string_view signature);
/// The same with the signature as X9.62 writes it, which is what WebAuthn has.
[[nodiscard]] bool is_es256_der_signature(std::string_view public_key, std::string_view data,
                                          std::string_view signature);

}  // namespace ax::crypto
