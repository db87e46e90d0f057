#pragma once

#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What an old column holds, made into what ours hold. Total: any bytes in.
namespace ax::import_django {

struct Cleaned {
    std::string text;
    bool mended = false;  // there were bytes that are no text
    bool cut = false;
};

enum class Lines : unsigned char { one, many };

/// Valid UTF-8 without control characters and without white space at the ends; at most so many code points.
/// One line: white space of any kind is single spaces.
[[nodiscard]] Cleaned clean(std::string_view text, Lines lines, std::size_t most);

/// The beginning of a text: so many code points at most, cut at a space if there is one.
[[nodiscard]] std::string beginning(std::string_view text, std::size_t most);

/// A whole number and nothing else.
[[nodiscard]] std::optional<std::int64_t> to_number(std::string_view text);
/// `80`, `80.5`, `80.00`: in hundredths. Nothing for more than two digits behind the point, for a sign or an
/// exponent, and beyond a thousand million.
[[nodiscard]] std::optional<std::int64_t> to_hundredths(std::string_view text);
/// `1`, `0`, `true`, `false`, as both engines write it.
[[nodiscard]] bool to_bool(std::string_view text);
/// A time as Django stores it: `2026-03-12 09:00:00.123456`, with `T`, without seconds, with an offset (else
/// UTC). Nothing outside the years 2000 to 2100: no session, post or message was ever made then.
[[nodiscard]] std::optional<Instant> to_instant(std::string_view text);

/// Only what the server can check when its owner signs in; anything else is no password at all ("!").
[[nodiscard]] std::string usable_hash(std::string_view stored);
inline constexpr std::string_view kNoPassword = "!";

}  // namespace ax::import_django
