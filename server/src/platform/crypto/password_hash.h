#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Password hashes as text, computed on the calling thread for tens of milliseconds: features use
/// PasswordHasher.
namespace ax::crypto {

struct Argon2Cost {
    std::uint32_t memory_kib = 19 * 1024;  // OWASP's minimum for argon2id
    std::uint32_t passes = 2;
    std::uint32_t lanes = 1;
};

/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` with a fresh 16-byte salt and a 32-byte hash.
[[nodiscard]] std::string argon2id_hash(std::string_view password, Argon2Cost cost);

/// Against an argon2id string as above or Django's `pbkdf2_sha256$rounds$salt$base64`. False for any other
/// text.
[[nodiscard]] bool password_matches(std::string_view password, std::string_view stored);

/// True unless `stored` is argon2id with exactly this cost.
[[nodiscard]] bool needs_rehash(std::string_view stored, Argon2Cost cost);

/// Verifying against it costs as much as against a real hash of this cost, and fails for every password.
[[nodiscard]] std::string impossible_hash(Argon2Cost cost);

}  // namespace ax::crypto
