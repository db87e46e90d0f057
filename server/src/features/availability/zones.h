#pragma once

#include "base/time.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace ax::availability {

/// What a clock on the wall shows. Not a point in time: a zone may show it twice or never.
using LocalTime = std::chrono::local_time<Duration>;
/// A day of the calendar, without a zone.
using Date = std::chrono::local_days;

[[nodiscard]] inline Date to_date(std::chrono::year_month_day day) { return Date{day}; }
[[nodiscard]] inline std::chrono::year_month_day to_calendar(Date date) {
    return std::chrono::year_month_day{date};
}

/// A zone of the system's tz database. A small handle, free to copy; can't be invalid; thread-safe. The
/// database is read on first use and kept: new tzdata is seen after a restart. Throws std::runtime_error when
/// it is not installed.
class Zone {
public:
    /// UTC.
    Zone();
    /// By exact name, links such as Asia/Calcutta included: browsers still report them.
    [[nodiscard]] static std::optional<Zone> find(std::string_view name);

    [[nodiscard]] std::string const& name() const;
    [[nodiscard]] seconds offset(Instant at) const;
    [[nodiscard]] LocalTime to_local(Instant at) const {
        return LocalTime{at.time_since_epoch()} + offset(at);
    }
    [[nodiscard]] Date date_of(Instant at) const { return std::chrono::floor<days>(to_local(at)); }
    /// None inside a gap, two inside a fold (ascending), otherwise one.
    [[nodiscard]] std::vector<Instant> instants_of(LocalTime local) const;
    /// The first instant of a date; the moment of the jump if the date starts in a gap or is skipped
    /// altogether.
    [[nodiscard]] Instant begin_of(Date date) const;

    friend bool operator==(Zone const&, Zone const&) = default;

private:
    friend class Offsets;
    explicit Zone(date::time_zone const* zone) : zone_(zone) {}
    date::time_zone const* zone_;
};

/// `2026-11-24 18:00` on the clocks of the zone: for tables.
[[nodiscard]] std::string wall_text(Instant at, Zone const& zone);

/// The names worth offering to people: one per place, no links, sorted, with UTC.
[[nodiscard]] std::vector<std::string> const& canonical_zones();

/// A zone's offsets over a bounded range, looked up once; then a conversion costs a few nanoseconds. Instants
/// outside the range are read with the nearest piece's offset, so ask only inside.
class Offsets {
public:
    /// Between two transitions the offset is constant. `begin` of the first and `end` of the last piece are
    /// the range.
    struct Piece {
        Instant begin;
        Instant end;
        seconds offset;
        [[nodiscard]] LocalTime to_local(Instant at) const {
            return LocalTime{at.time_since_epoch()} + offset;
        }
        [[nodiscard]] Instant to_instant(LocalTime local) const {
            return Instant{local.time_since_epoch()} - offset;
        }
    };

    Offsets(Zone zone, Instant from, Instant to);

    [[nodiscard]] std::span<Piece const> pieces() const { return pieces_; }
    [[nodiscard]] LocalTime to_local(Instant at) const;
    [[nodiscard]] Date date_of(Instant at) const { return std::chrono::floor<days>(to_local(at)); }

private:
    std::vector<Piece> pieces_;
};

}  // namespace ax::availability
