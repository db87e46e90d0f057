#include "media/decode.h"

#include "media/thumb_hash.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <gmodule.h>
#include <malloc.h>
#include <memory>
#include <optional>
#include <utility>
#include <vector>
#include <vips/vips.h>

namespace ax::media {
namespace {

using protocol::Answer;
using protocol::Format;
using protocol::Purpose;
using protocol::Request;
using protocol::Status;

constexpr int kHashSide = 100;
constexpr int kJpegQuality = 85;
constexpr int kWebpQuality = 82;
constexpr int kAvifQuality = 55;
constexpr int kAvifEffort = 2;  // of 9: the next step takes twice as long for a few percent
constexpr int kPngEffort = 6;
constexpr int kAll = -1;
constexpr char const* kPageHeight = "page-height";

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

/// What a function of libvips that has an image as its result came to; null if it failed.
template <class Make>
Image made(Make make) {
    VipsImage* out = nullptr;
    if (make(&out) == 0)
        return Image(out);
    if (out != nullptr)
        g_object_unref(out);
    return nullptr;
}

std::optional<Format> format_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv))
        return Format::png;
    if (bytes.starts_with("\xff\xd8\xff"sv))
        return Format::jpeg;
    if (bytes.starts_with("GIF8"sv))
        return Format::gif;
    if (bytes.starts_with("RIFF"sv) && bytes.size() > 16 && bytes.substr(8, 4) == "WEBP"sv)
        return Format::webp;
    return std::nullopt;
}

// The decoder of this format and no other, whatever else the bytes may be taken for.
Image load(std::string_view bytes, Format format, Purpose purpose) {
    auto* const data = const_cast<char*>(bytes.data());
    int const frames = purpose == Purpose::message ? kAll : 1;
    return made([&](VipsImage** out) {
        switch (format) {
            case Format::jpeg:
                return vips_jpegload_buffer(data, bytes.size(), out, "access", VIPS_ACCESS_SEQUENTIAL,
                                            "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
            case Format::png:
                return vips_pngload_buffer(data, bytes.size(), out, "access", VIPS_ACCESS_SEQUENTIAL,
                                           "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
            case Format::webp:
                return vips_webpload_buffer(data, bytes.size(), out, "access", VIPS_ACCESS_SEQUENTIAL,
                                            "fail_on", VIPS_FAIL_ON_ERROR, "n", frames, nullptr);
            case Format::avif:
                break;  // written, never read
            case Format::gif:
                return vips_gifload_buffer(data, bytes.size(), out, "access", VIPS_ACCESS_SEQUENTIAL,
                                           "fail_on", VIPS_FAIL_ON_ERROR, "n", frames, nullptr);
        }
        return -1;
    });
}

Image copied(VipsImage* image) { return Image(vips_image_copy_memory(image)); }

// Colours as every screen takes them without a profile: by the profile that came along, or by what is usual.
Image in_srgb(VipsImage* image) {
    if (vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0 ||
        vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK) {
        auto converted = made([&](VipsImage** out) {
            return vips_icc_transform(image, out, "srgb", "embedded", TRUE, "input_profile", "cmyk", "depth",
                                      8, nullptr);
        });
        if (converted)
            return converted;
    }
    auto const kind = vips_image_get_interpretation(image);
    bool const grey = kind == VIPS_INTERPRETATION_B_W || kind == VIPS_INTERPRETATION_GREY16;
    auto converted = made([&](VipsImage** out) {
        return vips_colourspace(image, out, grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB,
                                nullptr);
    });
    if (!converted)
        return nullptr;
    return made([&](VipsImage** out) { return vips_cast_uchar(converted.get(), out, nullptr); });
}

/// All of it in memory and upright. Null: it can't be decoded.
Image decoded(VipsImage* loaded) {
    auto const converted = in_srgb(loaded);
    // Whole before it is turned: rows come in order only.
    auto whole = converted ? copied(converted.get()) : nullptr;
    if (!whole || vips_image_get_orientation(whole.get()) <= 1)
        return whole;
    auto const turned = made([&](VipsImage** out) { return vips_autorot(whole.get(), out, nullptr); });
    return turned ? copied(turned.get()) : nullptr;
}

bool is_lossless(std::string_view webp) { return webp.substr(12, 4) == "VP8L"; }

std::optional<std::string> saved(VipsImage* image, Format format, bool lossless) {
    void* bytes = nullptr;
    std::size_t size = 0;
    int failed = -1;
    switch (format) {
        case Format::jpeg:
            failed = vips_jpegsave_buffer(image, &bytes, &size, "strip", TRUE, "Q", kJpegQuality,
                                          "optimize_coding", TRUE, "interlace", TRUE, nullptr);
            break;
        case Format::png:
            failed =
                vips_pngsave_buffer(image, &bytes, &size, "strip", TRUE, "compression", kPngEffort, nullptr);
            break;
        case Format::webp:
            failed = vips_webpsave_buffer(image, &bytes, &size, "strip", TRUE, "Q", kWebpQuality, "lossless",
                                          lossless ? TRUE : FALSE, nullptr);
            break;
        case Format::gif:
            // The palette it came with: to find a new one for each frame takes seconds.
            failed = vips_gifsave_buffer(image, &bytes, &size, "strip", TRUE, "effort", 1, "dither", 0.0,
                                         "reuse", TRUE, nullptr);
            break;
        case Format::avif:
            failed =
                vips_heifsave_buffer(image, &bytes, &size, "strip", TRUE, "Q", kAvifQuality, "effort",
                                     kAvifEffort, "compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1, nullptr);
            break;
    }
    std::unique_ptr<void, decltype(&g_free)> const owned(bytes, &g_free);
    if (failed != 0)
        return std::nullopt;
    return std::string(static_cast<char const*>(bytes), size);
}

/// Of its first frame.
std::optional<std::string> hash_of(VipsImage* image, int height) {
    auto const first = made([&](VipsImage** out) {
        return vips_extract_area(image, out, 0, 0, vips_image_get_width(image), height, nullptr);
    });
    if (!first)
        return std::nullopt;
    vips_image_remove(first.get(), kPageHeight);
    auto const small = made([&](VipsImage** out) {
        return vips_thumbnail_image(first.get(), out, kHashSide, "height", kHashSide, "size", VIPS_SIZE_DOWN,
                                    nullptr);
    });
    auto const colours = made([&](VipsImage** out) {
        return small ? vips_colourspace(small.get(), out, VIPS_INTERPRETATION_sRGB, nullptr) : -1;
    });
    auto const plain = made([&](VipsImage** out) {
        if (!colours)
            return -1;
        return vips_image_hasalpha(colours.get()) != 0 ? vips_copy(colours.get(), out, nullptr)
                                                       : vips_addalpha(colours.get(), out, nullptr);
    });
    auto const bytes =
        made([&](VipsImage** out) { return plain ? vips_cast_uchar(plain.get(), out, nullptr) : -1; });
    if (!bytes || vips_image_get_bands(bytes.get()) != 4)
        return std::nullopt;
    std::size_t size = 0;
    std::unique_ptr<void, decltype(&g_free)> const pixels(vips_image_write_to_memory(bytes.get(), &size),
                                                          &g_free);
    if (!pixels)
        return std::nullopt;
    return thumb_hash(vips_image_get_width(bytes.get()), vips_image_get_height(bytes.get()),
                      {static_cast<std::uint8_t const*>(pixels.get()), size});
}

/// One by one: they are small beside the picture, which is in memory. False: one failed.
bool add_narrower(VipsImage* image, std::vector<std::uint32_t> const& widths, Answer& answer) {
    for (auto const width : widths) {
        if (width == 0 || width > answer.width)
            continue;
        auto const small = made([&](VipsImage** out) {
            return vips_thumbnail_image(image, out, static_cast<int>(width), "height", VIPS_MAX_COORD, "size",
                                        VIPS_SIZE_DOWN, nullptr);
        });
        auto const whole = small ? copied(small.get()) : nullptr;
        for (auto const format : {Format::avif, Format::webp}) {
            auto bytes = whole ? saved(whole.get(), format, false) : std::nullopt;
            if (!bytes)
                return false;
            answer.narrower.push_back({.width = width, .format = format, .picture = *std::move(bytes)});
        }
    }
    return true;
}

std::uint64_t pixels_of(VipsImage* image) {
    return static_cast<std::uint64_t>(vips_image_get_width(image)) *
           static_cast<std::uint64_t>(vips_image_get_height(image));
}

GLogWriterOutput unheard(GLogLevelFlags, GLogField const*, gsize, gpointer) { return G_LOG_WRITER_HANDLED; }

bool warm_up(Format format) {
    auto const image = made([](VipsImage** out) { return vips_black(out, 8, 8, "bands", 3, nullptr); });
    auto const bytes = image ? saved(image.get(), format, false) : std::nullopt;
    if (format == Format::avif)
        return bytes.has_value();
    return bytes &&
           decode({.purpose = Purpose::message, .most_pixels = 64, .picture = *bytes}).status == Status::done;
}

}  // namespace

bool start_decoding() {
    // One heap: each thread's own would take a sixteenth of the addresses that we have.
    ::mallopt(M_ARENA_MAX, 1);
    // No files for what is large, no code that writes code, and of the plug-ins, which read documents among
    // other things, the one that writes AVIF alone.
    ::setenv("VIPSHOME", "/nonexistent", 1);
    ::setenv("VIPS_DISC_THRESHOLD", "4g", 1);
    ::setenv("VIPS_NOVECTOR", "1", 1);
    // What a decoder has to say of a broken picture: GLib would ask whether standard error is the journal's.
    g_log_set_writer_func(&unheard, nullptr, nullptr);
    if (VIPS_INIT("aspirex-media") != 0)
        return false;
    if (g_module_open(AX_VIPS_HEIF, G_MODULE_BIND_LOCAL) == nullptr)
        return false;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    constexpr std::array kFormats{Format::jpeg, Format::png, Format::webp, Format::gif, Format::avif};
    return std::ranges::all_of(kFormats, warm_up);
}

Answer decode(Request const& request) {
    Answer out;
    auto const format = format_of(request.picture);
    auto const loaded = format ? load(request.picture, *format, request.purpose) : nullptr;
    if (!loaded)
        return out;
    if (pixels_of(loaded.get()) > request.most_pixels) {
        out.status = Status::too_large;
        return out;
    }
    auto const image = decoded(loaded.get());
    if (!image)
        return out;
    int const height = vips_image_get_page_height(image.get());
    auto hash = hash_of(image.get(), height);
    auto picture = saved(image.get(), *format, *format == Format::webp && is_lossless(request.picture));
    if (!hash || !picture)
        return out;
    out.format = *format;
    out.width = static_cast<std::uint32_t>(vips_image_get_width(image.get()));
    out.height = static_cast<std::uint32_t>(height);
    out.hash = *std::move(hash);
    out.picture = *std::move(picture);
    if (add_narrower(image.get(), request.widths, out))
        out.status = Status::done;
    return out;
}

}  // namespace ax::media
