#pragma once

#include <string_view>

namespace ax::http {

/// By the extension, of static storage; `application/octet-stream` for what a browser must not guess at.
[[nodiscard]] std::string_view content_type_of(std::string_view file_name) noexcept;

/// The weight of a coding in Accept-Encoding (RFC 9110 section 12.5.3) in thousandths; 0 = not acceptable.
[[nodiscard]] int encoding_weight(std::string_view accept_encoding, std::string_view coding) noexcept;

/// Whether an Accept header names `type` itself (not by a wildcard).
[[nodiscard]] bool accepts_exactly(std::string_view accept, std::string_view type) noexcept;

}  // namespace ax::http
