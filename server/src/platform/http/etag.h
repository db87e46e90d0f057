#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ax::http {

/// A fast 64-bit hash, the same on every node and in every process. Not for anything an attacker may want to
/// collide.
[[nodiscard]] std::uint64_t content_hash(std::string_view content) noexcept;

/// `"0123456789abcdef"`: a strong entity tag with its quotes.
[[nodiscard]] std::string make_etag(std::string_view content);

/// Whether If-None-Match (a list, perhaps weak tags, or `*`) names `etag` (RFC 9110 section 13.1.2).
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view etag) noexcept;

}  // namespace ax::http
