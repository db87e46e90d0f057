#pragma once

#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// One-time codes that change every 30 s: RFC 6238 with SHA-1 and six digits, which is what all authenticator
/// apps know. Pure, but for new_totp_secret().
namespace ax::crypto {

inline constexpr std::size_t kTotpDigits = 6;

/// 20 random bytes, as RFC 4226 (4) recommends.
[[nodiscard]] std::string new_totp_secret();

/// RFC 4648 (6), upper case without padding: as people type it.
[[nodiscard]] std::string to_base32(std::string_view bytes);

/// `otpauth://totp/…`, for a QR code. `issuer` and `account` are any text.
[[nodiscard]] std::string totp_uri(std::string_view secret, std::string_view issuer,
                                   std::string_view account);

[[nodiscard]] std::int64_t totp_step(Instant at) noexcept;
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step);

/// The step whose code this is, the present one or a neighbour (clocks differ), and later than `after`;
/// nothing otherwise. Time does not depend on which digits are right.
[[nodiscard]] std::optional<std::int64_t> totp_accepts(std::string_view secret, std::string_view code,
                                                       Instant now, std::int64_t after);

}  // namespace ax::crypto
