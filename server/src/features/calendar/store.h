#pragma once

#include "base/ids.h"
#include "platform/db/database.h"

#include <optional>
#include <string>

/// The table calendar_feed. Stateless; every call runs on the executor given.
namespace ax::calendar::store {

[[nodiscard]] Task<std::optional<Instant>> since(db::Executor& db, AccountId account);
/// Whose address it is.
[[nodiscard]] Task<std::optional<AccountId>> owner(db::Executor& db, std::string hash);
/// The address before, if there is one, ends.
Task<void> put(db::Tx& tx, AccountId account, std::string hash, Instant now);
Task<void> remove(db::Tx& tx, AccountId account);

}  // namespace ax::calendar::store
