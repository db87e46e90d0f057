#pragma once

#include <string_view>

namespace ax::chat {

/// Whether a text is one emoji as people see it: a pictograph (with its variation and skin tone, or several
/// joined), a flag, or a keycap. By Unicode's emoji grammar (UTS #51, ED-17), not by the list of recommended
/// ones: what a newer keyboard sends is not refused. Total: any bytes in.
[[nodiscard]] bool is_emoji(std::string_view text) noexcept;

}  // namespace ax::chat
