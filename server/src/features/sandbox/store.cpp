#include "features/sandbox/store.h"

#include "contract/json_writer.h"

#include <fmt/format.h>

namespace ax::sandbox::store {
namespace {

db::Query const kOrder{
    "sandbox.order",
    "SELECT id, amount, currency, receipt, status, created_at FROM sandbox_order WHERE id = $1"};
db::Query const kOrderByReceipt{
    "sandbox.order_by_receipt",
    "SELECT id, amount, currency, receipt, status, created_at FROM sandbox_order WHERE receipt = $1"};
db::Query const kAddOrder{"sandbox.add_order", R"sql(
    INSERT INTO sandbox_order (id, amount, currency, receipt, status, created_at) VALUES ($1, $2, $3, $4, $5, $6)
)sql"};
db::Query const kSetOrderStatus{"sandbox.set_order_status",
                                "UPDATE sandbox_order SET status = $2 WHERE id = $1 AND status <> 'paid'"};
db::Query const kPayment{
    "sandbox.payment",
    "SELECT id, order_id, amount, currency, status, created_at FROM sandbox_payment WHERE id = $1"};
db::Query const kPaymentsOf{"sandbox.payments_of", R"sql(
    SELECT id, order_id, amount, currency, status, created_at FROM sandbox_payment WHERE order_id = $1
    ORDER BY created_at, id LIMIT 100
)sql"};
db::Query const kAddPayment{"sandbox.add_payment", R"sql(
    INSERT INTO sandbox_payment (id, order_id, amount, currency, status, created_at) VALUES ($1, $2, $3, $4, $5, $6)
)sql"};
db::Query const kSetPaymentStatus{"sandbox.set_payment_status",
                                  "UPDATE sandbox_payment SET status = $2 WHERE id = $1"};
db::Query const kRefundOf{"sandbox.refund_of", R"sql(
    SELECT id, payment_id, amount, currency, status, created_at FROM sandbox_refund WHERE payment_id = $1
)sql"};
db::Query const kAddRefund{"sandbox.add_refund", R"sql(
    INSERT INTO sandbox_refund (id, payment_id, amount, currency, status, created_at) VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

template <class T>
T read(db::Row const& row) {
    return {row.get<std::string>(0), row.get<std::string>(1), row.get<std::int64_t>(2),
            row.get<std::string>(3), row.get<std::string>(4), row.get<Instant>(5)};
}

template <>
Order read<Order>(db::Row const& row) {
    return {row.get<std::string>(0), row.get<std::int64_t>(1), row.get<std::string>(2),
            row.get<std::string>(3), row.get<std::string>(4),  row.get<Instant>(5)};
}

std::int64_t unix_seconds(Instant at) {
    return std::chrono::duration_cast<seconds>(at.time_since_epoch()).count();
}

std::string quoted(std::string_view text) {
    std::string out;
    contract::append_json_string(out, text);
    return out;
}

}  // namespace

Task<std::optional<Order>> order(db::Executor& db, std::string const& id) {
    auto const row = co_await db.one(kOrder, id);
    co_return row ? std::optional(read<Order>(row->view())) : std::nullopt;
}

Task<std::optional<Order>> order_by_receipt(db::Executor& db, std::string const& receipt) {
    auto const row = co_await db.one(kOrderByReceipt, receipt);
    co_return row ? std::optional(read<Order>(row->view())) : std::nullopt;
}

Task<void> add(db::Tx& tx, Order const& o) {
    co_await tx.exec(kAddOrder, o.id, o.amount, o.currency, o.receipt, o.status, o.created_at);
}

Task<void> set_order_status(db::Tx& tx, std::string const& id, std::string const& status) {
    co_await tx.exec(kSetOrderStatus, id, status);
}

Task<std::optional<Payment>> payment(db::Executor& db, std::string const& id) {
    auto const row = co_await db.one(kPayment, id);
    co_return row ? std::optional(read<Payment>(row->view())) : std::nullopt;
}

Task<std::vector<Payment>> payments_of(db::Executor& db, std::string const& order) {
    auto const rows = co_await db.rows(kPaymentsOf, order);
    std::vector<Payment> out;
    for (auto const row : rows) out.push_back(read<Payment>(row));
    co_return out;
}

Task<void> add(db::Tx& tx, Payment const& p) {
    co_await tx.exec(kAddPayment, p.id, p.order, p.amount, p.currency, p.status, p.created_at);
}

Task<void> set_payment_status(db::Tx& tx, std::string const& id, std::string const& status) {
    co_await tx.exec(kSetPaymentStatus, id, status);
}

Task<std::optional<Refund>> refund_of(db::Executor& db, std::string const& payment) {
    auto const row = co_await db.one(kRefundOf, payment);
    co_return row ? std::optional(read<Refund>(row->view())) : std::nullopt;
}

Task<void> add(db::Tx& tx, Refund const& r) {
    co_await tx.exec(kAddRefund, r.id, r.payment, r.amount, r.currency, r.status, r.created_at);
}

std::string to_json(Order const& o) {
    auto const paid = o.status == "paid" ? o.amount : 0;
    return fmt::format(
        R"({{"id":{},"entity":"order","amount":{},"amount_paid":{},"amount_due":{},"currency":{},"receipt":{},)"
        R"("status":"{}","attempts":{},"notes":[],"created_at":{}}})",
        quoted(o.id), o.amount, paid, o.amount - paid, quoted(o.currency), quoted(o.receipt), o.status,
        o.status == "created" ? 0 : 1, unix_seconds(o.created_at));
}

std::string to_json(Payment const& p) {
    bool const refunded = p.status == "refunded";
    return fmt::format(
        R"({{"id":{},"entity":"payment","amount":{},"currency":{},"status":"{}","order_id":{},"method":"card",)"
        R"("international":false,"refund_status":{},"amount_refunded":{},"captured":{},"description":null,)"
        R"("email":null,"contact":null,"notes":[],"fee":0,"tax":0,"error_code":{},"created_at":{}}})",
        quoted(p.id), p.amount, quoted(p.currency), p.status, quoted(p.order), refunded ? "\"full\"" : "null",
        refunded ? p.amount : 0, p.status == "captured" || refunded ? "true" : "false",
        p.status == "failed" ? "\"BAD_REQUEST_ERROR\"" : "null", unix_seconds(p.created_at));
}

std::string to_json(Refund const& r) {
    return fmt::format(
        R"({{"id":{},"entity":"refund","amount":{},"currency":{},"payment_id":{},"notes":[],"receipt":null,)"
        R"("acquirer_data":{{"arn":null}},"batch_id":null,"status":"{}","speed_requested":"normal",)"
        R"("speed_processed":"normal","created_at":{}}})",
        quoted(r.id), r.amount, quoted(r.currency), quoted(r.payment), r.status, unix_seconds(r.created_at));
}

}  // namespace ax::sandbox::store
