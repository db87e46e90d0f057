#include "features/notifications/quiet.h"

#include <stdexcept>

#include <date/tz.h>

namespace ax::notifications {
namespace {

date::time_zone const& zone_or_utc(std::string_view name) {
    try {
        return *date::locate_zone(std::string(name));
    } catch (std::runtime_error const&) {
        return *date::locate_zone("UTC");
    }
}

Instant to_instant(date::time_zone const& zone, date::local_time<Duration> wall) {
    auto const info = zone.get_info(wall);
    if (info.result == date::local_info::nonexistent)
        return std::chrono::time_point_cast<Duration>(info.first.end);
    return Instant{wall.time_since_epoch() - info.first.offset};
}

}  // namespace

Instant after_quiet(QuietHours const& quiet, std::string_view zone, Instant now) {
    auto const& tz = zone_or_utc(zone);
    date::local_time<Duration> const wall{now.time_since_epoch() + tz.get_info(now).offset};
    auto const day = std::chrono::floor<days>(wall);
    auto const minute = std::chrono::floor<minutes>(wall - day).count();
    bool const over_midnight = quiet.from_minute > quiet.to_minute;
    bool const inside = over_midnight ? minute >= quiet.from_minute || minute < quiet.to_minute
                                      : minute >= quiet.from_minute && minute < quiet.to_minute;
    if (!inside)
        return now;
    auto const end_day = over_midnight && minute >= quiet.from_minute ? day + days{1} : day;
    auto end = to_instant(tz, end_day + minutes{quiet.to_minute});
    // The hour that comes twice: the first one of it has passed, so the second is meant.
    if (end <= now)
        end += hours{1};
    return end;
}

Instant next_digest(int hour, std::string_view zone, Instant now) {
    auto const& tz = zone_or_utc(zone);
    date::local_time<Duration> const wall{now.time_since_epoch() + tz.get_info(now).offset};
    auto day = std::chrono::floor<days>(wall);
    auto at = to_instant(tz, day + hours{hour});
    // Zones have skipped a whole day: two days on is always later.
    while (at <= now) at = to_instant(tz, (day += days{1}) + hours{hour});
    return at;
}

}  // namespace ax::notifications
