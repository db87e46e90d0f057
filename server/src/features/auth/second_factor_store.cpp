#include "features/auth/second_factor_store.h"

namespace ax::auth {
namespace {

db::Query const kFind{"auth.totp", "SELECT sealed, confirmed_at, last_step FROM totp WHERE account_id = $1"};
db::Query const kBegin{"auth.totp_begin", R"sql(
    INSERT INTO totp (account_id, sealed) VALUES ($1, $2)
    ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, last_step = 0 WHERE totp.confirmed_at IS NULL
)sql"};
db::Query const kConfirm{"auth.totp_confirm", R"sql(
    UPDATE totp SET confirmed_at = $3, last_step = $2 WHERE account_id = $1 AND confirmed_at IS NULL
)sql"};
db::Query const kUseStep{"auth.totp_use",
                         "UPDATE totp SET last_step = $2 WHERE account_id = $1 AND last_step < $2"};
db::Query const kRemove{"auth.totp_remove", "DELETE FROM totp WHERE account_id = $1"};

db::Query const kAddCode{"auth.recovery_add", "INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2)"};
db::Query const kUseCode{"auth.recovery_use",
                         "DELETE FROM recovery_code WHERE account_id = $1 AND hash = $2"};
db::Query const kRemoveCodes{"auth.recovery_remove", "DELETE FROM recovery_code WHERE account_id = $1"};
db::Query const kCountCodes{"auth.recovery_count",
                            "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1"};

}  // namespace

Task<std::optional<TotpRow>> SecondFactorStore::find(db::Executor& on, AccountId account) const {
    auto const row = co_await on.one(kFind, account);
    if (!row)
        co_return std::nullopt;
    co_return TotpRow{.sealed = row->get<std::string>(0),
                      .confirmed = row->get<std::optional<Instant>>(1).has_value(),
                      .last_step = row->get<std::int64_t>(2)};
}

Task<bool> SecondFactorStore::begin(db::Tx& tx, AccountId account, std::string_view sealed) const {
    co_return co_await tx.exec(kBegin, account, sealed) > 0;
}

Task<bool> SecondFactorStore::confirm(db::Tx& tx, AccountId account, std::int64_t step, Instant now) const {
    co_return co_await tx.exec(kConfirm, account, step, now) > 0;
}

Task<bool> SecondFactorStore::use_step(db::Tx& tx, AccountId account, std::int64_t step) const {
    co_return co_await tx.exec(kUseStep, account, step) > 0;
}

Task<void> SecondFactorStore::remove(db::Tx& tx, AccountId account) const {
    co_await tx.exec(kRemove, account);
    co_await tx.exec(kRemoveCodes, account);
}

Task<void> SecondFactorStore::add_code(db::Tx& tx, AccountId account, std::string_view hash) const {
    co_await tx.exec(kAddCode, account, hash);
}

Task<bool> SecondFactorStore::use_code(db::Tx& tx, AccountId account, std::string_view hash) const {
    co_return co_await tx.exec(kUseCode, account, hash) > 0;
}

Task<void> SecondFactorStore::remove_codes(db::Tx& tx, AccountId account) const {
    co_await tx.exec(kRemoveCodes, account);
}

Task<int> SecondFactorStore::count_codes(db::Executor& on, AccountId account) const {
    auto const row = co_await on.one(kCountCodes, account);
    co_return row->get<int>(0);
}

}  // namespace ax::auth
