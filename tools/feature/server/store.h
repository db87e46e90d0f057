#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "features/@name@/contract.h"
#include "platform/db/database.h"

/// The table @table@. Stateless; every call runs on the executor given.
namespace ax::@name@::store {

[[nodiscard]] Task<@Name@Entry> insert(db::Tx& tx, AccountId owner, std::string text, Instant now);
[[nodiscard]] Task<std::vector<@Name@Entry>> newest(db::Executor& db, AccountId owner, int limit);
[[nodiscard]] Task<std::int64_t> count(db::Executor& db, AccountId owner);

}  // namespace ax::@name@::store
