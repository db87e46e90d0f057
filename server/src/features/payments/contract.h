#pragma once

#include "contract/endpoint.h"
#include "features/booking/booking.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What travels about payments. The paths of the first two are the architecture document's.
namespace ax::payments {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::Verb;

enum class Checkout : unsigned char { razorpay, sandbox };
constexpr auto wire_names(Checkout) { return std::array<std::string_view, 2>{"razorpay", "sandbox"}; }

struct Prefill {
    std::string name;
    std::string email;
    static constexpr auto wire() {
        return contract::Fields{field("name", &Prefill::name), field("email", &Prefill::email)};
    }
};

struct CreateOrder {
    BookingId booking_id;
    static constexpr auto wire() {
        return contract::Fields{field("booking_id", &CreateOrder::booking_id,
                                      "A hold of the caller's; the price is the server's")};
    }
};

struct PaymentOrder {
    std::string order_id;
    BookingId booking_id;
    std::int64_t amount = 0;
    std::string currency;
    std::string key_id;
    Checkout checkout{};
    std::optional<std::string> checkout_url;
    std::string name;
    std::string description;
    Prefill prefill;
    static constexpr auto wire() {
        return contract::Fields{
            field("order_id", &PaymentOrder::order_id, "The gateway's"),
            field("booking_id", &PaymentOrder::booking_id),
            field("amount", &PaymentOrder::amount, "Minor units"),
            field("currency", &PaymentOrder::currency),
            field("key_id", &PaymentOrder::key_id, "The public key for the gateway's script"),
            field("checkout", &PaymentOrder::checkout),
            field("checkout_url", &PaymentOrder::checkout_url,
                  "Of the sandbox: open it with ?return_to=/path"),
            field("name", &PaymentOrder::name),
            field("description", &PaymentOrder::description),
            field("prefill", &PaymentOrder::prefill),
        };
    }
};

struct VerifyPayment {
    BookingId booking_id;
    std::string razorpay_order_id;
    std::string razorpay_payment_id;
    std::string razorpay_signature;
    static constexpr auto wire() {
        return contract::Fields{
            field("booking_id", &VerifyPayment::booking_id),
            field("razorpay_order_id", &VerifyPayment::razorpay_order_id, Length{1, 100}),
            field("razorpay_payment_id", &VerifyPayment::razorpay_payment_id, Length{1, 100}),
            field("razorpay_signature", &VerifyPayment::razorpay_signature, Length{1, 200}),
        };
    }
};

enum class Step : unsigned char { held, ordered, attempted, failed, paid, confirmed, refunding, refunded };
constexpr auto wire_names(Step) {
    return std::array<std::string_view, 8>{"held", "ordered",   "attempted", "failed",
                                           "paid", "confirmed", "refunding", "refunded"};
}

struct PaymentStep {
    Step step{};
    Instant at;
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{field("step", &PaymentStep::step), field("at", &PaymentStep::at),
                                field("note", &PaymentStep::note, "late, double, or empty")};
    }
};

enum class PaymentState : unsigned char { none, created, attempted, paid, refunding, refunded };
constexpr auto wire_names(PaymentState) {
    return std::array<std::string_view, 6>{"none", "created", "attempted", "paid", "refunding", "refunded"};
}

struct PaymentStatus {
    booking::Booking booking;
    PaymentState state{};
    std::vector<PaymentStep> steps;
    std::optional<PaymentOrder> order;
    std::optional<Instant> refund_by;
    static constexpr auto wire() {
        return contract::Fields{
            field("booking", &PaymentStatus::booking),
            field("state", &PaymentStatus::state),
            field("steps", &PaymentStatus::steps, "Oldest first"),
            field("order", &PaymentStatus::order, "While it can be paid"),
            field("refund_by", &PaymentStatus::refund_by,
                  "When money on its way back is there, at the latest"),
        };
    }
};

inline constexpr Endpoint<CreateOrder, PaymentOrder> kCreateOrder{
    .verb = Verb::post,
    .path = "/mentor/create-order/",
    .name = "payments.createOrder",
    .access = Access::student,
    .summary = "Order the payment of a hold; a repeat returns the same order",
    .limit = {30},
    .idempotency_key = true,
    .failures = {"booking.not_found", "payments.not_payable", "payments.gateway_unavailable"}};

inline constexpr Endpoint<VerifyPayment, PaymentStatus> kVerify{
    .verb = Verb::post,
    .path = "/mentor/verify-payment/",
    .name = "payments.verify",
    .access = Access::student,
    .summary = "Show what the gateway gave the browser after paying",
    .limit = {60},
    .idempotency_key = true,
    .failures = {"booking.not_found", "payments.bad_signature", "payments.unknown_order"}};

inline constexpr Endpoint<booking::BookingPath, PaymentStatus> kStatus{
    .verb = Verb::get,
    .path = "/bookings/{booking}/payment/",
    .name = "payments.status",
    .access = Access::student,
    .summary = "Where the money of a booking is",
    .limit = {240},
    .etag = true,
    .failures = {"booking.not_found"}};

}  // namespace ax::payments
