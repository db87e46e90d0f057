#pragma once

#include "base/time.h"

#include <string>
#include <string_view>

namespace ax {

/// `Tue 24 Nov 2026, 14:30 (Asia/Kolkata)`: for mails and notifications, which name the zone they speak of.
/// An unknown zone falls back to UTC.
[[nodiscard]] std::string local_text(Instant at, std::string_view zone);

/// `INR 1,200.00`: for mails. Minor units of two digits, as the currencies that are offered have.
[[nodiscard]] std::string money_text(std::int64_t minor, std::string_view currency);

}  // namespace ax
