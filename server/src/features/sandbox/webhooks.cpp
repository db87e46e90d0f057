#include "features/sandbox/page.h"
#include "features/sandbox/sandbox.h"
#include "features/sandbox/store.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <fmt/format.h>

/// What the gateway tells by itself, later, more than once, in any order.
namespace ax::sandbox {
namespace {

using contract::field;

struct Delivery {
    static constexpr std::string_view kName = "sandbox.webhook";
    std::string event_id;
    std::string body;
    static constexpr auto wire() {
        return contract::Fields{field("event_id", &Delivery::event_id), field("body", &Delivery::body)};
    }
};

struct LateCapture {
    static constexpr std::string_view kName = "sandbox.late_capture";
    std::string payment;
    static constexpr auto wire() { return contract::Fields{field("payment", &LateCapture::payment)}; }
};

}  // namespace

Task<void> Sandbox::announce(db::Tx& tx, std::string const& event, std::string const& entities) {
    auto const now = p_.clock.now();
    Delivery const delivery{
        .event_id = new_id("evt_"),
        .body = fmt::format(
            R"({{"entity":"event","account_id":"acc_sandbox","event":"{}","contains":[],"payload":{{{}}},"created_at":{}}})",
            event, entities, std::chrono::duration_cast<seconds>(now.time_since_epoch()).count())};
    for (int copy = 0; copy < options_.webhook_copies; ++copy)
        co_await p_.outbox.add(tx, delivery, {.run_at = now + options_.webhook_delay * (copy + 1)});
}

Task<void> Sandbox::move_payment(db::Tx& tx, std::string payment_id, std::string status, std::string event) {
    co_await store::set_payment_status(tx, payment_id, status);
    auto const moved = co_await store::payment(tx, payment_id);
    co_await store::set_order_status(tx, moved->order, status == "captured" ? "paid" : "attempted");
    co_await announce(tx, event, fmt::format(R"("payment":{{"entity":{}}})", to_json(*moved)));
    if (status == "authorized")
        co_await p_.outbox.add(tx, LateCapture{payment_id},
                               {.run_at = p_.clock.now() + options_.capture_delay});
}

void Sandbox::listen(jobs::Listeners& listeners) {
    listeners.on<Delivery>(
        "sandbox.deliver", [this](Delivery const& delivery, jobs::JobInfo const&) -> Task<void> {
            auto const signature =
                crypto::to_hex(crypto::bytes(crypto::hmac_sha256(kWebhookSecret, delivery.body)));
            auto const answered =
                co_await p_.client.send({.method = "POST",
                                         .url = options_.webhook_url,
                                         .headers = {{"Content-Type", "application/json"},
                                                     {"X-Razorpay-Signature", signature},
                                                     {"x-razorpay-event-id", delivery.event_id}},
                                         .body = delivery.body,
                                         .timeout = seconds{5}});
            if (!answered || answered->status / 100 != 2)
                throw jobs::Failed("the webhook was not taken");
        });
    listeners.on<LateCapture>(
        "sandbox.late_capture", [this](LateCapture const& late, jobs::JobInfo const&) -> Task<void> {
            co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
                auto const payment = co_await store::payment(tx, late.payment);
                if (payment && payment->status == "authorized")
                    co_await move_payment(tx, late.payment, "captured", "payment.captured");
                co_return Result<void>{};
            });
        });
}

void Sandbox::bind(api::Router& router) {
    bind_gateway(router);
    bind_checkout(router);
    bind_mail(router);
}

}  // namespace ax::sandbox
