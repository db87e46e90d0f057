#include "platform/ws/frame.h"

#include <algorithm>
#include <cstring>

namespace ax::ws {
namespace {

unsigned byte(std::string_view bytes, std::size_t at) noexcept {
    return static_cast<unsigned char>(bytes[at]);
}

// In the order of the bytes: the first one may be judged before the second is there.
std::string_view failure_of(unsigned first, unsigned second) noexcept {
    unsigned const opcode = first & 0x0f;
    if ((first & 0x70) != 0)
        return "reserved bits are set";
    if (opcode > 10 || (opcode > 2 && opcode < 8))
        return "unknown opcode";
    if (opcode >= 8 && (first & 0x80) == 0)
        return "fragmented control frame";
    if ((second & 0x80) == 0)
        return "clients must mask";
    if (opcode >= 8 && (second & 0x7f) > kMaxControl)
        return "control frame too long";
    return {};
}

std::string_view failure_of_length(std::uint64_t length, std::size_t width) noexcept {
    if (width == 8 && (length >> 63) != 0)
        return "length beyond 63 bits";
    if ((width == 2 && length < 126) || (width == 8 && length < 65536))
        return "length not in its shortest form";
    return {};
}

}  // namespace

ParsedHead parse_frame_head(std::string_view bytes) noexcept {
    ParsedHead parsed;
    if (bytes.empty())
        return parsed;
    unsigned const first = byte(bytes, 0);
    // The second byte is judged as a fine one until it is there.
    unsigned const second = bytes.size() > 1 ? byte(bytes, 1) : 0x80;
    parsed.failure = failure_of(first, second);
    if (!parsed.failure.empty() || bytes.size() < 2)
        return parsed;
    parsed.head.opcode = static_cast<Opcode>(first & 0x0f);
    parsed.head.final = (first & 0x80) != 0;
    unsigned const short_length = second & 0x7f;
    std::size_t const width = short_length < 126 ? 0 : short_length == 126 ? 2 : 8;
    if (bytes.size() < 2 + width)
        return parsed;
    std::uint64_t length = width == 0 ? short_length : 0;
    for (std::size_t i = 0; i < width; ++i) length = (length << 8) | byte(bytes, 2 + i);
    parsed.failure = failure_of_length(length, width);
    std::size_t const size = 2 + width + parsed.head.mask.size();
    if (!parsed.failure.empty() || bytes.size() < size)
        return parsed;
    parsed.head.length = length;
    std::memcpy(parsed.head.mask.data(), bytes.data() + 2 + width, parsed.head.mask.size());
    parsed.size = size;
    return parsed;
}

std::size_t write_frame_head(Opcode opcode, std::uint64_t length, std::span<char, 10> out) noexcept {
    out[0] = static_cast<char>(0x80 | static_cast<unsigned char>(opcode));
    std::size_t const width = length < 126 ? 0 : length < 65536 ? 2 : 8;
    out[1] = static_cast<char>(width == 0 ? length : width == 2 ? 126 : 127);
    for (std::size_t i = 0; i < width; ++i)
        out[2 + i] = static_cast<char>(length >> (8 * (width - 1 - i)) & 0xff);
    return 2 + width;
}

void apply_mask(std::span<char> data, std::array<char, 4> const& mask, std::uint64_t phase) noexcept {
    std::array<char, 8> pattern{};
    for (std::size_t i = 0; i < pattern.size(); ++i) pattern[i] = mask[(phase + i) % 4];
    std::uint64_t key = 0;
    std::memcpy(&key, pattern.data(), sizeof key);
    std::size_t at = 0;
    for (; at + sizeof key <= data.size(); at += sizeof key) {
        std::uint64_t word = 0;
        std::memcpy(&word, data.data() + at, sizeof word);
        word ^= key;
        std::memcpy(data.data() + at, &word, sizeof word);
    }
    for (; at < data.size(); ++at) data[at] = static_cast<char>(data[at] ^ pattern[at % 8]);
}

}  // namespace ax::ws
