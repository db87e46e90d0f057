#include "contract/formats.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace ax::contract {

std::size_t code_points(std::string_view utf8) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_clean_text(std::string_view text, bool multi_line) noexcept {
    return std::ranges::all_of(text, [multi_line](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || (multi_line && (c == '\n' || c == '\t' || c == '\r'));
    });
}

bool is_email(std::string_view text) noexcept {
    auto const at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254)
        return false;
    auto const domain = text.substr(at + 1);
    if (domain.find('@') != std::string_view::npos || domain.find('.') == std::string_view::npos)
        return false;
    if (domain.front() == '.' || domain.back() == '.' || domain.front() == '-' || domain.back() == '-' ||
        text.find("..") != std::string_view::npos || text.front() == '.')
        return false;
    return std::ranges::all_of(text, [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7F &&
               std::string_view{"\"(),:;<>[\\]"}.find(c) == std::string_view::npos;
    });
}

bool is_http_url(std::string_view text) noexcept {
    std::string_view rest;
    if (text.starts_with("https://"))
        rest = text.substr(8);
    else if (text.starts_with("http://"))
        rest = text.substr(7);
    else
        return false;
    auto const authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.empty() || authority.front() == ':' || authority.find('@') != std::string_view::npos)
        return false;
    return std::ranges::none_of(text, [](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7F || c == '"' || c == '<' || c == '>' || c == '\\';
    });
}

bool has_duplicate_members(std::string_view valid_json) {
    // The text parsed already, so only the structure is followed: a string followed by ':' is a member's
    // name.
    std::vector<std::unordered_set<std::string_view>> open;
    for (std::size_t i = 0; i < valid_json.size(); ++i) {
        char const c = valid_json[i];
        if (c == '{' || c == '[') {
            open.emplace_back();
        } else if (c == '}' || c == ']') {
            open.pop_back();
        } else if (c == '"') {
            std::size_t end = i + 1;
            while (valid_json[end] != '"') end += valid_json[end] == '\\' ? 2 : 1;
            auto const text = valid_json.substr(i + 1, end - i - 1);
            i = end;
            auto const next = valid_json.find_first_not_of(" \t\r\n", end + 1);
            if (next != std::string_view::npos && valid_json[next] == ':' && !open.back().insert(text).second)
                return true;
        }
    }
    return false;
}

}  // namespace ax::contract
