#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ax::blobs {

inline constexpr std::string_view kPictures = "/api/v1/files/";

/// Where a public picture is, by the key that a column keeps; nothing for an empty key. The content has
/// another address when it changes.
[[nodiscard]] inline std::optional<std::string> picture_url(std::string_view key) {
    if (key.empty())
        return std::nullopt;
    return std::string(kPictures).append(key);
}

}  // namespace ax::blobs
