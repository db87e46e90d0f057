#pragma once

#include <string>
#include <string_view>

/// Text made comparable. Total: any bytes in; what is not UTF-8 is left out.
namespace ax {

/// The next code point of `text`, which is shortened by it; U+FFFD for a broken sequence.
[[nodiscard]] char32_t next_code_point(std::string_view& text) noexcept;

/// Lower case (Latin, Greek, Cyrillic), Latin letters without their marks, appended to `out`.
void append_folded(std::string& out, char32_t code_point);

/// Equal for what people hold to be the same name: folded, single spaces, none at the ends.
[[nodiscard]] std::string fold(std::string_view text);

/// As typed, but with single spaces and none at the ends.
[[nodiscard]] std::string tidy(std::string_view text);

}  // namespace ax
