#include "platform/blobs/image_parts.h"

namespace ax::blobs::image {
namespace {

using namespace std::string_view_literals;

// ITU-T T.81, table B.1.
constexpr unsigned kSos = 0xDA;
constexpr unsigned kEoi = 0xD9;
constexpr unsigned kApp0 = 0xE0;
constexpr unsigned kApp1 = 0xE1;
constexpr unsigned kApp2 = 0xE2;
constexpr unsigned kApp14 = 0xEE;

bool is_frame(unsigned marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// Tables, frames, scans and restart intervals make the picture; of what applications wrote only JFIF's and
// Adobe's colour marks and the colour profile do.
bool is_kept(unsigned marker, std::string_view data) {
    if (marker == kApp0)
        return data.starts_with("JFIF\0"sv);
    if (marker == kApp2)
        return data.starts_with("ICC_PROFILE\0"sv);
    if (marker == kApp14)
        return data.starts_with("Adobe"sv);
    return is_frame(marker) || marker == 0xC4 || marker == 0xCC || (marker >= 0xDA && marker <= 0xDD);
}

// JFIF may hold a small preview of what the picture was before it was cropped.
std::string without_preview(std::string_view jfif) {
    constexpr std::size_t kFixed = 14;
    if (jfif.size() < kFixed)
        return {};
    std::string out(jfif.substr(0, kFixed));
    out[kFixed - 2] = out[kFixed - 1] = '\0';
    return out;
}

// Exif's tag 0x0112 in its first directory: how a camera was held. 1: upright, also if nothing is said.
int orientation(std::string_view exif) {
    if (!exif.starts_with("Exif\0\0"sv))
        return 1;
    auto const tiff = exif.substr(6);
    bool const big = tiff.starts_with("MM\0*"sv);
    if (!big && !tiff.starts_with("II*\0"sv))
        return 1;
    Input header(tiff.substr(4));
    auto const offset = header.number(4, big);
    if (header.failed() || offset > tiff.size())
        return 1;
    Input directory(tiff.substr(offset));
    auto const entries = directory.number(2, big);
    for (std::uint32_t i = 0; i < entries && !directory.failed(); ++i) {
        auto const tag = directory.number(2, big);
        auto const type = directory.number(2, big);
        (void)directory.number(4, big);
        Input value(directory.take(4));
        if (tag == 0x0112 && type == 3) {
            auto const held = static_cast<int>(value.number(2, big));
            return held >= 1 && held <= 8 ? held : 1;
        }
    }
    return 1;
}

std::string segment(unsigned marker, std::string_view data) {
    auto const length = data.size() + 2;
    std::string out{'\xff', static_cast<char>(marker), static_cast<char>(length >> 8U),
                    static_cast<char>(length & 0xffU)};
    return out.append(data);
}

// An Exif segment that says nothing but how to turn the picture.
std::string orientation_segment(int held) {
    std::string data("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0\0"sv);
    data[data.find('?')] = static_cast<char>(held);
    return segment(kApp1, data);
}

// The coded pixels behind a scan's header: up to the next marker that is no restart.
std::string_view take_scan(Input& in) {
    auto const rest = in.rest();
    std::size_t at = 0;
    for (;;) {
        at = rest.find('\xff', at);
        if (at == std::string_view::npos || at + 1 >= rest.size())
            return in.take(rest.size() + 1);
        auto const next = static_cast<unsigned char>(rest[at + 1]);
        if (next != 0 && next != 0xff && (next < 0xD0 || next > 0xD7))
            return in.take(at);
        at += next == 0xff ? 1 : 2;
    }
}

unsigned take_marker(Input& in) {
    if (in.number(1, true) != 0xff)
        return 0;
    auto marker = in.number(1, true);
    while (marker == 0xff) marker = in.number(1, true);  // fill bytes
    return marker;
}

}  // namespace

std::optional<Image> clean_jpeg(std::string_view file) {
    Image out{.content_type = "image/jpeg", .extension = "jpg", .bytes = std::string(file.substr(0, 2))};
    out.bytes.reserve(file.size());
    Input in(file.substr(2));
    int held = 1;
    bool scanned = false;
    for (;;) {
        auto const marker = take_marker(in);
        if (in.failed() || marker == 0)
            return std::nullopt;
        if (marker == kEoi)
            break;
        auto const length = in.number(2, true);
        auto const data = in.take(length < 2 ? in.rest().size() + 1 : length - 2);
        if (in.failed())
            return std::nullopt;
        if (marker == kApp1 && out.width == 0 && held == 1)
            held = orientation(data);
        if (is_frame(marker)) {
            // One picture has one frame; another size would be another picture.
            Input frame(data);
            (void)frame.number(1, true);
            auto const height = static_cast<int>(frame.number(2, true));
            auto const width = static_cast<int>(frame.number(2, true));
            if (frame.failed() || width == 0 || height == 0 || out.width != 0)
                return std::nullopt;
            out.width = width;
            out.height = height;
            if (held != 1)
                out.bytes += orientation_segment(held);
        }
        if (is_kept(marker, data))
            out.bytes += segment(marker, marker == kApp0 ? without_preview(data) : std::string(data));
        if (marker == kSos) {
            if (out.width == 0)
                return std::nullopt;
            out.bytes += take_scan(in);
            scanned = true;
        }
    }
    if (!scanned)
        return std::nullopt;
    out.bytes += "\xff\xd9"sv;
    if (held >= 5)
        std::swap(out.width, out.height);
    return out;
}

}  // namespace ax::blobs::image
