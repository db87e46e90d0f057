#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ax::blobs {

/// The text of the first element of that name in what a service says, if it is no longer than a line. What
/// we ask for has no attributes and nothing escaped.
[[nodiscard]] inline std::optional<std::string_view> s3_element(std::string_view body,
                                                                std::string_view name) {
    auto const open = std::string("<").append(name).append(">");
    auto const begin = body.find(open);
    auto const end = body.find(std::string("</").append(name).append(">"));
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin + open.size())
        return std::nullopt;
    auto const text = body.substr(begin + open.size(), end - begin - open.size());
    constexpr std::size_t kLongest = 1024;
    return text.size() <= kLongest ? std::optional(text) : std::nullopt;
}

/// What the service calls a refusal, such as SignatureDoesNotMatch; a HEAD's answer says nothing.
[[nodiscard]] inline std::string_view s3_code(std::string_view body) {
    constexpr std::size_t kLongest = 64;
    auto const code = s3_element(body, "Code").value_or("");
    return code.size() <= kLongest ? code : std::string_view{};
}

}  // namespace ax::blobs
