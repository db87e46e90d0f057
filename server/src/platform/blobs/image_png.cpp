#include "platform/blobs/image_parts.h"

#include <algorithm>
#include <array>

namespace ax::blobs::image {
namespace {

constexpr std::size_t kSignature = 8;
// What makes the picture and its colours, animations included. Texts, times, Exif and private chunks don't.
constexpr std::array<std::string_view, 14> kKept{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
                                                 "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL"};

bool is_kept(std::string_view type) {
    return type == "fdAT" || std::ranges::find(kKept, type) != kKept.end();
}

}  // namespace

std::optional<Image> clean_png(std::string_view file) {
    Image out{
        .content_type = "image/png", .extension = "png", .bytes = std::string(file.substr(0, kSignature))};
    out.bytes.reserve(file.size());
    Input in(file.substr(kSignature));
    bool pixels = false;
    for (bool first = true;; first = false) {
        auto const begin = in.rest();
        auto const length = in.number(4, true);
        auto const type = in.take(4);
        auto const data = in.take(length);
        (void)in.take(4);  // the checksum goes along unread
        if (in.failed() || first != (type == "IHDR"))
            return std::nullopt;
        if (first) {
            if (length != 13)
                return std::nullopt;
            Input header(data);
            out.width = static_cast<int>(std::min(header.number(4, true), 0x7fffffffU));
            out.height = static_cast<int>(std::min(header.number(4, true), 0x7fffffffU));
        }
        pixels |= type == "IDAT" && length > 0;
        if (is_kept(type))
            out.bytes += begin.substr(0, std::size_t{length} + 12);
        if (type == "IEND")
            return pixels && length == 0 ? std::optional(std::move(out)) : std::nullopt;
    }
}

}  // namespace ax::blobs::image
