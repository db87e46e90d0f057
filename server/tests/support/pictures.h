#pragma once

#include <cstddef>
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
    auto const body = std::string(type).append(data);
    std::uint32_t crc = 0xffffffffU;
    for (unsigned char const byte : body) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return png_number(static_cast<std::uint32_t>(data.size())) + body + png_number(~crc);
}
/// As zlib would write it, without making it smaller.
inline std::string zlib_stored(std::string_view bytes) {
    constexpr std::size_t kBlock = 65'535;
    std::uint32_t low = 1;
    std::uint32_t high = 0;
    for (unsigned char const byte : bytes) {
        low = (low + byte) % 65'521;
        high = (high + low) % 65'521;
    }
    std::string out = "\x78\x01";
    do {
        auto const block = bytes.substr(0, kBlock);
        bytes.remove_prefix(block.size());
        out += bytes.empty() ? '\1' : '\0';
        for (std::size_t const size : {block.size(), ~block.size()})
            for (std::size_t const shift : {0U, 8U}) out += static_cast<char>((size >> shift) & 0xffU);
        out += block;
    } while (!bytes.empty());
    return out + png_number(high << 16U | low);
}
/// A square PNG in black and white whose pixels are made of a text, and whose comment is that text and where
/// it was taken. Above a side of 4096, which would be megabytes, it has a head alone.
inline std::string a_png(std::uint32_t side, std::string_view text = "pixels") {
    constexpr std::uint32_t kMost = 4096;
    std::string rows;
    for (std::uint32_t y = 0; y < side && side <= kMost; ++y) {
        rows += '\0';
        for (std::uint32_t x = 0; x < (side + 7) / 8; ++x) rows += text[rows.size() % text.size()];
    }
    return "\x89PNG\r\n\x1a\n" +
           png_chunk("IHDR", png_number(side) + png_number(side) + "\x01" + std::string(4, '\0')) +
           png_chunk("tEXt", std::string("Comment\0", 8) + "GPS 52.5N 13.4E " + std::string(text)) +
           png_chunk("IDAT", zlib_stored(rows)) + png_chunk("IEND", "");
}

}  // namespace ax::testing
