#pragma once

#include "platform/telemetry/log.h"

#include <span>
#include <string_view>

namespace ax::telemetry {

[[nodiscard]] constexpr std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        case Level::error:
            return "error";
    }
    return "error";
}

/// Tells a developer's toolbar of a line, if the work is traced: numbers, flags, and texts that are names.
void note_line(Level level, std::string_view event, std::span<LogField const> fields) noexcept;

}  // namespace ax::telemetry
