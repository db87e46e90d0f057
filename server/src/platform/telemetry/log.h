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

/// Writes one JSON line (`ts`, `level`, `event`, fields) to standard error or the configured file.
/// Thread-safe, never throws, never blocks a request on a slow disk: lines beyond the queue are counted and
/// dropped, and the count is logged (`log.dropped`) once there is room. error = someone must act, warn =
/// degraded, info = life cycle, debug = off by default.
void log(Level level, std::string_view event, std::initializer_list<LogField> fields = {}) noexcept;
void log_exception(std::string_view event, std::exception_ptr failure,
                   std::initializer_list<LogField> fields = {}) noexcept;

/// One answered request. No target (it may hold tokens) and no full client address: `network` is the /24 or
/// /64.
struct AccessLine {
    std::string_view request_id = {};
    std::string_view method = {};
    std::string_view endpoint = {};
    std::string_view network = {};
    int status = 0;
    std::int64_t account = 0;  // 0: anonymous, left out
    std::int64_t sent_bytes = 0;
    std::int64_t micros = 0;
};
/// The `http.access` line, level info.
void log_access(AccessLine const& access) noexcept;

/// What the sink is; call once at start. `path` empty: standard error. Without this call lines of `info` and
/// above are written to standard error at once, by the caller's thread. Throws std::system_error if the file
/// can't be opened.
void configure_log(Level least, std::string const& path);
/// Writes what waits (for at most 2 s) and stops the sink's thread; later lines are written by the caller's
/// thread.
void shut_down_log() noexcept;

}  // namespace ax::telemetry
