#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

/// Pictures that people send. What a file is, is decided by its content; nothing is decoded.
namespace ax::blobs {

struct Image {
    std::string_view content_type;  // of static storage
    std::string_view extension;     // "png"
    int width = 0;                  // as shown
    int height = 0;
    std::string
        bytes;  // without metadata, and without anything before, between or behind what makes the picture
};

inline constexpr int kImageSide = 16'384;
inline constexpr std::int64_t kImagePixels = 50'000'000;

/// PNG (ISO/IEC 15948), JPEG (ITU-T T.81), GIF (89a) and WebP (RFC 9649). Walks the container, keeps only the
/// parts that make the picture (colour profiles among them, and of a JPEG's Exif the orientation), and
/// rewrites it: places, cameras, comments, previews and files hidden behind the picture are gone. Fails with
/// `files.not_an_image` for anything else, however it is named, and for a container that doesn't hold
/// together; with `files.image_too_large` for more pixels than a reader's device should be asked to hold.
/// Total: any bytes in. Runs in the file's size.
[[nodiscard]] Result<Image> clean_image(std::string_view file);

}  // namespace ax::blobs
