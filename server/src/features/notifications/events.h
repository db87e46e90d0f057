#pragma once

#include "contract/event.h"
#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/notifications/contract.h"
#include "features/payments/payments.h"

/// What the live connection tells everybody of, besides chat.
namespace ax::notifications {

using contract::Direction;
using contract::Event;

struct NotificationNew {
    Notification notification;
    int unread = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("notification", &NotificationNew::notification),
            field("unread", &NotificationNew::unread, "With this one; at most 100: more is many")};
    }
};

struct NotificationRead {
    std::int64_t up_to = 0;
    int unread = 0;
    static constexpr auto wire() {
        return contract::Fields{field("up_to", &NotificationRead::up_to, "This one and all older ones"),
                                field("unread", &NotificationRead::unread)};
    }
};

struct NotificationOneRead {
    std::int64_t id = 0;
    int unread = 0;
    static constexpr auto wire() {
        return contract::Fields{field("id", &NotificationOneRead::id, "Or the line that it stands for"),
                                field("unread", &NotificationOneRead::unread)};
    }
};

struct BookingChanged {
    booking::Booking booking;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &BookingChanged::booking, "As the receiver sees it")};
    }
};

struct PaymentChanged {
    BookingId booking;
    payments::PaymentState state{};
    static constexpr auto wire() {
        return contract::Fields{field("booking", &PaymentChanged::booking),
                                field("state", &PaymentChanged::state)};
    }
};

struct ApprovalChanged {
    auth::Approval approval{};
    static constexpr auto wire() { return contract::Fields{field("approval", &ApprovalChanged::approval)}; }
};

inline constexpr Event<NotificationNew> kNew{.name = "notification.new",
                                             .direction = Direction::to_client,
                                             .summary = "The caller was told something"};
inline constexpr Event<NotificationRead> kRead{.name = "notification.read",
                                               .direction = Direction::to_client,
                                               .summary = "Read at one of the caller's devices"};
inline constexpr Event<NotificationOneRead> kOneRead{
    .name = "notification.one_read",
    .direction = Direction::to_client,
    .summary = "One was read at one of the caller's devices"};
inline constexpr Event<BookingChanged> kBookingChanged{
    .name = "booking.changed",
    .direction = Direction::to_client,
    .summary = "A booking of the caller's was held, confirmed, cancelled, paid, refunded, or ran out"};
inline constexpr Event<PaymentChanged> kPaymentChanged{
    .name = "payment.changed",
    .direction = Direction::to_client,
    .summary = "The money of a booking of the caller's moved"};
inline constexpr Event<ApprovalChanged> kApprovalChanged{.name = "mentor.approval_changed",
                                                         .direction = Direction::to_client,
                                                         .summary = "The caller's mentor profile was judged"};

}  // namespace ax::notifications
