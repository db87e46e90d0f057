#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Which events there are, and which of them somebody wants.
namespace ax::webhooks {

[[nodiscard]] std::span<std::string_view const> all_kinds();
inline constexpr std::string_view kTestKind = "webhook.test";

/// `*`, `booking.*`, or one kind.
[[nodiscard]] bool is_wish(std::string_view wish);
[[nodiscard]] bool wants(std::vector<std::string> const& wishes, std::string_view kind);

[[nodiscard]] std::string joined(std::vector<std::string> const& wishes);
[[nodiscard]] std::vector<std::string> parted(std::string_view text);

}  // namespace ax::webhooks
