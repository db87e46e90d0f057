#include "features/booking/model.h"

namespace ax::booking {

bool may_become(BookingState from, BookingState to) noexcept {
    using enum BookingState;
    switch (to) {
        case held:
            return false;
        case confirmed:
            return from == held || from == expired;
        case completed:
            return from == confirmed || from == missed;
        case missed:
            return from == confirmed;
        case cancelled:
            return from == held || from == confirmed;
        case expired:
            return from == held;
    }
    return false;
}

bool is_live(BookingState state) noexcept { return state <= BookingState::missed; }

bool can_pay(Record const& booking, Instant now) noexcept {
    return booking.state == BookingState::held && booking.hold_expires_at > now &&
           (booking.money == MoneyState::unpaid || booking.money == MoneyState::pending);
}

bool can_cancel(Record const& booking, Instant now) noexcept {
    if (booking.state == BookingState::held)
        return booking.hold_expires_at > now;
    return booking.state == BookingState::confirmed && booking.start > now;
}

Instant refund_free_until(Record const& booking, Policy const& policy) noexcept {
    return booking.start - policy.free_cancellation;
}

bool refunds(Record const& booking, Side by, Policy const& policy, Instant now) noexcept {
    return booking.money == MoneyState::paid &&
           (by == Side::mentor || now <= refund_free_until(booking, policy));
}

}  // namespace ax::booking
