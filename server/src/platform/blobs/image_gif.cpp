#include "platform/blobs/image_parts.h"

namespace ax::blobs::image {
namespace {

constexpr unsigned kExtension = 0x21;
constexpr unsigned kPicture = 0x2C;
constexpr unsigned kTrailer = 0x3B;
constexpr unsigned kGraphicControl = 0xF9;
constexpr unsigned kApplication = 0xFF;

std::size_t colour_table(unsigned flags) { return (flags & 0x80U) == 0 ? 0 : 3U * (2U << (flags & 7U)); }

// Sub-blocks of up to 255 bytes, ended by an empty one.
void skip_blocks(Input& in) {
    while (!in.failed()) {
        auto const length = in.number(1, false);
        if (length == 0)
            return;
        (void)in.take(length);
    }
}

// How often an animation runs is part of the picture; comments, plain text and what programs wrote are not.
bool is_kept(unsigned label, std::string_view blocks) {
    return label == kGraphicControl || (label == kApplication && (blocks.starts_with("\x0bNETSCAPE2.0") ||
                                                                  blocks.starts_with("\x0b"
                                                                                     "ANIMEXTS1.0")));
}

}  // namespace

std::optional<Image> clean_gif(std::string_view file) {
    Image out{.content_type = "image/gif", .extension = "gif", .bytes = {}};
    out.bytes.reserve(file.size());
    Input in(file);
    (void)in.take(6);
    out.width = static_cast<int>(in.number(2, false));
    out.height = static_cast<int>(in.number(2, false));
    auto const flags = in.number(1, false);
    (void)in.take(2 + colour_table(flags));
    if (in.failed())
        return std::nullopt;
    out.bytes += file.substr(0, file.size() - in.rest().size());

    bool pictures = false;
    for (;;) {
        auto const begin = in.rest();
        auto const kind = in.number(1, false);
        if (kind == kTrailer && !in.failed())
            break;
        bool kept = true;
        if (kind == kPicture) {
            (void)in.take(8);
            (void)in.take(colour_table(in.number(1, false)));
            (void)in.take(1);
            skip_blocks(in);
            pictures = true;
        } else if (kind == kExtension) {
            auto const label = in.number(1, false);
            kept = is_kept(label, in.rest());
            skip_blocks(in);
        } else {
            return std::nullopt;
        }
        if (in.failed())
            return std::nullopt;
        if (kept)
            out.bytes += begin.substr(0, begin.size() - in.rest().size());
    }
    if (!pictures)
        return std::nullopt;
    out.bytes += static_cast<char>(kTrailer);
    return out;
}

}  // namespace ax::blobs::image
