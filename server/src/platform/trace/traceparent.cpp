#include "platform/trace/trace.h"

namespace ax::trace {
namespace {

constexpr std::size_t kLength = 55;

std::optional<std::uint64_t> parse_hex(std::string_view text) noexcept {
    std::uint64_t value = 0;
    for (char const c : text) {
        auto const digit = std::string_view("0123456789abcdef").find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        value = value << 4U | digit;
    }
    return value;
}

void append_hex(std::string& out, std::uint64_t value) {
    for (unsigned shift = 64; shift > 0; shift -= 4) out += "0123456789abcdef"[value >> (shift - 4) & 15U];
}

}  // namespace

// `00-TRACE-SPAN-FLAGS`; later versions may go on after another dash.
std::optional<Remote> parse_traceparent(std::string_view text) noexcept {
    if (text.size() < kLength || text[2] != '-' || text[35] != '-' || text[52] != '-')
        return std::nullopt;
    auto const version = parse_hex(text.substr(0, 2));
    auto const high = parse_hex(text.substr(3, 16));
    auto const low = parse_hex(text.substr(19, 16));
    auto const span = parse_hex(text.substr(36, 16));
    auto const flags = parse_hex(text.substr(53, 2));
    if (!version || !high || !low || !span || !flags || *version == 0xff)
        return std::nullopt;
    if (text.size() > kLength && (*version == 0 || text[kLength] != '-'))
        return std::nullopt;
    if ((*high | *low) == 0 || *span == 0)
        return std::nullopt;
    return Remote{.context = {.high = *high, .low = *low, .span = *span}, .sampled = (*flags & 1U) != 0};
}

std::string trace_id(Context const& context) {
    std::string out;
    append_hex(out, context.high);
    append_hex(out, context.low);
    return out;
}

std::string span_id(std::uint64_t span) {
    std::string out;
    append_hex(out, span);
    return out;
}

std::string traceparent(Context const& context) {
    return "00-" + trace_id(context) + "-" + span_id(context.span) + "-01";
}

}  // namespace ax::trace
