#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The one machine that every word about a payment goes through: the browser's, the webhook's, the
/// reconciler's.
namespace ax::payments {

/// Of one payment at the gateway. The order is the machine: a payment only ever moves up, and failed may
/// still be authorized or captured (late authorisation). Anything else is an old snapshot and changes
/// nothing.
enum class Status : unsigned char { created, failed, authorized, captured, refunded };

/// Razorpay's word; created for one that is not known.
[[nodiscard]] Status parse_status(std::string_view word) noexcept;

struct Move {
    Status status{};
    bool changed = false;
    bool captures = false;  // money has arrived just now
};
[[nodiscard]] Move advance(Status current, Status seen) noexcept;

/// Of the money's way back.
enum class RefundState : unsigned char { none, wanted, requested, done };

/// What the gateway says of one payment.
struct Snapshot {
    std::string order_id;
    std::string payment_id;
    Status status{};
    std::int64_t amount = 0;
    std::string currency;
};

/// The wait before the next look at an order left open, after `checks` looks: 1, 2, 5, 10, then 30 units.
[[nodiscard]] int back_off_units(int checks) noexcept;

}  // namespace ax::payments
