#pragma once

#include "base/time.h"
#include "features/availability/availability.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The part of RFC 5545 that says when somebody is busy. Bounded in everything: text of strangers goes in.
/// Pure.
namespace ax::busy_times {

/// One line with its folds undone: `DTSTART;TZID=Europe/Berlin:20261124T100000`.
struct Property {
    std::string name;                                             // capitals
    std::vector<std::pair<std::string, std::string>> parameters;  // names in capitals
    std::string value;
    [[nodiscard]] std::string_view parameter(std::string_view wanted) const;
};
/// Nothing if it is no property.
[[nodiscard]] std::optional<Property> parse_property(std::string_view line);

/// Calls `line` with every unfolded line; lines beyond 8 KiB are cut.
template <class F>
void for_each_line(std::string_view text, F line);

/// RRULE, as far as it is understood here.
struct Rule {
    enum class Frequency : unsigned char { daily, weekly, monthly, yearly };
    struct Weekday {
        int ordinal = 0;  // 0: every
        int day = 1;      // 1 Monday … 7 Sunday
    };
    Frequency frequency{};
    int interval = 1;
    std::optional<int> count;
    std::optional<availability::LocalTime> until;  // included; of a date: its end
    bool until_is_utc = false;
    std::vector<Weekday> by_day;
    std::vector<int> by_month_day;
    int week_start = 1;
};
/// Nothing for what is broken and for parts that can't be followed (BYSETPOS, BYHOUR …).
[[nodiscard]] std::optional<Rule> parse_rule(std::string_view value);

struct Reading {
    std::vector<availability::Interval> busy;  // ascending, disjoint, not touching
    int entries = 0;                           // events that were read, each repeating one once
    int unread = 0;        // repeating ones whose rule can't be followed: only their first time counts
    bool complete = true;  // false: there was more than the bounds allow
};

struct Window {
    availability::Zone zone;  // of times that name none, and of all-day entries
    Instant from;
    Instant to;
    /// Entries with such a UID (`session-7@this.host`) are this site's own sessions, come back from an
    /// invitation. It knows them first hand; a copy would block the time from which one was moved.
    std::string own_uids = {};  // what follows `session-<number>`; empty: there are none
};

struct Bounds {
    std::size_t events = 10'000;
    std::size_t busy = 5'000;
    int steps = 200'000;  // of all repeating entries together
};

/// When its owner is busy within the window. Transparent and cancelled entries don't count. Nothing if the
/// text is no calendar.
[[nodiscard]] std::optional<Reading> read_calendar(std::string_view text, Window const& window,
                                                   Bounds const& bounds = {});

/// The zone that a TZID means: an IANA name, also behind a prefix (`/example.org/Europe/Berlin`), or one of
/// the names that Windows gives to zones.
[[nodiscard]] std::optional<availability::Zone> zone_of(std::string_view tzid);

template <class F>
void for_each_line(std::string_view text, F line) {
    constexpr std::size_t kLongestLine = 8192;
    std::string unfolded;
    bool started = false;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto raw = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (raw.ends_with('\r'))
            raw.remove_suffix(1);
        bool const folded = started && !raw.empty() && (raw.front() == ' ' || raw.front() == '\t');
        if (folded) {
            raw.remove_prefix(1);
        } else {
            if (started)
                line(std::string_view(unfolded));
            unfolded.clear();
            started = true;
        }
        unfolded.append(raw.substr(0, kLongestLine - std::min(kLongestLine, unfolded.size())));
    }
    if (started)
        line(std::string_view(unfolded));
}

}  // namespace ax::busy_times
