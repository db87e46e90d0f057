#include "platform/blobs/image_parts.h"

namespace ax::blobs::image {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kRiffHeader = 12;
constexpr unsigned char kExifAndXmp = 0x0C;  // flags of VP8X

struct Size {
    int width = 0;
    int height = 0;
};

// A key frame of VP8 (RFC 6386, 9.1).
Size size_of_vp8(std::string_view data) {
    if (data.size() < 10 || data.substr(3, 3) != "\x9d\x01\x2a"sv)
        return {};
    Input in(data.substr(6));
    auto const width = static_cast<int>(in.number(2, false) & 0x3fffU);
    return {width, static_cast<int>(in.number(2, false) & 0x3fffU)};
}

Size size_of_lossless(std::string_view data) {
    if (data.size() < 5 || data.front() != '\x2f')
        return {};
    Input in(data.substr(1));
    auto const bits = in.number(4, false);
    return {static_cast<int>(bits & 0x3fffU) + 1, static_cast<int>((bits >> 14U) & 0x3fffU) + 1};
}

Size size_of_extended(std::string_view data) {
    if (data.size() < 10)
        return {};
    Input in(data.substr(4));
    auto const width = static_cast<int>(in.number(3, false)) + 1;
    return {width, static_cast<int>(in.number(3, false)) + 1};
}

bool is_kept(std::string_view type) {
    return type == "VP8 " || type == "VP8L" || type == "VP8X" || type == "ALPH" || type == "ANIM" ||
           type == "ANMF" || type == "ICCP";
}

void write_length(std::string& file) {
    auto const length = file.size() - 8;
    for (unsigned i = 0; i < 4; ++i) file[4 + i] = static_cast<char>((length >> (8 * i)) & 0xffU);
}

}  // namespace

std::optional<Image> clean_webp(std::string_view file) {
    Image out{
        .content_type = "image/webp", .extension = "webp", .bytes = std::string(file.substr(0, kRiffHeader))};
    out.bytes.reserve(file.size());
    Input riff(file.substr(4));
    auto const length = riff.number(4, false);
    if (length < 4 || length > file.size() - 8)
        return std::nullopt;
    Input in(file.substr(kRiffHeader, length - 4));
    bool pixels = false;
    while (!in.at_end()) {
        auto const begin = in.rest();
        auto const type = in.take(4);
        auto const size = in.number(4, false);
        auto const data = in.take(size);
        if (size % 2 == 1 && !in.at_end())
            (void)in.take(1);
        if (in.failed())
            return std::nullopt;
        Size found;
        if (type == "VP8X")
            found = size_of_extended(data);
        else if (type == "VP8 ")
            found = size_of_vp8(data);
        else if (type == "VP8L")
            found = size_of_lossless(data);
        if (out.width == 0) {  // the first chunk is the one that tells
            if (found.width == 0)
                return std::nullopt;
            out.width = found.width;
            out.height = found.height;
        }
        pixels |= type == "VP8 " || type == "VP8L" || type == "ANMF";
        if (!is_kept(type))
            continue;
        auto const at = out.bytes.size();
        out.bytes += begin.substr(0, begin.size() - in.rest().size());
        if (type == "VP8X")
            out.bytes[at + 8] = static_cast<char>(static_cast<unsigned char>(data.front()) & ~kExifAndXmp);
    }
    if (!pixels)
        return std::nullopt;
    write_length(out.bytes);
    return out;
}

}  // namespace ax::blobs::image
