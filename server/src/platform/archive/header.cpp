#include "platform/archive/header.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::archive {
namespace {

// Fields of POSIX.1-1988's ustar: where they begin and how long they are.
struct Field {
    std::size_t at;
    std::size_t size;
};
constexpr Field kName{0, 100};
constexpr Field kMode{100, 8};
constexpr Field kUser{108, 8};
constexpr Field kGroup{116, 8};
constexpr Field kSize{124, 12};
constexpr Field kTime{136, 12};
constexpr Field kSum{148, 8};
constexpr std::size_t kType = 156;
constexpr Field kMagic{257, 8};
constexpr Field kMajor{329, 8};
constexpr Field kMinor{337, 8};

constexpr std::uint64_t kOctalEnd = 1ULL << 33U;  // eleven octal digits
constexpr unsigned char kBase256 = 0x80;

void put(Block& block, Field field, std::string_view text) {
    std::ranges::copy(text.substr(0, field.size), block.begin() + static_cast<std::ptrdiff_t>(field.at));
}

void put_octal(Block& block, Field field, std::uint64_t value) {
    put(block, field, fmt::format("{:0{}o}", value, field.size - 1));
}

void put_size(Block& block, std::uint64_t size) {
    if (size < kOctalEnd)
        return put_octal(block, kSize, size);
    for (std::size_t i = 0; i < sizeof size; ++i)
        block[kSize.at + kSize.size - 1 - i] = static_cast<char>(size >> (8 * i) & 0xFFU);
    block[kSize.at] = static_cast<char>(kBase256);
}

// All bytes, those of the sum itself counted as spaces.
unsigned sum(Block const& block) {
    unsigned total = 0;
    for (std::size_t i = 0; i < block.size(); ++i)
        total += i >= kSum.at && i < kSum.at + kSum.size ? ' ' : static_cast<unsigned char>(block[i]);
    return total;
}

// What can't be read here is not what encode() makes of it: decode() compares.
std::uint64_t read_size(Block const& block) {
    std::uint64_t size = 0;
    bool const octal = (static_cast<unsigned char>(block[kSize.at]) & kBase256) == 0;
    for (std::size_t i = octal ? 0 : 4; i < (octal ? kSize.size - 1 : kSize.size); ++i) {
        auto const byte = static_cast<unsigned char>(block[kSize.at + i]);
        size = octal ? size * 8 + (byte - unsigned{'0'}) % 8 : size << 8U | byte;
    }
    return size;
}

bool is_plain_part(std::string_view part) {
    auto const plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    };
    return !part.empty() && part.front() != '.' && std::ranges::all_of(part, plain);
}

}  // namespace

bool is_plain_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > kLongestName)
        return false;
    for (;;) {
        auto const slash = name.find('/');
        if (!is_plain_part(name.substr(0, slash)))
            return false;
        if (slash == std::string_view::npos)
            return true;
        name.remove_prefix(slash + 1);
    }
}

Block encode(Header const& header) {
    if (!is_plain_name(header.name))
        throw std::invalid_argument(fmt::format("{} can't be the name of a part", header.name));
    Block block{};
    put(block, kName, header.name);
    put_octal(block, kMode, 0600);
    put_octal(block, kUser, 0);
    put_octal(block, kGroup, 0);
    put_size(block, header.size);
    put_octal(block, kTime, 0);
    block[kType] = '0';
    put(block, kMagic,
        std::string_view("ustar\0"
                         "00",
                         8));
    put_octal(block, kMajor, 0);
    put_octal(block, kMinor, 0);
    put(block, kSum, fmt::format("{:06o}", sum(block)));
    block[kSum.at + kSum.size - 1] = ' ';
    return block;
}

Header decode(Block const& block) {
    std::string_view const field(block.data() + kName.at, kName.size);
    Header header{.name = std::string(field.substr(0, field.find('\0'))), .size = read_size(block)};
    if (!is_plain_name(header.name))
        throw Damaged("a part has a name that no backup uses");
    if (encode(header) != block)
        throw Damaged(fmt::format("the header of {} is damaged", header.name));
    return header;
}

}  // namespace ax::archive
