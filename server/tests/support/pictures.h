#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ax::testing {

inline std::string png_number(std::uint32_t value) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xffU);
    return out;
}
inline std::string png_chunk(std::string_view type, std::string_view data) {
    return png_number(static_cast<std::uint32_t>(data.size())) + std::string(type) + std::string(data) +
           "crc!";
}
/// A square PNG whose comment says where it was taken. It holds together; its pixels are for nobody's eyes.
inline std::string a_png(std::uint32_t side, std::string_view pixels = "pixels") {
    return "\x89PNG\r\n\x1a\n" +
           png_chunk("IHDR", png_number(side) + png_number(side) + "\x08\x06" + std::string(3, '\0')) +
           png_chunk("tEXt", "GPS 52.5N 13.4E") + png_chunk("IDAT", pixels) + png_chunk("IEND", "");
}

}  // namespace ax::testing
