#pragma once

#include "base/result.h"
#include "base/time.h"

#include <string>
#include <string_view>

/// Hosts agree with people on what a clock on the wall shows; the instant follows from it and the zone.
namespace ax::events {

/// The instant of `2026-11-24T18:00` on the clocks of that zone. The first of two where clocks go back.
/// Errors name `local_start`: invalid (not of that form), skipped (clocks jump over it); or `time_zone`.
[[nodiscard]] Result<Instant> instant_of(std::string_view local_start, std::string_view zone);

/// The same time of day so many days later; the text must be one that instant_of() takes.
[[nodiscard]] std::string days_later(std::string_view local_start, int count);

/// `2026-11-24 18:00` on the clocks of the zone: for tables.
[[nodiscard]] std::string wall_text(Instant at, std::string_view zone);

}  // namespace ax::events
