#include "base/fold.h"

namespace ax {
namespace {

constexpr char32_t kBroken = 0xFFFD;

// The bare letter of each code point of a block; '.' where there is none.
constexpr std::string_view kLatin1AndA =  // U+00C0 …
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggg"
    "gggghhhhiiiiiiiiii..jjkkkllllll..llnnnnnn.nnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
constexpr std::string_view kLatinB =  // U+0180 …
    "................................oo.............uu............................aaiioouuuuuuuuuu.aa"
    "aa....ggkkoooo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............"
    "................";
constexpr std::string_view kLatinAdditional =  // U+1E00 …
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr"
    "ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy.s....aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

char bare_letter(char32_t c) noexcept {
    auto const in = [c](char32_t first, std::string_view table) {
        return c >= first && c < first + table.size() ? table[c - first] : '.';
    };
    char const letter = in(0xC0, kLatin1AndA);
    if (letter != '.')
        return letter;
    char const other = in(0x180, kLatinB);
    return other != '.' ? other : in(0x1E00, kLatinAdditional);
}

std::string_view letter_pair(char32_t c) noexcept {
    switch (c) {
        case 0xC6:
        case 0xE6:
            return "ae";
        case 0x152:
        case 0x153:
            return "oe";
        case 0xDE:
        case 0xFE:
            return "th";
        case 0xDF:
        case 0x1E9E:
            return "ss";
        default:
            return {};
    }
}

char32_t lower(char32_t c) noexcept {
    if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
        return c + 32;
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    return c;
}

void append_utf8(std::string& out, char32_t c) {
    auto const byte = [&out](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    auto const tail = [&](int shift) { byte(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | (c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        byte(0xE0 | (c >> 12));
        tail(6), tail(0);
    } else {
        byte(0xF0 | (c >> 18));
        tail(12), tail(6), tail(0);
    }
}

bool is_space(char32_t c) noexcept {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F ||
           c == 0x3000;
}

// Calls `add` with the code points of `text`, each run of white space as one space, none at the ends.
template <class F>
void each_tidied(std::string_view text, F add) {
    bool waiting = false;
    bool any = false;
    while (!text.empty()) {
        char32_t const c = next_code_point(text);
        if (is_space(c)) {
            waiting = any;
            continue;
        }
        if (c == kBroken)
            continue;
        if (waiting)
            add(U' ');
        waiting = false;
        any = true;
        add(c);
    }
}

}  // namespace

char32_t next_code_point(std::string_view& text) noexcept {
    auto const at = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char const first = at(0);
    std::size_t const length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    char32_t c = length < 2 ? first : first & (0xFFU >> (length + 1));
    bool good = length > 0 && length <= text.size();
    for (std::size_t i = 1; good && i < length; ++i) {
        good = (at(i) & 0xC0) == 0x80;
        c = (c << 6) | (at(i) & 0x3FU);
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    good = good && c >= kLeast[length] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    text.remove_prefix(good ? length : 1);
    return good ? c : kBroken;
}

void append_folded(std::string& out, char32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else if (auto const pair = letter_pair(c); !pair.empty()) {
        out += pair;
    } else if (char const letter = bare_letter(c); letter != '.') {
        out += letter;
    } else if (c < 0x300 || c > 0x36F) {  // not a mark on the letter before
        append_utf8(out, lower(c));
    }
}

std::string fold(std::string_view text) {
    std::string out;
    each_tidied(text, [&out](char32_t c) { append_folded(out, c); });
    return out;
}

std::string tidy(std::string_view text) {
    std::string out;
    each_tidied(text, [&out](char32_t c) { append_utf8(out, c); });
    return out;
}

}  // namespace ax
