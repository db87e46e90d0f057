#include "features/notifications/live_news.h"

#include "features/notifications/events.h"

#include <array>

namespace ax::notifications {

LiveNews::LiveNews(realtime::Realtime& realtime) : stream_(realtime.stream()) {
    auto& commands = realtime.commands();
    commands.declare(kNew);
    commands.declare(kRead);
    commands.declare(kOneRead);
    commands.declare(kBookingChanged);
    commands.declare(kPaymentChanged);
    commands.declare(kApprovalChanged);
}

Task<void> LiveNews::booking_changed(db::Tx& tx, AccountId member, booking::Booking const& booking) {
    std::array const to{member};
    BookingChanged const news{booking};
    co_await stream_.append(tx, to, kBookingChanged, news);
}

Task<void> LiveNews::payment_changed(db::Tx& tx, AccountId student, BookingId booking,
                                     payments::PaymentState state) {
    std::array const to{student};
    PaymentChanged const news{booking, state};
    co_await stream_.append(tx, to, kPaymentChanged, news);
}

}  // namespace ax::notifications
