#pragma once

#include "base/result.h"
#include "base/time.h"
#include "features/availability/zones.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::availability {

/// Local wall-clock minutes of one day, [start, end): 0 is midnight, 1440 the midnight that ends the day.
struct Hours {
    int start = 0;
    int end = 0;
    friend auto operator<=>(Hours const&, Hours const&) = default;
};

/// Open every week on this day. 1 is Monday, 7 Sunday.
struct Rule {
    int weekday = 1;
    Hours hours;
    friend bool operator==(Rule const&, Rule const&) = default;
};

/// Replaces what the week says about one date; several ranges of one date add up. No hours: day off.
struct Override {
    Date date;
    std::optional<Hours> hours;
    friend bool operator==(Override const&, Override const&) = default;
};

/// Dates on which the mentor is away, whatever week and overrides say; both included.
struct Away {
    Date first;
    Date last;
    std::string note = {};  // for students
    friend bool operator==(Away const&, Away const&) = default;
};

/// When a mentor can be booked. Rules and overrides may come in any order; those that overlap or touch are
/// one range, so that a session may run across the seam (also across midnight).
struct Schedule {
    Zone zone = {};
    std::vector<Rule> rules = {};
    std::vector<Override> overrides = {};
    std::vector<Away> away = {};
    /// Minutes kept free around each session. They stack: between two sessions there is at least after +
    /// before. They part the mentor's commitments and may lie outside the open hours. Today's values apply to
    /// sessions already booked, so what is stored about a session is its real time only.
    int buffer_before = 0;
    int buffer_after = 0;
    /// A session may start no sooner than so many minutes from now.
    int minimum_notice = 0;
    /// Bookable through the end of the mentor's local date that is so many days after today.
    int horizon_days = 60;
    /// Sessions that may start on one local date of the mentor, over all services; 0 is no cap.
    int daily_cap = 0;
    /// Start times lie on this grid of the local wall clock (it divides the hour): 15 is :00, :15, :30, :45.
    /// Aligned to the clock, not to the start of each range, so that a time keeps being offered when a range
    /// grows, merges with its neighbour or is cut by a clock change, and people see round times.
    int start_every = 30;
    /// First and last local date, both included.
    std::optional<Date> valid_from = {};
    std::optional<Date> valid_until = {};

    friend bool operator==(Schedule const&, Schedule const&) = default;
};

struct Limits {
    int most_rules = 50;
    int most_overrides = 366;
    int longest_buffer = 120;
    int longest_notice = 7 * 24 * 60;
    int farthest_horizon = 365;
    int largest_cap = 24;
};
inline constexpr Limits kLimits;
inline constexpr std::array kStartGrids{10, 15, 20, 30, 60};
inline constexpr int kDayMinutes = 24 * 60;

/// Everything wrong with a schedule, as paths of the wire shape (`rules[2].end`). The engine ignores a range
/// that this refuses, and needs the rest to be valid.
[[nodiscard]] std::vector<FieldError> validate(Schedule const& schedule);

/// `HH:MM`; `24:00` only as an end.
[[nodiscard]] std::optional<int> parse_wall_time(std::string_view text);
[[nodiscard]] std::string to_wall_time(int minutes);

/// [begin, end) on the one time line.
struct Interval {
    Instant begin;
    Instant end;
    friend auto operator<=>(Interval const&, Interval const&) = default;
};

/// Time that the mentor has given away.
struct Busy {
    enum class Kind : std::uint8_t {
        session,  // a live booking: buffers on both sides, counts for the daily cap
        blocked,  // anything else (an outside calendar): only the new session's own buffers
    };
    Instant begin;
    Instant end;
    Kind kind = Kind::session;
    friend bool operator==(Busy const&, Busy const&) = default;
};

/// Why a time is not offered. Stable on the wire by its key.
enum class Reason : std::uint8_t {
    in_the_past,
    inside_minimum_notice,
    beyond_horizon,
    day_off,                 // no hours at all on this local date
    outside_hours,           // hours on this date, but not then
    nonexistent_local_time,  // the hours meant are skipped by a clock change
    off_grid,
    taken,                 // overlaps another commitment
    buffer,                // does not overlap, but comes too close
    daily_cap,             // the local date is full
    session_does_not_fit,  // open at the start, closed before the end
    away,                  // on vacation on this local date
    busy_elsewhere         // overlaps an entry of the mentor's own calendar
};
inline constexpr int kReasonCount = 13;
[[nodiscard]] std::string_view key(Reason reason);

/// A set of reasons.
class Reasons {
public:
    void add(Reason reason) {
        bits_ = static_cast<std::uint16_t>(bits_ | (1U << static_cast<unsigned>(reason)));
    }
    [[nodiscard]] bool has(Reason reason) const { return (bits_ >> static_cast<unsigned>(reason) & 1U) != 0; }
    [[nodiscard]] bool empty() const { return bits_ == 0; }
    /// In the order of the enumeration.
    [[nodiscard]] std::vector<Reason> list() const;

private:
    std::uint16_t bits_ = 0;
};

/// The opening hours of each local date of a range: sorted, merged, overrides and validity applied.
class LocalHours {
public:
    LocalHours(Schedule const& schedule, Date first, Date last);
    [[nodiscard]] std::vector<Hours> const& on(Date date) const;
    [[nodiscard]] bool is_away(Date date) const;

private:
    struct Day {
        Date date;
        std::vector<Hours> hours;
    };
    std::array<std::vector<Hours>, 7> week_;  // from Monday
    std::vector<Day> days_;                   // overridden dates, ascending
    std::vector<Away> away_;
    std::optional<Date> valid_from_;
    std::optional<Date> valid_until_;
};

}  // namespace ax::availability
