#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace ax::blobs {

inline constexpr std::string_view kPictures = "/api/v1/files/";

/// A column that shows a picture keeps its key and, behind a question mark, how it looks:
/// `<key>?512x512.1QcSHQ….96-320`, its size, the ThumbHash of its content, and the widths of what was made of
/// it: `<key>.96.avif`, `<key>.96.webp` and so on. So whoever has the address can draw its place and its
/// colours, and choose, without another question. Columns of older uploads keep the key alone.
struct Looks {
    int width = 0;
    int height = 0;
    std::string hash;
    std::vector<int> widths = {};
};
[[nodiscard]] inline std::string with_looks(std::string_view key, Looks const& looks) {
    auto out = fmt::format("{}?{}x{}.{}", key, looks.width, looks.height, looks.hash);
    return looks.widths.empty() ? out : fmt::format("{}.{}", out, fmt::join(looks.widths, "-"));
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
