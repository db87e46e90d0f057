#include "features/payments/counts.h"
#include "features/payments/gateway_json.h"
#include "features/payments/payments.h"
#include "platform/crypto/hash.h"
#include "platform/http/problem.h"
#include "platform/telemetry/log.h"

#include <fmt/format.h>

namespace ax::payments {
namespace {

// Razorpay may capture or give up an authorisation for so long.
constexpr auto kOrderMayMove = days{5};
constexpr int kBatch = 50;

bool signed_with(std::string_view body, std::string_view signature, std::string const& secret) {
    return !secret.empty() && crypto::equal_in_constant_time(webhook_signature(body, secret), signature);
}

}  // namespace

void Payments::bind(api::Router& router) {
    router.bind(kCreateOrder,
                [this](contract::Caller const& who, CreateOrder wish) { return create_order(who, wish); });
    router.bind(kVerify, [this](contract::Caller const& who, VerifyPayment proof) {
        return verify(who, std::move(proof));
    });
    router.bind(kStatus, [this](contract::Caller const& who, booking::BookingPath path) {
        return status(who, path.booking);
    });
    for (auto const path : {"/api/v1/payments/razorpay/webhook/", "/api/payments/razorpay/webhook/"})
        router.raw({contract::Verb::post, path, "payments.webhook", "Razorpay's webhooks, signed", {6000}},
                   [this](api::Call& call) -> Task<http::Response> {
                       if (co_await webhook(call.request.body, call.request.header("x-razorpay-signature"),
                                            call.request.header("x-razorpay-event-id")))
                           co_return http::Response{.body = R"({"status":"ok"})"};
                       co_return http::problem({Code::unauthenticated, "payments.bad_signature"},
                                               call.request.request_id);
                   });
}

void Payments::listen(jobs::Listeners& listeners) {
    listeners.on<RefundWanted>("payments.refund", [this](RefundWanted const& wanted, jobs::JobInfo const&) {
        return send_back(wanted);
    });
    listeners.on<booking::BookingCancelled>(
        "payments.refund",
        [this](booking::BookingCancelled const& event, jobs::JobInfo const&) { return cancelled(event); });
    listeners.on<booking::SessionRefunded>(
        "payments.refund", [this](booking::SessionRefunded const& event, jobs::JobInfo const&) -> Task<void> {
            booking::BookingCancelled const as_cancelled{.booking = event.booking, .refund = true};
            co_await cancelled(as_cancelled);
        });
    listeners.every("payments.reconcile", std::min<Duration>(options_.reconcile_after, seconds{30}),
                    [this] { return reconcile(); });
}

Task<bool> Payments::webhook(std::string_view raw_body, std::string_view signature,
                             std::string_view event_id) {
    if (!signed_with(raw_body, signature, options_.webhook_secret) &&
        !signed_with(raw_body, signature, options_.webhook_secret_old))
        co_return false;
    auto const event = read_webhook(raw_body);
    if (!event)  // signed, so it is the gateway's; nothing in it that we use
        co_return true;
    auto const about = event->payment ? event->payment->payment_id : event->refund_payment;
    store::Event heard{.id = event_id.empty() ? fmt::format("{}:{}", event->kind, about)
                                              : std::string(event_id.substr(0, 100)),
                       .kind = event->kind,
                       .about = about,
                       .refunded = event->refund ? std::optional(event->refund->amount) : std::nullopt};
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        if (event->payment) {
            heard.known = (co_await store::order_by_gateway(tx, event->payment->order_id)).has_value();
        } else {
            // A refund that overtook its capture waits for it: see captured().
            auto const payment = co_await store::payment(tx, about);
            heard.known = payment && payment->status >= Status::captured;
        }
        if (!co_await store::first_time(tx, heard, p_.clock.now()))
            co_return Result<void>{};
        if (event->payment)
            (void)co_await apply(tx, *event->payment);
        co_return Result<void>{};
    });
    if (event->refund && !event->refund_payment.empty())
        co_await refund_heard(event->refund_payment, *event->refund);
    co_return true;
}

Task<void> Payments::cancelled(booking::BookingCancelled const& event) {
    if (!event.refund)
        co_return;
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        for (auto const& payment : co_await store::payments_of(tx, event.booking))
            if (payment.seated && payment.refund_state == RefundState::none)
                co_await want_refund(tx, payment, "cancelled");
        co_await tell(tx, event.booking);
        co_return Result<void>{};
    });
}

Task<void> Payments::send_back(RefundWanted wanted) {
    auto const payment = co_await store::payment(p_.db, wanted.payment);
    if (!payment || payment->refund_state == RefundState::none || payment->refund_state == RefundState::done)
        co_return;
    try {
        auto const refund =
            co_await gateway_.refund(payment->gateway_payment, payment->money.amount,
                                     fmt::format("r{}", payment->gateway_payment).substr(0, 40));
        co_await refund_heard(payment->gateway_payment, refund);
    } catch (GatewayUnavailable const&) {
        throw jobs::Failed("the gateway is not available");
    } catch (GatewayRefused const& refused) {
        throw jobs::Failed(refused.what());
    }
}

Task<void> Payments::refund_heard(std::string const& payment_id, Refund const& refund) {
    if (refund.failed)  // the reconciler makes another
        co_return;
    auto const now = p_.clock.now();
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const payment = co_await store::payment(tx, payment_id);
        if (!payment || payment->status < Status::captured || payment->refund_state == RefundState::done)
            co_return Result<void>{};
        // A part that somebody sent back by hand is theirs to finish: our books only know the whole.
        if (refund.amount != payment->money.amount) {
            telemetry::log(telemetry::Level::warn, "payments.partial_refund",
                           {{"payment", std::string_view(payment_id)}});
            co_return Result<void>{};
        }
        auto const state = refund.processed ? RefundState::done : RefundState::requested;
        co_await store::set_refund(tx, payment->id, state, refund.id);
        if (!refund.processed)
            co_return Result<void>{};
        co_await store::set_status(tx, payment->id, Status::refunded, now);
        (void)co_await p_.ledger.record_refund(tx, payment->gateway_payment, refund.id);
        co_await store::note_step(tx, payment->booking, Step::refunded, payment->gateway_payment, "", now);
        // A double payment that went back leaves the session's own money where it is.
        bool others_seated = false;
        for (auto const& other : co_await store::payments_of(tx, payment->booking))
            others_seated = others_seated || (other.seated && other.id != payment->id);
        if (!others_seated)
            co_await p_.bookings.set_money(tx, payment->booking, booking::MoneyState::refunded);
        co_await tell(tx, payment->booking);
        tx.on_commit([] { counts().refunded.add(); });
        co_return Result<void>{};
    });
}

Task<void> Payments::reconcile() {
    for (auto const& order : co_await store::due(p_.db, p_.clock.now(), kBatch)) {
        try {
            co_await look_at(order);
        } catch (GatewayUnavailable const& outage) {
            telemetry::log(telemetry::Level::warn, "payments.reconcile_failed",
                           {{"detail", std::string_view(outage.what())}});
        } catch (GatewayRefused const& refused) {
            telemetry::log(telemetry::Level::warn, "payments.reconcile_refused",
                           {{"detail", std::string_view(refused.what())}});
        }
        auto const now = p_.clock.now();
        bool const over = now - order.created_at > kOrderMayMove;
        co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            if (over)
                co_await store::close(tx, order.id);
            else
                co_await store::schedule(tx, order.id, order.checks + 1,
                                         now + options_.reconcile_after * back_off_units(order.checks));
            co_return Result<void>{};
        });
    }
    for (auto const& payment : co_await store::refunds_open(p_.db, kBatch)) {
        try {
            co_await send_back({payment.gateway_payment});
        } catch (jobs::Failed const& failed) {
            telemetry::log(telemetry::Level::warn, "payments.refund_waits",
                           {{"detail", std::string_view(failed.what())}});
        }
    }
}

Task<void> Payments::look_at(store::Order const& order) {
    // An intent without an order: the process ended between the two. The gateway may know the receipt.
    auto gateway_order = order.gateway_order;
    if (!gateway_order) {
        gateway_order = co_await gateway_.find_order(order.receipt);
        if (!gateway_order)
            co_return;
        co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            co_await store::adopt(tx, order.id, *gateway_order);
            co_return Result<void>{};
        });
    }
    for (auto seen : co_await gateway_.payments_of(*gateway_order)) {
        if (seen.status == Status::authorized)
            seen = co_await settle(gateway_, seen);
        co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            (void)co_await apply(tx, seen);
            co_return Result<void>{};
        });
    }
}

Task<std::vector<std::string>> Payments::verify_ledger() {
    std::vector<std::string> out;
    auto const totals = co_await p_.ledger.totals(p_.db);
    if (totals.transfers_out_of_balance != 0)
        out.push_back(fmt::format("{} ledger transfers don't sum to zero", totals.transfers_out_of_balance));
    std::int64_t held = 0;
    std::int64_t after = 0;
    while (true) {
        auto const page = co_await store::all(p_.db, after, 200);
        if (page.empty())
            break;
        for (auto const& payment : page) {
            after = payment.id;
            bool const ours = payment.status >= Status::captured && payment.refund_state != RefundState::done;
            auto const expected = ours ? payment.money.amount : 0;
            held += expected;
            auto const booked = co_await p_.ledger.held_for(p_.db, payment.gateway_payment);
            if (booked != expected)
                out.push_back(
                    fmt::format("{}: ledger {} payment {}", payment.gateway_payment, booked, expected));
            if (auto const seen = co_await ask(payment.gateway_payment); !seen)
                out.push_back(fmt::format("{}: the gateway does not know it or can't be asked",
                                          payment.gateway_payment));
            else if ((seen->status == Status::captured) != ours &&
                     payment.refund_state != RefundState::requested)
                out.push_back(fmt::format("{}: the gateway's state differs", payment.gateway_payment));
            auto const record = co_await p_.bookings.find(p_.db, payment.booking);
            bool const kept = record && record->state >= booking::BookingState::confirmed &&
                              record->state <= booking::BookingState::missed;
            if (payment.seated && payment.refund_state == RefundState::none && !kept &&
                record->money != booking::MoneyState::paid)
                out.push_back(
                    fmt::format("booking {}: paid, neither confirmed nor refunded", payment.booking.value));
        }
    }
    if (held != totals.gateway)
        out.push_back(fmt::format("the ledger holds {}, the payments {}", totals.gateway, held));
    co_return out;
}

}  // namespace ax::payments
