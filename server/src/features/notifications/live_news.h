#pragma once

#include "features/booking/booking.h"
#include "features/payments/payments.h"
#include "features/realtime/realtime.h"

namespace ax::notifications {

/// Puts what happens to bookings and payments into the streams of those it concerns, in the transaction that
/// causes it. Those features know only their port, so that they need no live connection to be built or
/// tested.
class LiveNews final : public booking::News, public payments::News {
public:
    /// Declares the events of this feature, too.
    explicit LiveNews(realtime::Realtime& realtime);

    Task<void> booking_changed(db::Tx& tx, AccountId member, booking::Booking const& booking) override;
    Task<void> payment_changed(db::Tx& tx, AccountId student, BookingId booking,
                               payments::PaymentState state) override;

private:
    realtime::Stream const& stream_;
};

}  // namespace ax::notifications
