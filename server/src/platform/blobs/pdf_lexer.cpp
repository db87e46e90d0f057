#include "platform/blobs/pdf_lexer.h"

#include <algorithm>
#include <charconv>

namespace ax::blobs::pdf {
namespace {

using namespace std::string_view_literals;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_delimiter(char c) { return "()<>[]{}/%"sv.contains(c); }
bool is_line_end(char c) { return c == '\r' || c == '\n'; }
// PDFium takes these for white space, others for a part of the word.
bool is_disputed(char c) { return c == '\x80' || c == '\xff'; }

}  // namespace

bool is_space(char c) { return "\0\t\n\f\r "sv.contains(c); }

bool may_be_space(char c) { return is_space(c) || is_disputed(c); }

bool is_number(std::string_view text) {
    return !text.empty() && text[0] != 'e' && text[0] != 'E' &&
           std::ranges::all_of(text, [](char c) { return is_digit(c) || "+-.eE"sv.contains(c); });
}

std::optional<std::size_t> integer(std::string_view text) {
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

std::size_t Lexer::skip() {
    while (at_ < file_.size()) {
        if (file_[at_] == '%')
            while (at_ < file_.size() && !is_line_end(file_[at_])) ++at_;
        else if (is_space(file_[at_]))
            ++at_;
        else
            break;
    }
    return at_;
}

Token Lexer::next() {
    if (skip() == file_.size())
        return {};
    switch (file_[at_]) {
        case '/':
            return name();
        case '(':
            return string();
        case '<':
            return is_at("<<") ? sign(Kind::open_dictionary, 2) : hex();
        case '>':
            return is_at(">>") ? sign(Kind::close_dictionary, 2) : sign(Kind::broken, 1);
        case '[':
            return sign(Kind::open_array, 1);
        case ']':
            return sign(Kind::close_array, 1);
        case ')':
        case '{':
        case '}':
            return sign(Kind::broken, 1);
        default: {
            auto const text = regular();
            if (std::ranges::any_of(text, is_disputed))
                return {.kind = Kind::broken};
            return {.kind = is_number(text) ? Kind::number : Kind::word, .text = text};
        }
    }
}

Token Lexer::sign(Kind kind, std::size_t length) {
    at_ += length;
    return {.kind = kind};
}

Token Lexer::string() {
    std::size_t depth = 0;
    while (at_ < file_.size()) {
        char const c = file_[at_++];
        if (c == '\\' && at_ < file_.size())
            ++at_;
        else if (c == '(')
            ++depth;
        else if (c == ')' && --depth == 0)
            return {.kind = Kind::string};
    }
    return {.kind = Kind::broken};
}

Token Lexer::hex() {
    for (++at_; at_ < file_.size(); ++at_) {
        if (file_[at_] == '>')
            return sign(Kind::string, 1);
        if (!is_hex(file_[at_]) && !is_space(file_[at_]))
            break;
    }
    return {.kind = Kind::broken};
}

std::string_view Lexer::regular() {
    auto const begin = at_;
    while (at_ < file_.size() && !is_space(file_[at_]) && !is_delimiter(file_[at_])) ++at_;
    return file_.substr(begin, at_ - begin);
}

Token Lexer::name() {
    ++at_;
    auto const raw = regular();
    if (std::ranges::any_of(raw, is_disputed))
        return {.kind = Kind::broken};
    if (!raw.contains('#'))
        return {.kind = Kind::name, .text = raw};
    decoded_.clear();
    for (std::size_t i = 0; i < raw.size(); ++i) {
        char c = raw[i];
        // Shortly before the end it stands for itself; elsewhere readers make different letters of a wrong
        // one.
        if (c == '#' && i + 2 < raw.size()) {
            if (!is_hex(raw[i + 1]) || !is_hex(raw[i + 2]))
                return {.kind = Kind::broken};
            unsigned code = 0;
            std::from_chars(&raw[i + 1], &raw[i + 1] + 2, code, 16);
            // Some readers' names end there.
            if (code == 0)
                return {.kind = Kind::broken};
            c = static_cast<char>(code);
            i += 2;
        }
        decoded_ += c;
    }
    return {.kind = Kind::name, .text = decoded_};
}

}  // namespace ax::blobs::pdf
