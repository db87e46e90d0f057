#pragma once

#include <string>
#include <string_view>

namespace ax {

/// Without white space at either end; what is within stays.
[[nodiscard]] inline std::string trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    auto const first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return std::string(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
}

/// As much of UTF-8 text as fits into `bytes`, never a part of a character.
[[nodiscard]] inline std::string_view whole_characters(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    return text.substr(0, bytes);
}

/// Appends text for HTML and XML, within elements and quoted attributes.
inline void append_markup(std::string& out, std::string_view text) {
    for (char const c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' ||
                 c == '\n')  // others are no text at all
            out += c;
    }
}

[[nodiscard]] inline std::string to_markup(std::string_view text) {
    std::string out;
    append_markup(out, text);
    return out;
}

/// "Nina Berger" is "Nina B." to people who need not know more.
[[nodiscard]] inline std::string short_name(std::string_view name) {
    auto const first = name.substr(0, name.find(' '));
    auto const gap = name.rfind(' ');
    if (gap == std::string_view::npos || gap + 1 >= name.size())
        return std::string(first);
    // The whole first letter, however many bytes it has.
    std::size_t length = 1;
    while (gap + 1 + length < name.size() &&
           (static_cast<unsigned char>(name[gap + 1 + length]) & 0xC0U) == 0x80U)
        ++length;
    return std::string(first) + ' ' + std::string(name.substr(gap + 1, length)) + '.';
}

/// `mentors.example` of `https://mentors.example:8000/x`.
[[nodiscard]] inline std::string_view host_of(std::string_view url) {
    if (auto const scheme = url.find("://"); scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of(":/["));
}

}  // namespace ax
