#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Encryption of what must be read again: AES-256-GCM (NIST SP 800-38D) with a random nonce. Thread-safe; a
/// failing library throws std::runtime_error.
namespace ax::crypto {

/// `secret` is any text of at least 32 random bytes, of which the key is made; `context` says what is sealed
/// and whose it is: the same must be given to open it, so that a value copied into another row is worth
/// nothing there.
[[nodiscard]] std::string seal(std::string_view secret, std::string_view context, std::string_view text);

/// Nothing if it was sealed with another secret or context, or has been changed. Never throws for a bad
/// `sealed`.
[[nodiscard]] std::optional<std::string> unseal(std::string_view secret, std::string_view context,
                                                std::string_view sealed);

}  // namespace ax::crypto
