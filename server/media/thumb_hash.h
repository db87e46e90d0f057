#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace ax::media {

/// The ThumbHash of a picture (https://evanw.github.io/thumbhash/): its mean colour, its shape and the lowest
/// frequencies of its cosine transform, in 5 to 25 bytes. `rgba` has four bytes a pixel, row by row; neither
/// side is above 100.
[[nodiscard]] std::string thumb_hash(int width, int height, std::span<std::uint8_t const> rgba);

}  // namespace ax::media
