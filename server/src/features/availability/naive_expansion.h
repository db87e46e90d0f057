#pragma once

#include "features/availability/engine.h"

#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <set>
#include <string>
#include <vector>

/// A second opinion on the engine, for the property tests: shares no idea with it. It walks every minute of
/// the range, asks the C library (not the zone library) what the wall clock shows, and marks minutes in a
/// bitmap. Slow on purpose. Sees whole minutes only, as do schedules.
namespace ax::availability::testing {

/// Wall clock by localtime_r. Sets the process's TZ: tests only, one thread.
class LibcClock {
public:
    explicit LibcClock(std::string const& zone) {
        ::setenv("TZ", (":" + zone).c_str(), 1);
        ::tzset();
    }
    ~LibcClock() {
        ::unsetenv("TZ");
        ::tzset();
    }
    LibcClock(LibcClock const&) = delete;
    LibcClock& operator=(LibcClock const&) = delete;

    [[nodiscard]] static std::tm read(std::int64_t epoch_seconds) {
        std::time_t const t = epoch_seconds;
        std::tm out{};
        ::localtime_r(&t, &out);
        return out;
    }
};

struct NaiveMinute {
    std::int64_t date;  // yyyymmdd
    int minute;         // of the day
    bool open;
};

inline std::int64_t date_number(int year, int month, int day) { return (year * 100 + month) * 100 + day; }
inline std::int64_t date_number(Date date) {
    auto const ymd = to_calendar(date);
    return date_number(static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
                       static_cast<int>(static_cast<unsigned>(ymd.day())));
}

inline NaiveMinute naive_minute(Schedule const& s, std::int64_t epoch_seconds) {
    std::tm const wall = LibcClock::read(epoch_seconds);
    NaiveMinute out{date_number(wall.tm_year + 1900, wall.tm_mon + 1, wall.tm_mday),
                    wall.tm_hour * 60 + wall.tm_min, false};
    bool overridden = false;
    for (auto const& o : s.overrides) {
        if (date_number(o.date) != out.date)
            continue;
        overridden = true;
        if (o.hours && out.minute >= o.hours->start && out.minute < o.hours->end)
            out.open = true;
    }
    if (!overridden)
        for (auto const& r : s.rules)
            if (r.weekday % 7 == wall.tm_wday && out.minute >= r.hours.start && out.minute < r.hours.end)
                out.open = true;
    if ((s.valid_from && out.date < date_number(*s.valid_from)) ||
        (s.valid_until && out.date > date_number(*s.valid_until)))
        out.open = false;
    for (auto const& away : s.away)
        if (out.date >= date_number(away.first) && out.date <= date_number(away.last))
            out.open = false;
    return out;
}

/// Every minute from `begin` (a whole minute), `count` of them.
class NaiveWorld {
public:
    NaiveWorld(Schedule const& s, Instant begin, int count) : schedule_(s), begin_(begin) {
        LibcClock const clock(s.zone.name());
        auto const first = std::chrono::floor<seconds>(begin).time_since_epoch().count();
        for (int i = 0; i < count; ++i) minutes_.push_back(naive_minute(s, first + i * 60LL));
    }

    [[nodiscard]] std::vector<Interval> open_intervals() const {
        std::vector<Interval> out;
        for (std::size_t i = 0; i < minutes_.size(); ++i) {
            if (!minutes_[i].open)
                continue;
            if (i > 0 && minutes_[i - 1].open)
                out.back().end += minutes{1};
            else
                out.push_back({instant(i), instant(i + 1)});
        }
        return out;
    }

    /// Starts in [from, to), minute numbers. The world has to reach over the local dates around them.
    [[nodiscard]] std::vector<Instant> free_starts(std::vector<Busy> const& busy, int length, int from,
                                                   int to, Instant now, std::int64_t last_date) const {
        std::vector<bool> taken(minutes_.size());
        std::multiset<std::int64_t> sessions;
        for (auto const& b : busy) {
            bool const session = b.kind == Busy::Kind::session;
            int const left = schedule_.buffer_after + (session ? schedule_.buffer_before : 0);
            int const right = schedule_.buffer_before + (session ? schedule_.buffer_after : 0);
            for (std::size_t i = 0; i < minutes_.size(); ++i)
                if (instant(i) >= b.begin - minutes{left} && instant(i) < b.end + minutes{right})
                    taken[i] = true;
            for (std::size_t i = 0; session && i < minutes_.size(); ++i)
                if (instant(i) == b.begin)
                    sessions.insert(minutes_[i].date);
        }
        std::vector<Instant> out;
        for (auto i = static_cast<std::size_t>(from); i < static_cast<std::size_t>(to); ++i) {
            auto const& m = minutes_[i];
            bool free = m.minute % schedule_.start_every == 0 && m.date <= last_date &&
                        instant(i) >= now + minutes{schedule_.minimum_notice};
            if (schedule_.daily_cap > 0 &&
                sessions.count(m.date) >= static_cast<std::size_t>(schedule_.daily_cap))
                free = false;
            for (std::size_t k = i; free && k < i + static_cast<std::size_t>(length); ++k)
                free = minutes_[k].open && !taken[k];
            if (free)
                out.push_back(instant(i));
        }
        return out;
    }

private:
    [[nodiscard]] Instant instant(std::size_t i) const { return begin_ + minutes{static_cast<int>(i)}; }

    Schedule const& schedule_;
    Instant begin_;
    std::vector<NaiveMinute> minutes_;
};

}  // namespace ax::availability::testing
