#pragma once

#include "base/time.h"
#include "features/booking/booking.h"

/// The rules of a booking, without database or clock.
namespace ax::booking {

struct Policy {
    Duration hold = minutes{10};
    Duration free_cancellation = hours{24};  // before the start
    int most_holds = 3;                      // live, per student
};

/// The state machine. Forward only, but for a hold that ran out and whose late payment seats it again, and
/// for a missed session of which the staff find that it took place.
[[nodiscard]] bool may_become(BookingState from, BookingState to) noexcept;

[[nodiscard]] bool is_live(BookingState state) noexcept;
[[nodiscard]] bool can_pay(Record const& booking, Instant now) noexcept;
/// Until the start: who doesn't come without cancelling has missed it.
[[nodiscard]] bool can_cancel(Record const& booking, Instant now) noexcept;
[[nodiscard]] Instant refund_free_until(Record const& booking, Policy const& policy) noexcept;
/// Whether cancelling now sends the money back. The mentor's cancelling always does.
[[nodiscard]] bool refunds(Record const& booking, Side by, Policy const& policy, Instant now) noexcept;

}  // namespace ax::booking
