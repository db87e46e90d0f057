#pragma once

#include <cstddef>
#include <string_view>

/// Checks of text values. All are total: any bytes in, a verdict out.
namespace ax::contract {

/// Code points of valid UTF-8.
[[nodiscard]] std::size_t code_points(std::string_view utf8) noexcept;
/// No NUL and no control characters; line breaks and tabs only where `multi_line`.
[[nodiscard]] bool is_clean_text(std::string_view text, bool multi_line) noexcept;
/// One `@`, a dot in the domain, no spaces or quotes: what mail systems in practice deliver to (not all of
/// RFC 5322).
[[nodiscard]] bool is_email(std::string_view text) noexcept;
/// `http://` or `https://` with a host and without user info, spaces or control characters.
[[nodiscard]] bool is_http_url(std::string_view text) noexcept;
/// Valid JSON in which an object names a member twice.
[[nodiscard]] bool has_duplicate_members(std::string_view valid_json);

}  // namespace ax::contract
