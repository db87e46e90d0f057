#pragma once

#include "base/time.h"
#include "features/notifications/contract_settings.h"

#include <string_view>

namespace ax::notifications {

/// When a mail that can wait may be sent: `now`, or the end of the quiet time that `now` is in. Wall clock of
/// `zone` on both sides, so that a night with a clock change ends at the hour the person chose; an end that
/// does not exist that day is the moment of the change. An unknown zone counts as UTC.
[[nodiscard]] Instant after_quiet(QuietHours const& quiet, std::string_view zone, Instant now);

/// The next beginning of `hour` of the person's day after `now`; each day has one, also the one whose clock
/// skips it (the moment of the change) or has it twice (the first).
[[nodiscard]] Instant next_digest(int hour, std::string_view zone, Instant now);

}  // namespace ax::notifications
