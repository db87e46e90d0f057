#pragma once

#include "features/notifications/contract_deliveries.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The table of what was sent. Stateless; every call runs on the executor given.
namespace ax::notifications::delivery_store {

struct Entry {
    AccountId account;
    std::string once;  // the same is recorded once
    DeliveryChannel channel{};
    std::string title;
    std::string target;
};
struct Outcome {
    DeliveryState state{};
    DeliveryReason reason{};
    std::string detail = {};  // a stable phrase without personal data: "smtp 450"
};

/// Changes nothing if it is there.
Task<void> record(db::Tx& tx, Entry const& entry, Outcome const& outcome, Instant now);
/// What is there changes, unless it was sent; what is not is recorded.
Task<void> settle(db::Tx& tx, Entry const& entry, Outcome const& outcome, Instant now);
[[nodiscard]] Task<bool> was_sent(db::Executor& db, std::string const& once);

struct Row {
    NoticeDelivery shown;
    std::string detail;
};
[[nodiscard]] Task<std::vector<Row>> list(db::Executor& db, AccountId account,
                                          std::optional<std::int64_t> before, int limit);

/// What has not changed since `before` and is still queued will not be sent any more.
Task<void> give_up(db::Tx& tx, Instant before, Instant now);
Task<void> forget(db::Tx& tx, Instant before);

}  // namespace ax::notifications::delivery_store
