#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ax {

/// Folded words in order, for full-text search: letters and digits only, so nothing that was typed can be
/// read as a search engine's syntax. `C++`, `C#` and `.NET` are one word each. Total, like fold().
[[nodiscard]] std::vector<std::string> words(std::string_view text);

}  // namespace ax
