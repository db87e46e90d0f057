#pragma once

#include "base/task.h"
#include "features/webhooks/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The tables webhook, webhook_delivery and webhook_attempt. Stateless; every call runs on the executor
/// given.
namespace ax::webhooks::store {

struct Row {
    HookId id = {};
    AccountId owner;
    std::string url;
    std::vector<std::string> kinds;
    std::string note;
    HookState state{};
    int generation = 1;
    std::optional<Instant> rotated_at = {};
    std::optional<Instant> last_success_at = {};
    Instant created_at;
};

[[nodiscard]] Task<std::vector<Row>> all(db::Executor& db);
[[nodiscard]] Task<std::optional<Row>> find(db::Executor& db, HookId id);
Task<Row> insert(db::Tx& tx, Row const& row);
/// Everything but owner and creation.
Task<void> save(db::Tx& tx, Row const& row, Instant now);
/// With all that was sent.
Task<void> remove(db::Tx& tx, HookId id);

struct Delivery {
    HookDeliveryId id = {};
    HookId hook;
    std::string kind;
    std::string body;
    HookDeliveryState state{};
    int round = 1;
    int attempts = 0;
    std::optional<Instant> next_at = {};
    HookOutcome last_outcome{};
    int last_status = 0;
    Instant created_at;
};

/// Nothing if this cause was told before.
Task<std::optional<HookDeliveryId>> add(db::Tx& tx, Delivery const& delivery, std::string const& cause);
[[nodiscard]] Task<std::optional<Delivery>> delivery(db::Executor& db, HookDeliveryId id);
struct Wanted {
    std::optional<HookDeliveryState> state;
    std::optional<std::int64_t> before;  // older than this one
    int limit = 0;
};
/// Newest first.
[[nodiscard]] Task<std::vector<Delivery>> deliveries(db::Executor& db, HookId hook, Wanted const& wanted);
/// Failed or skipped since then, oldest first.
[[nodiscard]] Task<std::vector<Delivery>> undelivered(db::Executor& db, HookId hook, Instant since,
                                                      int limit);
/// State, round, attempts, next_at and what came of the last try.
Task<void> save(db::Tx& tx, Delivery const& delivery, Instant now);

Task<void> add_attempt(db::Tx& tx, HookDeliveryId delivery, HookAttempt const& attempt);
[[nodiscard]] Task<std::vector<HookAttempt>> attempts(db::Executor& db, HookDeliveryId delivery, int limit);

/// What was recorded before that, and is not waiting.
Task<void> forget(db::Tx& tx, Instant before);

}  // namespace ax::webhooks::store
