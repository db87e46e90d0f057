#pragma once

#include "base/ids.h"
#include "base/money.h"
#include "features/payments/contract.h"
#include "features/payments/model.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The payment tables. Stateless; every call runs on the executor given.
namespace ax::payments::store {

struct Order {
    std::int64_t id = 0;
    BookingId booking;
    std::string receipt;
    std::optional<std::string> gateway_order;
    Money money;
    Instant created_at;
    bool open = true;
    int checks = 0;
};

struct Payment {
    std::int64_t id = 0;
    std::int64_t order = 0;
    BookingId booking;
    std::string gateway_payment;
    Status status{};
    Money money;
    bool seated = false;  // paid for the session; at most one of an order
    RefundState refund_state{};
    std::optional<std::string> gateway_refund;
    std::optional<Instant> refund_due_at;
};

[[nodiscard]] Task<std::optional<Order>> order_of(db::Executor& db, BookingId booking);
[[nodiscard]] Task<std::optional<Order>> order_by_gateway(db::Executor& db, std::string const& gateway_order);
[[nodiscard]] Task<Order> intend(db::Tx& tx, BookingId booking, std::string const& receipt,
                                 Money const& money, Instant now, Instant next_check);
[[nodiscard]] Task<void> adopt(db::Tx& tx, std::int64_t order, std::string const& gateway_order);
[[nodiscard]] Task<std::vector<Order>> due(db::Executor& db, Instant now, int limit);
[[nodiscard]] Task<void> schedule(db::Tx& tx, std::int64_t order, int checks, Instant next_check);
[[nodiscard]] Task<void> close(db::Tx& tx, std::int64_t order);

[[nodiscard]] Task<std::optional<Payment>> payment(db::Executor& db, std::string const& gateway_payment);
[[nodiscard]] Task<std::vector<Payment>> payments_of(db::Executor& db, BookingId booking);
/// Every payment, by id from `after`: for the audit.
[[nodiscard]] Task<std::vector<Payment>> all(db::Executor& db, std::int64_t after, int limit);
[[nodiscard]] Task<void> add(db::Tx& tx, std::int64_t order, Snapshot const& seen);
[[nodiscard]] Task<void> set_status(db::Tx& tx, std::int64_t payment, Status status, Instant now);
[[nodiscard]] Task<void> set_seated(db::Tx& tx, std::int64_t payment);
[[nodiscard]] Task<void> want_refund(db::Tx& tx, std::int64_t payment, Instant due_by);
[[nodiscard]] Task<void> set_refund(db::Tx& tx, std::int64_t payment, RefundState state,
                                    std::string const& refund);
[[nodiscard]] Task<std::vector<Payment>> refunds_open(db::Executor& db, int limit);

[[nodiscard]] Task<void> note_step(db::Tx& tx, BookingId booking, Step step, std::string const& cause,
                                   std::string const& note, Instant now);
[[nodiscard]] Task<std::vector<PaymentStep>> steps(db::Executor& db, BookingId booking);

struct Event {
    std::string id;
    std::string kind;
    std::string about;   // the payment
    bool known = false;  // whether we know what it is about
    std::optional<std::int64_t> refunded;
};
/// False if the event was worked on before.
[[nodiscard]] Task<bool> first_time(db::Tx& tx, Event const& event, Instant now);
/// Whether all of the payment's money was said to be back before the payment itself was known.
[[nodiscard]] Task<bool> went_back_early(db::Tx& tx, Payment const& payment);

}  // namespace ax::payments::store
