#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <string_view>

/// The tables totp and recovery_code. Stateless, thread-safe; every call runs on the executor given.
namespace ax::auth {

struct TotpRow {
    std::string sealed;
    bool confirmed = false;
    std::int64_t last_step = 0;
};

class SecondFactorStore {
public:
    [[nodiscard]] Task<std::optional<TotpRow>> find(db::Executor& on, AccountId account) const;
    /// In the place of one that was begun before. False: there is a confirmed one.
    Task<bool> begin(db::Tx& tx, AccountId account, std::string_view sealed) const;
    Task<bool> confirm(db::Tx& tx, AccountId account, std::int64_t step, Instant now) const;
    /// False: this step, or a later one, was used.
    Task<bool> use_step(db::Tx& tx, AccountId account, std::int64_t step) const;
    /// With the recovery codes.
    Task<void> remove(db::Tx& tx, AccountId account) const;

    Task<void> add_code(db::Tx& tx, AccountId account, std::string_view hash) const;
    /// False: there is no such code.
    Task<bool> use_code(db::Tx& tx, AccountId account, std::string_view hash) const;
    Task<void> remove_codes(db::Tx& tx, AccountId account) const;
    [[nodiscard]] Task<int> count_codes(db::Executor& on, AccountId account) const;
};

}  // namespace ax::auth
