#pragma once

#include "platform/telemetry/log.h"

#include <span>

namespace ax::telemetry {

/// What was just logged; the views live during the call.
struct Logged {
    Level level = Level::info;
    std::string_view event;
    std::span<LogField const> fields;
    // Of log_exception:
    std::string_view error = {};       // what()
    std::string_view error_type = {};  // as the compiler names it
    void const* thrown = nullptr;      // the exception object: a name for it, not to be looked into
};

/// Told of every line, in the thread that logs: it must not wait, and what it logs itself is not told.
class LogListener {
public:
    LogListener() = default;
    LogListener(LogListener const&) = delete;
    LogListener& operator=(LogListener const&) = delete;
    virtual ~LogListener() = default;
    virtual void hear(Logged const& logged) noexcept = 0;
};

/// One for the process; null: nobody. A thread may still be inside the old one: it must outlive the threads
/// that log.
void set_log_listener(LogListener* listener) noexcept;

}  // namespace ax::telemetry
