#pragma once

#include "features/notifications/contract_settings.h"
#include "features/notifications/jobs.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

#include <string>
#include <vector>

/// What waits for the daily mail. Stateless; every call runs on the executor given.
namespace ax::notifications::digest_store {

Task<void> add(db::Tx& tx, AccountId account, std::int64_t notification, NoticeCategory category);
[[nodiscard]] Task<bool> waiting(db::Executor& db, AccountId account);

struct Item {
    std::string title;
    std::string body;
};
struct Items {
    std::vector<Item> first;  // oldest first; at most `limit`
    int all = 0;
};
/// Takes everything out; what the person does not want as mail any more is not among it.
[[nodiscard]] Task<Items> take(db::Tx& tx, AccountId account, int limit);

}  // namespace ax::notifications::digest_store

namespace ax::notifications {

/// However often it is planned for one moment, it comes once.
Task<void> plan_digest(db::Tx& tx, jobs::Outbox const& outbox, AccountId account, Instant at);

}  // namespace ax::notifications
