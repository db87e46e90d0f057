#pragma once

#include "base/ids.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace ax {

/// `17` of an address or a command line: digits alone, above 0.
template <class AnyId>
[[nodiscard]] std::optional<AnyId> parse_id(std::string_view text) {
    AnyId id;
    auto const [end, bad] = std::from_chars(text.data(), text.data() + text.size(), id.value);
    bool const whole = bad == std::errc{} && end == text.data() + text.size() && id.value > 0;
    return whole ? std::optional(id) : std::nullopt;
}

}  // namespace ax
