#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace ax::community {

inline constexpr int kMostEdits = 50;  // of one post; all are kept

/// `#System Design`, `system-design` and `System  design` are one tag: `system-design`. Each once, in order.
/// Fails with the field of the first that has no letter or is longer than 30.
[[nodiscard]] Result<std::vector<std::string>> normal_tags(std::vector<std::string> const& typed);

}  // namespace ax::community
