#include "platform/sentry/scrub.h"

#include "platform/telemetry/json_text.h"

#include <algorithm>

namespace ax::sentry {
namespace {

constexpr std::size_t kMost = 2000;
constexpr std::size_t kTokenFrom = 20;
constexpr std::size_t kNumberFrom = 5;

bool digit(char c) { return c >= '0' && c <= '9'; }
bool hex(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool ends_word(char c) {
    return static_cast<unsigned char>(c) <= ' ' || std::string_view("'\"`,;(){}<>=|").contains(c);
}

bool of(std::string_view word, auto allowed) { return std::ranges::all_of(word, allowed); }

bool is_address(std::string_view word) {
    auto const dots = std::ranges::count(word, '.');
    auto const colons = std::ranges::count(word, ':');
    bool const digits = std::ranges::any_of(word, digit);
    if (dots == 3 && digits && of(word, [](char c) { return digit(c) || c == '.' || c == ':' || c == '/'; }))
        return true;
    return colons >= 2 && digits &&
           of(word, [](char c) { return hex(c) || std::string_view(":.[]/%").contains(c); });
}

bool is_number(std::string_view word) {
    return static_cast<std::size_t>(std::ranges::count_if(word, digit)) >= kNumberFrom &&
           of(word, [](char c) { return digit(c) || std::string_view("+-./:").contains(c); });
}

bool is_token(std::string_view word) {
    return word.size() >= kTokenFrom && !word.contains("::") && std::ranges::any_of(word, digit) &&
           of(word, [](char c) {
               return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      std::string_view("-_+/.~:").contains(c);
           });
}

void append_word(std::string& out, std::string_view word) {
    if (auto const query = word.find_first_of("?#");
        query != std::string_view::npos && query + 1 < word.size()) {
        append_word(out, word.substr(0, query));
        out += "?[query]";
    } else if (word.contains('@')) {
        out += "[mail]";
    } else if (is_address(word)) {
        out += "[address]";
    } else if (is_number(word)) {
        out += "[number]";
    } else if (is_token(word)) {
        out += "[token]";
    } else {
        out += word;
    }
}

// A text that was cut, or never was one, would spoil the whole envelope.
std::string as_utf8(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        auto const length = telemetry::utf8_sequence(text);
        out += length == 0 ? std::string_view("\xef\xbf\xbd") : text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

// Where what is opened at `from` ends; the end of the text if it does not.
std::size_t closing(std::string_view text, std::size_t from) {
    char const close = text[from] == '(' ? ')' : text[from];
    return std::min(text.find(close, from + 1), text.size());
}

}  // namespace

std::string scrubbed(std::string_view text) {
    text = text.substr(0, kMost);
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        char const c = text[at];
        bool const apostrophe = c == '\'' && at > 0 && !ends_word(text[at - 1]);  // can't, Asha's
        bool const value = c == '(' && at > 0 && text[at - 1] == '=';
        if ((c == '"' || c == '`' || (c == '\'' && !apostrophe)) || value) {
            at = closing(text, at) + 1;
            ((out += c) += "[…]") += value ? ')' : c;
            continue;
        }
        if (ends_word(c)) {
            out += c;
            ++at;
            continue;
        }
        auto end = at;
        while (end < text.size() && !ends_word(text[end])) ++end;
        // A query goes on behind its `=`.
        if (text.substr(at, end - at).contains('?'))
            while (end < text.size() && static_cast<unsigned char>(text[end]) > ' ' && text[end] != '"' &&
                   text[end] != '\'')
                ++end;
        append_word(out, text.substr(at, end - at));
        at = end;
    }
    return as_utf8(out);
}

}  // namespace ax::sentry
