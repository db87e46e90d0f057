#include "features/payments/payments.h"

#include "features/payments/counts.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/telemetry/log.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::payments {
namespace {

using contract::Caller;

// What Razorpay says a normal refund takes, in calendar days.
constexpr auto kRefundTakes = days{7};
// For somebody who waits for an answer; the reconciler has longer.
constexpr auto kPatience = seconds{4};

std::string new_receipt(BookingId booking) {
    // Unique at the gateway, whose account may have served another database before.
    return fmt::format("b{}-{}", booking.value, crypto::to_hex(crypto::random_bytes(8)));
}

PaymentState state_of(store::Order const& order, std::vector<store::Payment> const& payments) {
    auto const any = [&](auto const& is) { return std::ranges::any_of(payments, is); };
    if (any([](auto const& p) { return p.seated && p.refund_state == RefundState::none; }))
        return PaymentState::paid;
    if (any([](auto const& p) {
            return p.refund_state == RefundState::wanted || p.refund_state == RefundState::requested;
        }))
        return PaymentState::refunding;
    if (any([](auto const& p) { return p.refund_state == RefundState::done; }))
        return PaymentState::refunded;
    if (any([](auto const& p) { return p.status >= Status::captured; }))
        return PaymentState::paid;
    // After a payment that failed, the order is open as before.
    if (any([](auto const& p) { return p.status != Status::failed; }))
        return PaymentState::attempted;
    return order.gateway_order ? PaymentState::created : PaymentState::none;
}

}  // namespace

Payments::Payments(Ports ports, Options options)
    : p_(ports),
      options_(std::move(options)),
      gateway_(p_.client,
               {.url = options_.gateway_url, .key_id = options_.key_id, .key_secret = options_.key_secret}) {
    (void)counts();  // from the start, at zero
}

Task<Result<booking::Record>> Payments::own_booking(db::Executor& db, Caller const& who, BookingId id) {
    auto record = co_await p_.bookings.find(db, id);
    if (!record || record->student_account != who.account)
        co_return fail(Code::not_found, "booking.not_found");
    co_return std::move(*record);
}

Task<Result<PaymentOrder>> Payments::create_order(Caller who, CreateOrder wish) {
    auto const now = p_.clock.now();
    AX_TRY(auto const record, co_await own_booking(p_.db, who, wish.booking_id));
    if (!p_.bookings.shape(record, who.account).can_pay)
        co_return fail(Code::conflict, "payments.not_payable");
    // First the intent, then the gateway: a crash between the two leaves something for the reconciler to
    // finish.
    AX_TRY(auto const order, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<store::Order>> {
        co_return co_await store::intend(tx, record.id, new_receipt(record.id), record.price, now,
                                         now + options_.reconcile_after);
    }));
    try {
        auto const id = co_await gateway_order(order);
        co_return co_await shape(record, id);
    } catch (GatewayUnavailable const& outage) {
        telemetry::log(telemetry::Level::warn, "payments.gateway_unavailable",
                       {{"detail", std::string_view(outage.what())}});
    } catch (GatewayRefused const& refused) {
        telemetry::log(telemetry::Level::error, "payments.gateway_refused",
                       {{"detail", std::string_view(refused.what())}});
    }
    co_return std::unexpected(Error{Code::unavailable, "payments.gateway_unavailable", {}, 5});
}

Task<std::string> Payments::gateway_order(store::Order const& order) {
    if (order.gateway_order)
        co_return *order.gateway_order;
    auto gateway = gateway_.within(kPatience);
    auto id = co_await gateway.find_order(order.receipt);
    if (!id)
        id = co_await gateway.create_order(order.money, order.receipt);
    auto const now = p_.clock.now();
    // Two callers may have asked at once; the first answer stays, an order nobody pays is harmless.
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        co_await store::adopt(tx, order.id, *id);
        co_await store::note_step(tx, order.booking, Step::ordered, "", "", now);
        auto const kept = co_await store::order_of(tx, order.booking);
        id = kept->gateway_order;
        co_await tell(tx, order.booking);
        co_return Result<void>{};
    });
    co_return *id;
}

Task<PaymentOrder> Payments::shape(booking::Record const& record, std::string const& gateway_order) {
    auto const student = co_await p_.accounts.find(p_.db, record.student_account);
    PaymentOrder order{
        .order_id = gateway_order,
        .booking_id = record.id,
        .amount = record.price.amount,
        .currency = record.price.currency,
        .key_id = options_.key_id,
        .checkout = options_.sandbox ? Checkout::sandbox : Checkout::razorpay,
        .checkout_url = {},
        .name = options_.site_name,
        .description = fmt::format("{} with {}", record.service_title, record.mentor_name),
        .prefill = {record.student_name, student ? student->email : ""},
    };
    if (options_.sandbox)
        order.checkout_url = fmt::format("/sandbox/checkout/{}/", gateway_order);
    co_return order;
}

Task<std::optional<Snapshot>> Payments::ask(std::string const& payment_id) {
    try {
        auto gateway = gateway_.within(kPatience);
        auto seen = co_await gateway.payment(payment_id);
        if (seen && seen->status == Status::authorized)
            seen = co_await settle(gateway, *seen);
        co_return seen;
    } catch (GatewayUnavailable const& outage) {
        telemetry::log(telemetry::Level::warn, "payments.gateway_unavailable",
                       {{"detail", std::string_view(outage.what())}});
    } catch (GatewayRefused const& refused) {
        telemetry::log(telemetry::Level::warn, "payments.gateway_refused",
                       {{"detail", std::string_view(refused.what())}});
    }
    co_return std::nullopt;
}

// Takes money that was authorised for one of our orders, and only the amount that was asked for.
Task<Snapshot> Payments::settle(Gateway& gateway, Snapshot seen) {
    auto const order = co_await store::order_by_gateway(p_.db, seen.order_id);
    if (!order || order->money != Money{seen.amount, seen.currency})
        co_return seen;
    co_return co_await gateway.capture(seen);
}

Task<Result<PaymentStatus>> Payments::verify(Caller who, VerifyPayment proof) {
    AX_TRY(auto const record, co_await own_booking(p_.db, who, proof.booking_id));
    auto const order = co_await store::order_of(p_.db, record.id);
    // The order is ours, never the browser's; what the browser says must only agree.
    if (!order || !order->gateway_order || *order->gateway_order != proof.razorpay_order_id)
        co_return fail(Code::not_found, "payments.unknown_order");
    auto const expected =
        checkout_signature(*order->gateway_order, proof.razorpay_payment_id, options_.key_secret);
    if (!crypto::equal_in_constant_time(expected, proof.razorpay_signature))
        co_return fail(Code::forbidden, "payments.bad_signature");
    // The signature says that the payment happened; the gateway says what it is. If it can't be asked now,
    // the webhook or the reconciler will know.
    if (auto const seen = co_await ask(proof.razorpay_payment_id);
        seen && seen->order_id == *order->gateway_order)
        co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            (void)co_await apply(tx, *seen);
            co_return Result<void>{};
        });
    co_return co_await status(who, record.id);
}

Task<Result<PaymentStatus>> Payments::status(Caller who, BookingId id) {
    AX_TRY(auto const record, co_await own_booking(p_.db, who, id));
    co_return co_await describe(record);
}

Task<PaymentStatus> Payments::describe(booking::Record const& record) {
    PaymentStatus out{.booking = p_.bookings.shape(record, record.student_account),
                      .state = PaymentState::none,
                      .steps = {{Step::held, record.created_at, ""}},
                      .order = {},
                      .refund_by = {}};
    for (auto& step : co_await store::steps(p_.db, record.id)) out.steps.push_back(std::move(step));
    if (auto const order = co_await store::order_of(p_.db, record.id)) {
        auto const payments = co_await store::payments_of(p_.db, record.id);
        out.state = state_of(*order, payments);
        for (auto const& payment : payments)
            if (payment.refund_due_at && payment.refund_state != RefundState::done)
                out.refund_by = payment.refund_due_at;
        if (out.booking.can_pay && order->gateway_order)
            out.order = co_await shape(record, *order->gateway_order);
    }
    co_return out;
}

Task<Payments::Heard> Payments::apply(db::Tx& tx, Snapshot const& seen) {
    auto const now = p_.clock.now();
    auto const order = co_await store::order_by_gateway(tx, seen.order_id);
    if (!order)
        co_return Heard::unknown_order;
    auto payment = co_await store::payment(tx, seen.payment_id);
    bool const fresh = !payment;
    if (fresh) {
        co_await store::add(tx, order->id, seen);
        payment = co_await store::payment(tx, seen.payment_id);
        co_await store::note_step(tx, order->booking, Step::attempted, seen.payment_id, "", now);
    }
    auto const move = advance(payment->status, seen.status);
    if (!move.changed) {
        if (fresh)
            co_await tell(tx, order->booking);
        co_return Heard::known;
    }
    co_await store::set_status(tx, payment->id, move.status, now);
    if (move.status == Status::failed) {
        co_await store::note_step(tx, order->booking, Step::failed, seen.payment_id, "", now);
        tx.on_commit([] { counts().failed.add(); });
    }
    if (move.captures) {
        co_await captured(tx, *order, *payment, seen.status == Status::refunded);
        tx.on_commit([] { counts().captured.add(); });
    }
    co_await tell(tx, order->booking);
    co_return Heard::known;
}

Task<void> Payments::tell(db::Tx& tx, BookingId booking) {
    if (p_.news == nullptr)
        co_return;
    auto const record = co_await p_.bookings.find(tx, booking);
    auto const order = co_await store::order_of(tx, booking);
    if (!record || !order)
        co_return;
    auto const payments = co_await store::payments_of(tx, booking);
    co_await p_.news->payment_changed(tx, record->student_account, booking, state_of(*order, payments));
}

Task<void> Payments::captured(db::Tx& tx, store::Order const& order, store::Payment const& payment,
                              bool gone) {
    auto const now = p_.clock.now();
    auto const record = co_await p_.bookings.find(tx, order.booking);
    auto const earlier = co_await store::payments_of(tx, order.booking);
    bool const paid_before = std::ranges::any_of(earlier, [](auto const& p) { return p.seated; });
    bool const right_sum = payment.money == order.money;
    gone = gone || co_await store::went_back_early(tx, payment);
    co_await store::note_step(tx, order.booking, Step::paid, payment.gateway_payment, "", now);

    // Money that went back before we heard of it (by hand, at the gateway) buys nothing.
    auto const seat = paid_before || !right_sum || gone ? booking::Seat::kept
                                                        : co_await p_.bookings.seat_paid(tx, order.booking);
    bool const seated = seat == booking::Seat::confirmed;
    (void)co_await p_.ledger.record_capture(tx,
                                            {.payment = payment.gateway_payment,
                                             .booking = order.booking,
                                             .mentor = seated ? std::optional(record->mentor) : std::nullopt,
                                             .money = payment.money,
                                             .commission_basis_points = options_.commission_basis_points});
    if (seated) {
        co_await store::set_seated(tx, payment.id);
        co_await store::note_step(tx, order.booking, Step::confirmed, "", "", now);
        co_await store::close(tx, order.id);
        co_return;
    }
    std::string_view const why = seat == booking::Seat::lost ? "late"
                                 : gone                      ? "gone"
                                 : paid_before               ? "double"
                                                             : "wrong_sum";
    co_await want_refund(tx, payment, std::string(why));
    // A wrong sum leaves the booking as it was: the right one may still come.
    if (seat == booking::Seat::lost || (gone && !paid_before))
        co_await p_.bookings.set_money(tx, order.booking, booking::MoneyState::refunding);
}

Task<void> Payments::want_refund(db::Tx& tx, store::Payment const& payment, std::string const& why) {
    auto const now = p_.clock.now();
    co_await store::want_refund(tx, payment.id, now + kRefundTakes);
    co_await store::note_step(tx, payment.booking, Step::refunding, payment.gateway_payment, why, now);
    co_await p_.outbox.add(tx, RefundWanted{payment.gateway_payment},
                           {.dedupe_key = payment.gateway_payment});
}

}  // namespace ax::payments
