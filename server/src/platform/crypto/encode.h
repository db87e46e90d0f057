#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Bytes as text and back. Decoders are strict: another alphabet, wrong padding, or stray bits give an empty
/// optional.
namespace ax::crypto {

[[nodiscard]] std::string to_hex(std::string_view bytes);  // lower case
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);

[[nodiscard]] std::string to_base64(std::string_view bytes);  // with padding
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

[[nodiscard]] std::string to_base64url(std::string_view bytes);  // without padding
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// 0-9A-Za-z, the number's digits from the high end, padded to the width that any value of this many bytes
/// needs (43 for 32 bytes): survives double-click selection, URLs and cookies. One way only; tokens are never
/// decoded.
[[nodiscard]] std::string to_base62(std::string_view bytes);

}  // namespace ax::crypto
