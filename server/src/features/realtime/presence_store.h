#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "features/realtime/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <span>
#include <vector>

/// What is kept of who was here when, and of what they want to be seen. Stateless; every call runs on the
/// executor given.
namespace ax::realtime::presence_store {

struct Kept {
    AccountId account;
    std::optional<Instant> active_at;
    std::optional<Instant> left_at;
    LiveSettings settings;
};

/// One for each of these, in no order; for unknown accounts, too.
[[nodiscard]] Task<std::vector<Kept>> of(db::Executor& db, std::span<AccountId const> accounts);
Task<void> set_active(db::Tx& tx, AccountId account, Instant at);
Task<void> set_left(db::Tx& tx, AccountId account, Instant at);

[[nodiscard]] Task<LiveSettings> settings(db::Executor& db, AccountId account);
Task<void> set_settings(db::Tx& tx, AccountId account, LiveSettings const& chosen);

}  // namespace ax::realtime::presence_store
