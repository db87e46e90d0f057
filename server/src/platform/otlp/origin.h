#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace ax::otlp {

/// Who says it.
struct Origin {
    std::string version;
    std::string instance;  // this process among those of the service
    std::string environment;
};

/// Appends a member of an array of attributes.
void append_attribute(std::string& out, std::string_view key,
                      std::variant<std::int64_t, std::string> const& value);
/// Appends what each request begins with: up to the `[` behind `list`, such as `spans`.
void append_opening(std::string& out, std::string_view resources, std::string_view scopes,
                    std::string_view list, Origin const& origin);
/// What closes it again.
inline constexpr std::string_view kClosing = "]}]}]}";

}  // namespace ax::otlp
