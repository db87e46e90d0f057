#include "features/booking/model.h"

#include <algorithm>

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
    bool const not_chosen = booking.moved_by == Side::mentor || booking.mentor_away;
    return not_chosen ? booking.start : booking.start - policy.free_cancellation;
}

bool refunds(Record const& booking, Side by, Policy const& policy, Instant now) noexcept {
    return booking.money == MoneyState::paid &&
           (by == Side::mentor || now <= refund_free_until(booking, policy));
}

Instant move_until(Record const& booking, Side by, Policy const& policy) noexcept {
    auto const notice = by == Side::mentor    ? policy.mentor_notice
                        : booking.mentor_away ? Duration{}
                                              : policy.free_cancellation;
    return booking.start - std::max(notice, policy.least_notice);
}

int moves_left(Record const& booking, Side by, Policy const& policy) noexcept {
    if (by == Side::mentor)
        return std::max(0, policy.most_moves - booking.moves_mentor);
    int const left = policy.most_moves + booking.moves_free - booking.moves_student;
    return std::max(booking.mentor_away ? 1 : 0, left);
}

std::string_view why_not_movable(Record const& booking, Side by, Policy const& policy, Instant now) noexcept {
    if (booking.state != BookingState::confirmed || booking.start <= now)
        return "booking.closed";
    if (now > move_until(booking, by, policy))
        return "booking.move_too_late";
    if (moves_left(booking, by, policy) == 0)
        return "booking.too_many_moves";
    return {};
}

}  // namespace ax::booking
