#pragma once

#include <string>
#include <string_view>

namespace ax {

/// Without white space at either end; what is within stays.
[[nodiscard]] inline std::string trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    auto const first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
}

}  // namespace ax
