#pragma once

#include <cstdint>
#include <exception>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace ax::telemetry {

enum class Level : unsigned char { debug, info, warn, error };

/// One member of a log line. Ids, counts and reasons only: never bodies, tokens or personal data.
struct LogField {
    std::string_view key;
    std::variant<std::int64_t, double, bool, std::string_view> value;
};

/// Writes one JSON line (`ts`, `level`, `event`, fields) to standard error or the configured file. Thread-safe, never
/// throws, never blocks a request on a slow disk: lines beyond the queue are counted and dropped.
/// error = someone must act, warn = degraded, info = life cycle, debug = off by default.
void log(Level level, std::string_view event, std::initializer_list<LogField> fields = {}) noexcept;
void log_exception(std::string_view event, std::exception_ptr failure,
                   std::initializer_list<LogField> fields = {}) noexcept;

/// What the sink is; call once at start. `path` empty: standard error.
void configure_log(Level least, std::string const& path);
/// Flushes and stops the sink's thread.
void shut_down_log() noexcept;

}  // namespace ax::telemetry
