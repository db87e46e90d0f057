#pragma once

#include "base/time.h"

#include <string>
#include <string_view>

namespace ax {

/// `Tue 24 Nov 2026, 14:30 (Kolkata time)`: for mails and notifications, which name the zone they speak of.
/// An unknown zone falls back to UTC.
[[nodiscard]] std::string local_text(Instant at, std::string_view zone);

/// `₹1,200`, `₹0.05`: for mails and notifications, as the client writes it. Minor units of two digits, as the
/// currencies that are offered have.
[[nodiscard]] std::string money_text(std::int64_t minor, std::string_view currency);

}  // namespace ax
