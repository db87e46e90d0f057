#pragma once

#include "platform/http/message.h"

namespace ax::visitors {

/// By what it says of itself. Whoever says nothing is one, too.
[[nodiscard]] bool is_robot(std::string_view user_agent) noexcept;

/// Who sent this asked not to be counted: `DNT: 1` or `Sec-GPC: 1`.
[[nodiscard]] bool wants_privacy(http::Request const& request) noexcept;

/// Whether a count of people may contain who sent this.
[[nodiscard]] bool may_count(http::Request const& request) noexcept;

}  // namespace ax::visitors
