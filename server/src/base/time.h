#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ax {

/// A point in time: microseconds since 1970-01-01T00:00:00Z. The only time type in tables, rules and on the
/// wire.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

[[nodiscard]] constexpr std::int64_t to_micros(Instant at) { return at.time_since_epoch().count(); }
[[nodiscard]] constexpr Instant from_micros(std::int64_t micros) { return Instant{Duration{micros}}; }

/// `2026-11-24T09:00:00Z`; microseconds are written only when there are any.
[[nodiscard]] std::string to_iso(Instant at);
/// Reads RFC 3339: needs a date, a time and an offset (`Z` or `+05:30`); years 1970-9999.
[[nodiscard]] std::optional<Instant> parse_iso(std::string_view text);
/// Reads `2026-11-24`.
[[nodiscard]] std::optional<std::chrono::year_month_day> parse_date(std::string_view text);
[[nodiscard]] std::string to_iso(std::chrono::year_month_day date);

/// Where code gets "now" from. Passed by reference from the composition root, so that tests turn the clock by
/// hand.
class Clock {
public:
    Clock() = default;
    Clock(Clock const&) = delete;
    Clock& operator=(Clock const&) = delete;
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock. `shift` moves it, for rehearsals and tests of a whole process; thread-safe.
class SystemClock final : public Clock {
public:
    explicit SystemClock(Duration shift = {}) : shift_(shift) {}
    [[nodiscard]] Instant now() const override {
        return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()) + shift_;
    }

private:
    Duration shift_;
};

/// Stands still until told. Not thread-safe.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : now_(start) {}
    [[nodiscard]] Instant now() const override { return now_; }
    void advance(Duration by) { now_ += by; }
    void set(Instant at) { now_ = at; }

private:
    Instant now_;
};

}  // namespace ax
