#include "platform/telemetry/log_note.h"

#include "platform/trace/note.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

namespace ax::telemetry {
namespace {

// Which texts are made up by us. What others are may hold an address or a value.
constexpr auto kNames = std::to_array<std::string_view>(
    {"endpoint", "engine", "event_name", "listener", "method", "query", "route", "schedule"});

// Those of accounts name people.
constexpr auto kPeople = std::to_array<std::string_view>({"account", "student", "mentor", "user"});

std::string text_of(std::span<LogField const> fields) {
    std::string out;
    for (auto const& [key, value] : fields) {
        if (std::ranges::find(kPeople, key) != kPeople.end())
            continue;
        auto const begin = [&] {
            fmt::format_to(std::back_inserter(out), "{}{}=", out.empty() ? "" : " ", key);
        };
        if (auto const* const text = std::get_if<std::string_view>(&value)) {
            if (std::ranges::find(kNames, key) != kNames.end())
                begin(), out += *text;
        } else if (auto const* const number = std::get_if<std::int64_t>(&value)) {
            begin(), out += fmt::to_string(*number);
        } else if (auto const* const real = std::get_if<double>(&value)) {
            begin(), out += fmt::format("{:.3g}", *real);
        } else if (auto const* const flag = std::get_if<bool>(&value)) {
            begin(), out += *flag ? "true" : "false";
        }
    }
    return out;
}

}  // namespace

void note_line(Level level, std::string_view event, std::span<LogField const> fields) noexcept {
    if (!trace::current().active()) [[likely]]
        return;
    try {
        trace::tell({.kind = trace::Note::Kind::log,
                     .name = event,
                     .text = text_of(fields),
                     .detail = name_of(level)});
    } catch (...) {  // out of memory: the line itself is written
    }
}

}  // namespace ax::telemetry
