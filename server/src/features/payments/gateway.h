#pragma once

#include "base/money.h"
#include "base/task.h"
#include "base/time.h"
#include "features/payments/model.h"
#include "platform/client/client.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::payments {

/// The gateway did not answer, or not as documented: the same question may be asked again.
class GatewayUnavailable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The gateway refused (4xx): asking again won't help. `code` is Razorpay's error code.
class GatewayRefused : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct GatewayOptions {
    std::string url;  // https://api.razorpay.com, or the sandbox
    std::string key_id;
    std::string key_secret;
};

struct Refund {
    std::string id;
    std::int64_t amount = 0;
    bool processed = false;
    bool failed = false;
};

/// Razorpay's REST API (https://razorpay.com/docs/api/): Basic authentication, JSON, amounts in the smallest
/// unit. Answers are checked against what is needed of them; anything else is GatewayUnavailable. Loop
/// thread.
class Gateway {
public:
    Gateway(client::Client& client, GatewayOptions options) : client_(client), options_(std::move(options)) {}

    /// The same, for somebody who waits: from now on all its questions together take no longer.
    [[nodiscard]] Gateway within(Duration patience) const;

    /// The new order's id. `receipt` is unique at the gateway, at most 40 characters.
    Task<std::string> create_order(Money const& money, std::string const& receipt);
    Task<std::optional<std::string>> find_order(std::string const& receipt);
    Task<std::vector<Snapshot>> payments_of(std::string const& order_id);
    Task<std::optional<Snapshot>> payment(std::string const& payment_id);
    Task<Snapshot> capture(Snapshot const& authorized);
    /// The whole amount. Looks for such a refund of this payment first: a repeat finds the one that was made.
    Task<Refund> refund(std::string const& payment_id, std::int64_t amount, std::string const& receipt);

    [[nodiscard]] GatewayOptions const& options() const noexcept { return options_; }

private:
    Task<std::string> call(std::string method, std::string path, std::string body = {});

    client::Client& client_;
    GatewayOptions options_;
    std::optional<std::chrono::steady_clock::time_point> until_;
};

/// Hex HMAC-SHA256 of `order_id|payment_id` with the API secret: what Checkout hands to the browser.
[[nodiscard]] std::string checkout_signature(std::string_view order_id, std::string_view payment_id,
                                             std::string_view key_secret);
/// Hex HMAC-SHA256 of the raw body with the webhook's own secret.
[[nodiscard]] std::string webhook_signature(std::string_view raw_body, std::string_view webhook_secret);

}  // namespace ax::payments
