#include "platform/http/message.h"

#include "platform/http/text.h"

#include <algorithm>

namespace ax::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (char const lower = ascii_lower(c); lower >= 'a' && lower <= 'f')
        return lower - 'a' + 10;
    return -1;
}

}  // namespace

std::string_view Request::header(std::string_view name) const noexcept {
    for (auto const& field : headers)
        if (iequals(field.name, name))
            return field.value;
    return {};
}

std::string_view Request::cookie(std::string_view name) const noexcept {
    for (auto const& field : headers) {
        if (!iequals(field.name, "cookie"))
            continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            std::string_view const pair = trim(next_item(rest, ';'));
            auto const equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name)
                return pair.substr(equals + 1);
        }
    }
    return {};
}

void Response::add(std::string_view name, std::string_view value) {
    extra_headers.append(name).append(": ");
    for (char const c : value) extra_headers += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
    extra_headers += "\r\n";
}

bool percent_decode(std::string_view text, bool form, std::string& out) {
    out.clear();
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size())
                return false;
            int const high = hex_digit(text[i + 1]);
            int const low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0)
                return false;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && form) {
            c = ' ';
        }
        if (c == '\0')
            return false;
        out += c;
    }
    return true;
}

}  // namespace ax::http
