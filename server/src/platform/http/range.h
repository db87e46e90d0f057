#pragma once

#include "platform/http/message.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace ax::http {

struct Slice {
    std::size_t first = 0;
    std::size_t size = 0;  // 0: nothing of the content lies in it
};

/// What a Range header asks for of `size` bytes (RFC 9110 section 14): `bytes=5-9`, `bytes=5-`, `bytes=-5`.
/// Nothing for what is to be ignored: other units, broken ones, and several ranges at once, which ask for
/// more work than the whole is.
[[nodiscard]] std::optional<Slice> range_of(std::string_view header, std::size_t size) noexcept;

/// Answers a GET with a Range header by that part of a 200's content: 206, or 416 if the content ends before
/// it. The whole where If-Range names another state than `etag`, which is strong. Says in any case that
/// ranges may be asked for.
void serve_range(Request const& request, Response& response, std::string_view etag);

}  // namespace ax::http
