#include "platform/blobs/cloudinary_request.h"

#include "base/percent.h"
#include "platform/crypto/sha1.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace ax::blobs {
namespace {

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_word(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
}

// A value can't add a parameter of its own to what is signed.
std::string without_ampersands(std::string_view text) {
    std::string out;
    for (char const c : text) c == '&' ? out += "%26" : out += c;
    return out;
}

}  // namespace

CloudinaryKeys cloudinary_keys(std::string_view url) {
    constexpr std::string_view kScheme = "cloudinary://";
    if (url.starts_with(kScheme)) {
        auto const rest = url.substr(kScheme.size());
        auto const at = rest.find('@');
        auto const colon = rest.find(':');
        if (at != std::string_view::npos && colon < at) {
            CloudinaryKeys out{.key = std::string(rest.substr(0, colon)),
                               .secret = std::string(rest.substr(colon + 1, at - colon - 1)),
                               .cloud = std::string(rest.substr(at + 1))};
            if (is_word(out.key) && is_word(out.secret) && is_word(out.cloud))
                return out;
        }
    }
    throw std::invalid_argument("AX_CLOUDINARY_URL must be cloudinary://KEY:SECRET@CLOUD");
}

std::string cloudinary_signature(CloudinaryParameters const& parameters, std::string_view secret) {
    std::string text;
    for (auto const& [name, value] : parameters) {
        if (value.empty())
            continue;
        if (!text.empty())
            text += '&';
        text += without_ampersands(name + '=' + value);
    }
    return crypto::sha1_hex(text.append(secret));
}

CloudinaryParameters cloudinary_signed(CloudinaryParameters parameters, CloudinaryKeys const& keys) {
    std::erase_if(parameters, [](auto const& parameter) { return parameter.second.empty(); });
    auto signature = cloudinary_signature(parameters, keys.secret);
    parameters.emplace("signature", std::move(signature));
    parameters.emplace("api_key", keys.key);
    return parameters;
}

std::string form(CloudinaryParameters const& parameters) {
    std::string out;
    for (auto const& [name, value] : parameters)
        out += fmt::format("{}{}={}", out.empty() ? "" : "&", percent_encoded(name), percent_encoded(value));
    return out;
}

std::string multipart(CloudinaryParameters const& parameters, std::string_view bytes,
                      std::string_view boundary) {
    std::string out;
    for (auto const& [name, value] : parameters)
        out += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", boundary,
                           name, value);
    out += fmt::format(
        "--{}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n"
        "Content-Type: application/octet-stream\r\n\r\n",
        boundary);
    out += bytes;
    return out += fmt::format("\r\n--{}--\r\n", boundary);
}

}  // namespace ax::blobs
