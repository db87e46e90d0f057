#include "features/payments/store.h"

namespace ax::payments::store {
namespace {

#define AX_ORDER_COLUMNS \
    "SELECT id, booking_id, receipt, gateway_order, amount, currency, created_at, open, checks FROM payment_order "
#define AX_PAYMENT_COLUMNS                                                                                 \
    "SELECT p.id, p.order_id, o.booking_id, p.gateway_payment, p.status, p.amount, p.currency, p.seated, " \
    "p.refund_state, p.gateway_refund, p.refund_due_at FROM payment p JOIN payment_order o ON o.id = p.order_id "

db::Query const kOrderOf{"payments.order_of", AX_ORDER_COLUMNS "WHERE booking_id = $1"};
db::Query const kOrderByGateway{"payments.order_by_gateway", AX_ORDER_COLUMNS "WHERE gateway_order = $1"};
db::Query const kDue{"payments.due", AX_ORDER_COLUMNS
                     "WHERE open = 1 AND next_check_at <= $1 ORDER BY next_check_at LIMIT $2"};

// The repeat of an intent returns the first one.
db::Query const kIntend{"payments.intend", R"sql(
    INSERT INTO payment_order (booking_id, receipt, amount, currency, created_at, open, checks, next_check_at)
    VALUES ($1, $2, $3, $4, $5, 1, 0, $6)
    ON CONFLICT (booking_id) DO NOTHING
)sql"};

db::Query const kAdopt{"payments.adopt",
                       "UPDATE payment_order SET gateway_order = $2 WHERE id = $1 AND gateway_order IS NULL"};
db::Query const kSchedule{"payments.schedule",
                          "UPDATE payment_order SET checks = $2, next_check_at = $3 WHERE id = $1"};
db::Query const kClose{"payments.close", "UPDATE payment_order SET open = 0 WHERE id = $1"};

db::Query const kPayment{"payments.payment", AX_PAYMENT_COLUMNS "WHERE p.gateway_payment = $1"};
db::Query const kPaymentsOf{"payments.payments_of",
                            AX_PAYMENT_COLUMNS "WHERE o.booking_id = $1 ORDER BY p.id"};
db::Query const kAll{"payments.all", AX_PAYMENT_COLUMNS "WHERE p.id > $1 ORDER BY p.id LIMIT $2"};
db::Query const kRefundsOpen{"payments.refunds_open", AX_PAYMENT_COLUMNS
                             "WHERE p.refund_state IN (1, 2) ORDER BY p.refund_due_at LIMIT $1"};

#undef AX_ORDER_COLUMNS
#undef AX_PAYMENT_COLUMNS

db::Query const kAdd{"payments.add", R"sql(
    INSERT INTO payment (order_id, gateway_payment, status, amount, currency, seated, refund_state)
    VALUES ($1, $2, 0, $3, $4, 0, 0)
)sql"};

db::Query const kSetStatus{"payments.set_status", R"sql(
    UPDATE payment SET status = $2, captured_at = CASE WHEN $2 >= 3 THEN coalesce(captured_at, $3) ELSE captured_at END
    WHERE id = $1 AND status < $2
)sql"};

db::Query const kSetSeated{"payments.set_seated", "UPDATE payment SET seated = 1 WHERE id = $1"};

db::Query const kWantRefund{"payments.want_refund", R"sql(
    UPDATE payment SET refund_state = 1, refund_due_at = $2 WHERE id = $1 AND refund_state = 0
)sql"};

db::Query const kSetRefund{"payments.set_refund", R"sql(
    UPDATE payment SET refund_state = $2, gateway_refund = $3 WHERE id = $1 AND refund_state <= $2
)sql"};

db::Query const kNoteStep{"payments.note_step", R"sql(
    INSERT INTO payment_step (booking_id, step, cause, note, at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (booking_id, step, cause) DO NOTHING
)sql"};

db::Query const kSteps{"payments.steps", R"sql(
    SELECT step, at, note FROM payment_step WHERE booking_id = $1 ORDER BY id LIMIT 100
)sql"};

db::Query const kFirstTime{"payments.first_time", R"sql(
    INSERT INTO payment_event (event_id, kind, about, known, amount, received_at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (event_id) DO NOTHING
    RETURNING event_id
)sql"};

db::Query const kWentBackEarly{"payments.went_back_early", R"sql(
    SELECT 1 FROM payment_event
    WHERE about = $1 AND known = 0 AND kind = 'refund.processed' AND amount = $2 LIMIT 1
)sql"};

Order read_order(db::Row const& row) {
    return {.id = row.get<std::int64_t>(0),
            .booking = row.get<BookingId>(1),
            .receipt = row.get<std::string>(2),
            .gateway_order = row.get<std::optional<std::string>>(3),
            .money = {row.get<std::int64_t>(4), row.get<std::string>(5)},
            .created_at = row.get<Instant>(6),
            .open = row.get<bool>(7),
            .checks = row.get<int>(8)};
}

Payment read_payment(db::Row const& row) {
    return {.id = row.get<std::int64_t>(0),
            .order = row.get<std::int64_t>(1),
            .booking = row.get<BookingId>(2),
            .gateway_payment = row.get<std::string>(3),
            .status = row.get<Status>(4),
            .money = {row.get<std::int64_t>(5), row.get<std::string>(6)},
            .seated = row.get<bool>(7),
            .refund_state = row.get<RefundState>(8),
            .gateway_refund = row.get<std::optional<std::string>>(9),
            .refund_due_at = row.get<std::optional<Instant>>(10)};
}

std::vector<Payment> read_payments(db::Rows const& rows) {
    std::vector<Payment> out;
    for (auto const row : rows) out.push_back(read_payment(row));
    return out;
}

}  // namespace

Task<std::optional<Order>> order_of(db::Executor& db, BookingId booking) {
    auto const row = co_await db.one(kOrderOf, booking);
    co_return row ? std::optional(read_order(row->view())) : std::nullopt;
}

Task<std::optional<Order>> order_by_gateway(db::Executor& db, std::string const& gateway_order) {
    auto const row = co_await db.one(kOrderByGateway, gateway_order);
    co_return row ? std::optional(read_order(row->view())) : std::nullopt;
}

Task<Order> intend(db::Tx& tx, BookingId booking, std::string const& receipt, Money const& money, Instant now,
                   Instant next_check) {
    co_await tx.exec(kIntend, booking, receipt, money.amount, money.currency, now, next_check);
    co_return (co_await order_of(tx, booking)).value();
}

Task<void> adopt(db::Tx& tx, std::int64_t order, std::string const& gateway_order) {
    co_await tx.exec(kAdopt, order, gateway_order);
}

Task<std::vector<Order>> due(db::Executor& db, Instant now, int limit) {
    auto const rows = co_await db.rows(kDue, now, limit);
    std::vector<Order> out;
    for (auto const row : rows) out.push_back(read_order(row));
    co_return out;
}

Task<void> schedule(db::Tx& tx, std::int64_t order, int checks, Instant next_check) {
    co_await tx.exec(kSchedule, order, checks, next_check);
}

Task<void> close(db::Tx& tx, std::int64_t order) { co_await tx.exec(kClose, order); }

Task<std::optional<Payment>> payment(db::Executor& db, std::string const& gateway_payment) {
    auto const row = co_await db.one(kPayment, gateway_payment);
    co_return row ? std::optional(read_payment(row->view())) : std::nullopt;
}

Task<std::vector<Payment>> payments_of(db::Executor& db, BookingId booking) {
    co_return read_payments(co_await db.rows(kPaymentsOf, booking));
}

Task<std::vector<Payment>> all(db::Executor& db, std::int64_t after, int limit) {
    co_return read_payments(co_await db.rows(kAll, after, limit));
}

Task<std::vector<Payment>> refunds_open(db::Executor& db, int limit) {
    co_return read_payments(co_await db.rows(kRefundsOpen, limit));
}

Task<void> add(db::Tx& tx, std::int64_t order, Snapshot const& seen) {
    co_await tx.exec(kAdd, order, seen.payment_id, seen.amount, seen.currency);
}

Task<void> set_status(db::Tx& tx, std::int64_t payment, Status status, Instant now) {
    co_await tx.exec(kSetStatus, payment, static_cast<int>(status), now);
}

Task<void> set_seated(db::Tx& tx, std::int64_t payment) { co_await tx.exec(kSetSeated, payment); }

Task<void> want_refund(db::Tx& tx, std::int64_t payment, Instant due_by) {
    co_await tx.exec(kWantRefund, payment, due_by);
}

Task<void> set_refund(db::Tx& tx, std::int64_t payment, RefundState state, std::string const& refund) {
    co_await tx.exec(kSetRefund, payment, static_cast<int>(state), refund);
}

Task<void> note_step(db::Tx& tx, BookingId booking, Step step, std::string const& cause,
                     std::string const& note, Instant now) {
    co_await tx.exec(kNoteStep, booking, static_cast<int>(step), cause, note, now);
}

Task<std::vector<PaymentStep>> steps(db::Executor& db, BookingId booking) {
    auto const rows = co_await db.rows(kSteps, booking);
    std::vector<PaymentStep> out;
    for (auto const row : rows)
        out.push_back({row.get<Step>(0), row.get<Instant>(1), row.get<std::string>(2)});
    co_return out;
}

Task<bool> first_time(db::Tx& tx, Event const& event, Instant now) {
    auto const first =
        co_await tx.one(kFirstTime, event.id, event.kind, event.about, event.known, event.refunded, now);
    co_return first.has_value();
}

Task<bool> went_back_early(db::Tx& tx, Payment const& payment) {
    co_return (co_await tx.one(kWentBackEarly, payment.gateway_payment, payment.money.amount)).has_value();
}

}  // namespace ax::payments::store
