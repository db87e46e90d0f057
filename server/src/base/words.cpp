#include "base/words.h"

#include "base/fold.h"

namespace ax {
namespace {

// PostgreSQL refuses lexemes above 2046 bytes; nobody searches for a word of a hundred.
constexpr std::size_t kLongestWord = 96;

bool is_ascii_word(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool in_word(char32_t c) {
    if (c < 0x80)
        return is_ascii_word(c);
    // Signs of Latin 1, general punctuation up to arrows and shapes, CJK punctuation, full-width signs,
    // broken bytes.
    bool const sign = c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x2BFF) ||
                      (c >= 0x3000 && c <= 0x3003) || (c >= 0x3008 && c <= 0x3011) ||
                      (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFFF0 && c <= 0xFFFF) ||
                      (c >= 0xE000 && c <= 0xF8FF);
    return !sign || c == 0xAA || c == 0xB5 || c == 0xBA;
}

char32_t peek(std::string_view rest) { return rest.empty() ? U' ' : next_code_point(rest); }

class Cutter {
public:
    explicit Cutter(std::string_view text) : rest_(text) {}

    std::vector<std::string> cut() && {
        while (!rest_.empty()) step(next_code_point(rest_));
        end_word();
        return std::move(words_);
    }

private:
    void step(char32_t c) {
        if (in_word(c)) {
            if (word_.size() < kLongestWord)
                append_folded(word_, c);
        } else if (c == '+' && !word_.empty() && continues('+')) {
            word_ += "plus";
        } else if (c == '#' && !word_.empty() && !in_word(peek(rest_))) {
            word_ += "sharp";
        } else if (c == '.' && after_space_ && is_ascii_word(peek(rest_))) {
            word_ = "dot";
        } else {
            end_word();
        }
        after_space_ = c == ' ';
    }

    // c++ but not a+b: nothing but more of `sign` up to the end of the word.
    [[nodiscard]] bool continues(char sign) const {
        auto const next = rest_.find_first_not_of(sign);
        return next == std::string_view::npos || !in_word(peek(rest_.substr(next)));
    }

    void end_word() {
        if (!word_.empty())
            words_.push_back(std::move(word_));
        word_.clear();
    }

    std::string_view rest_;
    std::string word_;
    std::vector<std::string> words_;
    bool after_space_ = true;
};

}  // namespace

std::vector<std::string> words(std::string_view text) { return Cutter(text).cut(); }

}  // namespace ax
