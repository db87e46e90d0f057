#pragma once

#include "features/availability/availability.h"

#include <optional>
#include <string_view>

/// When a free-text slot was, on the mentor's clock. Pure.
namespace ax::import_django {

struct Slot {
    std::optional<Instant> start;
    std::string_view problem;  // why there is none
};

/// The forms of the previous system: `Monday, Mon 12 - 9:00 AM`, `Monday, 12 Mon - 9:00 AM`,
/// `Tuesday 5 Tue 5:00 PM`, and ISO times (local ones, or with an offset). Those that name no month mean the
/// first such day within five weeks of `booked`; a number and a weekday that don't meet there are a problem,
/// never a guess. A time that clocks jump over is one too; of two it is the first.
[[nodiscard]] Slot resolve_slot(std::string_view text, Instant booked, availability::Zone const& zone);

}  // namespace ax::import_django
