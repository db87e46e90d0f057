#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The stand-in gateway's tables and entities.
namespace ax::sandbox::store {

struct Order {
    std::string id;
    std::int64_t amount = 0;
    std::string currency;
    std::string receipt;
    std::string status;  // created, attempted, paid
    Instant created_at;
};

struct Payment {
    std::string id;
    std::string order;
    std::int64_t amount = 0;
    std::string currency;
    std::string status;  // created, authorized, captured, failed, refunded
    Instant created_at;
};

struct Refund {
    std::string id;
    std::string payment;
    std::int64_t amount = 0;
    std::string currency;
    std::string status;  // processed
    Instant created_at;
};

[[nodiscard]] Task<std::optional<Order>> order(db::Executor& db, std::string const& id);
[[nodiscard]] Task<std::optional<Order>> order_by_receipt(db::Executor& db, std::string const& receipt);
[[nodiscard]] Task<void> add(db::Tx& tx, Order const& order);
[[nodiscard]] Task<void> set_order_status(db::Tx& tx, std::string const& id, std::string const& status);
[[nodiscard]] Task<std::optional<Payment>> payment(db::Executor& db, std::string const& id);
[[nodiscard]] Task<std::vector<Payment>> payments_of(db::Executor& db, std::string const& order);
[[nodiscard]] Task<void> add(db::Tx& tx, Payment const& payment);
[[nodiscard]] Task<void> set_payment_status(db::Tx& tx, std::string const& id, std::string const& status);
[[nodiscard]] Task<std::optional<Refund>> refund_of(db::Executor& db, std::string const& payment);
[[nodiscard]] Task<void> add(db::Tx& tx, Refund const& refund);

/// Razorpay's entities as JSON.
[[nodiscard]] std::string to_json(Order const& order);
[[nodiscard]] std::string to_json(Payment const& payment);
[[nodiscard]] std::string to_json(Refund const& refund);

}  // namespace ax::sandbox::store
