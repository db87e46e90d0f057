#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace ax::blobs {

inline constexpr std::string_view kPictures = "/api/v1/files/";

/// A column that shows a picture keeps its key and, behind a question mark, how it looks:
/// `<key>?512x512.1QcSHQ…`, its size and the ThumbHash of its content. So whoever has the address can draw
/// its place and its colours without another question. Columns of older uploads keep the key alone.
[[nodiscard]] inline std::string with_looks(std::string_view key, int width, int height,
                                            std::string_view hash) {
    return fmt::format("{}?{}x{}.{}", key, width, height, hash);
}
[[nodiscard]] inline std::string_view without_looks(std::string_view column) {
    return column.substr(0, column.find('?'));
}

/// Where a public picture is, by what a column keeps of it; nothing for an empty one. The content has another
/// address when it changes.
[[nodiscard]] inline std::optional<std::string> picture_url(std::string_view column) {
    if (column.empty())
        return std::nullopt;
    return std::string(kPictures).append(column);
}

}  // namespace ax::blobs
