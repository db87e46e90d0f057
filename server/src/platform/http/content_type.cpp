#include "platform/http/content_type.h"

#include "platform/http/text.h"

#include <utility>

namespace ax::http {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {"html", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"gif", "image/gif"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"woff", "font/woff"},
    {"ttf", "font/ttf"},
    {"txt", "text/plain; charset=utf-8"},
    {"md", "text/plain; charset=utf-8"},
    {"xml", "application/xml"},
    {"pdf", "application/pdf"},
    {"wasm", "application/wasm"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
};

// `q=0.5` among the parameters of a list element, in thousandths.
int weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        std::string_view const item = trim(next_item(parameters, ';'));
        if (!istarts_with(item, "q="))
            continue;
        int value = 0;
        int unit = 1000;
        for (char const c : item.substr(2)) {
            if (c >= '0' && c <= '9') {
                value += (c - '0') * unit;
                unit /= 10;
            } else if (c != '.') {
                return 0;
            }
        }
        return value > 1000 ? 1000 : value;
    }
    return 1000;
}

}  // namespace

std::string_view content_type_of(std::string_view file_name) noexcept {
    auto const dot = file_name.rfind('.');
    std::string_view const extension = dot == std::string_view::npos ? "" : file_name.substr(dot + 1);
    for (auto const& [known, type] : kTypes)
        if (iequals(known, extension))
            return type;
    return "application/octet-stream";
}

int encoding_weight(std::string_view accept_encoding, std::string_view coding) noexcept {
    int wildcard = 0;
    while (!accept_encoding.empty()) {
        std::string_view item = next_item(accept_encoding, ',');
        std::string_view const name = trim(next_item(item, ';'));
        if (iequals(name, coding))
            return weight_of(item);
        if (name == "*")
            wildcard = weight_of(item);
    }
    return wildcard;
}

bool accepts_exactly(std::string_view accept, std::string_view type) noexcept {
    while (!accept.empty()) {
        std::string_view item = next_item(accept, ',');
        if (iequals(trim(next_item(item, ';')), type))
            return weight_of(item) > 0;
    }
    return false;
}

}  // namespace ax::http
