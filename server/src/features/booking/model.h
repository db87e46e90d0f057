#pragma once

#include "base/time.h"
#include "features/booking/booking.h"

/// The rules of a booking, without database or clock.
namespace ax::booking {

struct Policy {
    Duration hold = minutes{10};
    Duration free_cancellation = hours{24};  // before the start
    int most_holds = 3;                      // live, per student
    Duration mentor_notice = hours{2};       // a mentor moves until then, and to no sooner than then
    Duration least_notice = minutes{15};     // nobody moves what is about to begin: its room is open
    int most_moves = 3;                      // of a session, per side
};

/// The state machine. Forward only, but for a hold that ran out and whose late payment seats it again, and
/// for a missed session of which the staff find that it took place.
[[nodiscard]] bool may_become(BookingState from, BookingState to) noexcept;

[[nodiscard]] bool is_live(BookingState state) noexcept;
[[nodiscard]] bool can_pay(Record const& booking, Instant now) noexcept;
/// Until the start: who doesn't come without cancelling has missed it.
[[nodiscard]] bool can_cancel(Record const& booking, Instant now) noexcept;
/// After a move or a vacation of the mentor's it is the start: nobody pays for a time that they did not
/// choose.
[[nodiscard]] Instant refund_free_until(Record const& booking, Policy const& policy) noexcept;
/// Whether cancelling now sends the money back. The mentor's cancelling always does.
[[nodiscard]] bool refunds(Record const& booking, Side by, Policy const& policy, Instant now) noexcept;

[[nodiscard]] Instant move_until(Record const& booking, Side by, Policy const& policy) noexcept;
[[nodiscard]] int moves_left(Record const& booking, Side by, Policy const& policy) noexcept;
/// Why this side can't move the session now, whereto ever; empty if it can.
[[nodiscard]] std::string_view why_not_movable(Record const& booking, Side by, Policy const& policy,
                                               Instant now) noexcept;

}  // namespace ax::booking
