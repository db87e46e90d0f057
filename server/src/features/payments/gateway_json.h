#pragma once

#include "features/payments/gateway.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reading Razorpay's JSON. Total: anything that lacks what we need gives an empty optional.
namespace ax::payments {

[[nodiscard]] std::optional<std::string> read_id(std::string_view text);
[[nodiscard]] std::optional<Snapshot> read_payment(std::string_view text);
[[nodiscard]] std::optional<std::vector<Snapshot>> read_payments(std::string_view text);
/// The ids of a collection.
[[nodiscard]] std::optional<std::vector<std::string>> read_ids(std::string_view text);
[[nodiscard]] std::optional<Refund> read_refund(std::string_view text);
/// The first refund of a collection that is about the whole amount and did not fail; the outer optional is
/// about the JSON, the inner about whether there is one.
[[nodiscard]] std::optional<std::optional<Refund>> read_full_refund(std::string_view text,
                                                                    std::int64_t amount);
[[nodiscard]] std::string read_error_code(std::string_view text);

/// A webhook's body, as far as we use it.
struct WebhookEvent {
    std::string kind;  // payment.captured
    std::optional<Snapshot> payment;
    std::optional<Refund> refund;
    std::string refund_payment;  // the payment that is refunded
};
[[nodiscard]] std::optional<WebhookEvent> read_webhook(std::string_view text);

}  // namespace ax::payments
