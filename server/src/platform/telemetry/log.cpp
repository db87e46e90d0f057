#include "platform/telemetry/log.h"

#include "base/time.h"
#include "platform/telemetry/json_text.h"
#include "platform/telemetry/listener.h"
#include "platform/telemetry/log_note.h"
#include "platform/telemetry/log_sink.h"
#include "platform/trace/trace.h"

#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <mutex>
#include <system_error>
#include <typeinfo>
#include <unistd.h>

namespace ax::telemetry {
namespace {

std::atomic<Level> least_level = Level::info;
std::mutex sink_mutex;  // guards the pointer while it changes, and direct writes
std::unique_ptr<LogSink> sink_owner;
std::atomic<LogSink*> sink = nullptr;
std::atomic<LogListener*> listener = nullptr;

template <class Number>
void append_number(std::string& out, Number value) {
    char text[32];
    auto const [end, error] = std::to_chars(text, text + sizeof text, value);
    out.append(text, error == std::errc{} ? end : text);
}

void append_value(std::string& out, LogField const& field) {
    if (auto const* number = std::get_if<std::int64_t>(&field.value))
        append_number(out, *number);
    else if (auto const* real = std::get_if<double>(&field.value))
        // JSON has no NaN and no infinity.
        *real - *real == 0 ? append_number(out, *real) : void(out += "null");
    else if (auto const* flag = std::get_if<bool>(&field.value))
        out += *flag ? "true" : "false";
    else
        append_json_string(out, std::get<std::string_view>(field.value));
}

// `{"ts":"2026-11-24T09:00:00.123456Z","level":"info","event":"…"`. The date part changes once a second.
void open_line(std::string& out, Level level, std::string_view event) {
    thread_local std::int64_t second = -1;
    thread_local std::string date;
    auto const now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    auto const whole = std::chrono::floor<seconds>(now);
    if (whole.time_since_epoch().count() != second) {
        second = whole.time_since_epoch().count();
        date = to_iso(Instant{whole});
        date.pop_back();
    }
    char micros[] = ".000000Z";
    auto rest = (now - whole).count();
    for (int i = 6; i > 0; --i, rest /= 10) micros[i] = static_cast<char>('0' + rest % 10);
    out.assign("{\"ts\":\"").append(date).append(micros, 8);
    out.append("\",\"level\":\"").append(name_of(level)).append("\",\"event\":");
    append_json_string(out, event);
}

// A line per thread, so that the request path does not allocate.
std::string& scratch() {
    thread_local std::string line;
    return line;
}

void write_line(std::string& line, Level level) {
    if (auto const& traced = trace::current(); traced.active())
        line.append(",\"trace_id\":\"").append(trace::trace_id(traced)).append("\"");
    line += "}\n";
    if (auto* const target = sink.load(std::memory_order_acquire)) {
        target->put(line, level >= Level::warn);
        return;
    }
    std::lock_guard const lock(sink_mutex);
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, line.data(), line.size());
}

void append_fields(std::string& line, std::span<LogField const> fields) {
    for (auto const& field : fields) {
        line += ',';
        append_json_string(line, field.key);
        line += ':';
        append_value(line, field);
    }
}

void tell(Logged const& logged) noexcept {
    thread_local bool telling = false;
    auto* const to = listener.load(std::memory_order_acquire);
    if (to == nullptr || telling)
        return;
    telling = true;
    to->hear(logged);
    telling = false;
}

// The object behind it; rethrown, it is this very one.
void const* object_of(std::exception_ptr const& failure) noexcept {
    static_assert(sizeof failure == sizeof(void*));
    void const* object = nullptr;
    std::memcpy(&object, &failure, sizeof object);
    return object;
}

bool wanted(Level level) noexcept { return level >= least_level.load(std::memory_order_relaxed); }

}  // namespace

void log(Level level, std::string_view event, std::initializer_list<LogField> fields) noexcept {
    if (!wanted(level))
        return;
    try {
        std::string& line = scratch();
        open_line(line, level, event);
        append_fields(line, {fields.begin(), fields.size()});
        write_line(line, level);
    } catch (...) {  // out of memory: the line is lost, the request is not
    }
    note_line(level, event, {fields.begin(), fields.size()});
    tell({.level = level, .event = event, .fields = {fields.begin(), fields.size()}});
}

void log_exception(std::string_view event, std::exception_ptr failure,
                   std::initializer_list<LogField> fields) noexcept {
    try {
        std::string what = "not a std::exception";
        std::string_view type = "unknown";
        try {
            if (failure)
                std::rethrow_exception(failure);
        } catch (std::exception const& error) {
            what = error.what();
            type = typeid(error).name();
        } catch (...) {
        }
        std::string& line = scratch();
        open_line(line, Level::error, event);
        append_fields(line, {fields.begin(), fields.size()});
        line += ",\"error\":";
        append_json_string(line, what);
        line += ",\"error_type\":";
        append_json_string(line, type);
        write_line(line, Level::error);
        note_line(Level::error, event, {fields.begin(), fields.size()});
        tell({.level = Level::error,
              .event = event,
              .fields = {fields.begin(), fields.size()},
              .error = what,
              .error_type = type,
              .thrown = object_of(failure)});
    } catch (...) {
    }
}

void log_access(AccessLine const& access) noexcept {
    if (!wanted(Level::info))
        return;
    try {
        std::string& line = scratch();
        open_line(line, Level::info, "http.access");
        line += ",\"request_id\":";
        append_json_string(line, access.request_id);
        line += ",\"method\":";
        append_json_string(line, access.method);
        line += ",\"endpoint\":";
        append_json_string(line, access.endpoint);
        line += ",\"status\":";
        append_number(line, access.status);
        line += ",\"micros\":";
        append_number(line, access.micros);
        line += ",\"bytes\":";
        append_number(line, access.sent_bytes);
        if (access.account != 0) {
            line += ",\"account\":";
            append_number(line, access.account);
        }
        line += ",\"network\":";
        append_json_string(line, access.network);
        write_line(line, Level::info);
    } catch (...) {
    }
    // Without what leads to a person.
    std::array<LogField, 5> const told{{{"request_id", access.request_id},
                                        {"method", access.method},
                                        {"endpoint", access.endpoint},
                                        {"status", std::int64_t{access.status}},
                                        {"micros", access.micros}}};
    tell({.level = Level::info, .event = "http.access", .fields = told});
}

void set_log_listener(LogListener* to) noexcept { listener.store(to, std::memory_order_release); }

void configure_log(Level least, std::string const& path) {
    int file = STDERR_FILENO;
    if (!path.empty()) {
        file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
        if (file < 0)
            throw std::system_error(errno, std::generic_category(), "log file " + path);
    }
    shut_down_log();
    least_level = least;
    std::lock_guard const lock(sink_mutex);
    sink_owner = std::make_unique<LogSink>(file, kRoom, path);
    sink.store(sink_owner.get(), std::memory_order_release);
}

void shut_down_log() noexcept {
    std::lock_guard const lock(sink_mutex);
    if (auto* const old = sink.exchange(nullptr))
        old->close();
    // The object stays until the next configure: a thread may still be inside put().
}

}  // namespace ax::telemetry
