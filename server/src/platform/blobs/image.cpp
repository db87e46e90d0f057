#include "platform/blobs/image.h"

#include "platform/blobs/image_parts.h"

namespace ax::blobs {
namespace {

std::optional<Image> clean(std::string_view file) {
    using namespace std::string_view_literals;
    if (file.starts_with("\x89PNG\r\n\x1a\n"sv))
        return image::clean_png(file);
    if (file.starts_with("\xff\xd8\xff"sv))
        return image::clean_jpeg(file);
    if (file.starts_with("GIF87a"sv) || file.starts_with("GIF89a"sv))
        return image::clean_gif(file);
    if (file.starts_with("RIFF"sv) && file.size() > 12 && file.substr(8, 4) == "WEBP"sv)
        return image::clean_webp(file);
    return std::nullopt;
}

}  // namespace

Result<Image> clean_image(std::string_view file) {
    auto image = clean(file);
    if (!image || image->width <= 0 || image->height <= 0)
        return fail(Code::invalid, "files.not_an_image");
    if (image->width > kImageSide || image->height > kImageSide ||
        std::int64_t{image->width} * image->height > kImagePixels)
        return fail(Code::invalid, "files.image_too_large");
    return std::move(*image);
}

}  // namespace ax::blobs
