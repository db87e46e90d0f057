#pragma once

#include <string>
#include <string_view>

/// Opaque bearer tokens: a prefix that says what it is (and lets secret scanners find it) and 32 bytes in
/// base62. Tables hold token_hash() only. The bytes have full entropy, so one plain SHA-256 is enough, and
/// looking a hash up by index gives an observer nothing to work towards.
namespace ax::crypto {

inline constexpr std::string_view kAccessPrefix = "axa_";
inline constexpr std::string_view kRefreshPrefix = "axr_";
inline constexpr std::string_view kMailPrefix = "axm_";
inline constexpr std::string_view kFeedPrefix = "axf_";
inline constexpr std::size_t kTokenLength = 4 + 43;

[[nodiscard]] std::string new_token(std::string_view prefix);

/// A token that only who knows `secret` can make again from `seed`; `purpose` keeps uses of one seed apart.
[[nodiscard]] std::string derived_token(std::string_view prefix, std::string_view secret,
                                        std::string_view purpose, std::string_view seed);

/// Right prefix, length and alphabet: says nothing about being valid, only that asking the database is
/// worthwhile.
[[nodiscard]] bool looks_like_token(std::string_view prefix, std::string_view text) noexcept;

/// SHA-256 in base64url, 43 characters.
[[nodiscard]] std::string token_hash(std::string_view token);

}  // namespace ax::crypto
