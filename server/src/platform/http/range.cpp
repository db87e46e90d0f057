#include "platform/http/range.h"

#include "platform/http/problem.h"
#include "platform/http/text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

namespace ax::http {
namespace {

constexpr std::string_view kUnit = "bytes=";

// More digits than fit are a place behind every end.
std::optional<std::uint64_t> number(std::string_view text) noexcept {
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || end != text.data() + text.size() || error == std::errc::invalid_argument)
        return std::nullopt;
    return error == std::errc::result_out_of_range ? UINT64_MAX : value;
}

}  // namespace

std::optional<Slice> range_of(std::string_view header, std::size_t size) noexcept {
    if (!istarts_with(header, kUnit))
        return std::nullopt;
    auto const asked = trim(header.substr(kUnit.size()));
    auto const dash = asked.find('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    auto const from = asked.substr(0, dash);
    auto const to = asked.substr(dash + 1);
    if (from.empty()) {
        auto const last = number(to);
        if (!last)
            return std::nullopt;
        auto const taken = std::min<std::uint64_t>(*last, size);
        return Slice{.first = size - taken, .size = taken};
    }
    auto const first = number(from);
    auto const last = to.empty() ? std::optional<std::uint64_t>(UINT64_MAX) : number(to);
    if (!first || !last || *last < *first)
        return std::nullopt;
    if (*first >= size)
        return Slice{};
    return Slice{.first = *first, .size = std::min<std::uint64_t>(*last, size - 1) - *first + 1};
}

void serve_range(Request const& request, Response& response, std::string_view etag) {
    response.add("Accept-Ranges", "bytes");
    auto const asked = request.header("range");
    auto const unless_changed = request.header("if-range");
    if (response.status != 200 || asked.empty() || request.method != "GET" ||
        (!unless_changed.empty() && unless_changed != etag))
        return;
    auto const whole = response.content().size();
    auto const part = range_of(asked, whole);
    if (!part)
        return;
    if (part->size == 0) {
        response = problem(416, "request.range_not_satisfiable", request.request_id);
        response.add("Content-Range", fmt::format("bytes */{}", whole));
        return;
    }
    response.status = 206;
    response.body = std::string(response.content().substr(part->first, part->size));
    response.shared_body = nullptr;
    response.add("Content-Range",
                 fmt::format("bytes {}-{}/{}", part->first, part->first + part->size - 1, whole));
}

}  // namespace ax::http
