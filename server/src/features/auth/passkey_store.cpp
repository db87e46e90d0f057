#include "features/auth/passkey_store.h"

#include "platform/crypto/encode.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::auth {
namespace {

db::Query const kFind{"auth.passkey_find", R"sql(
    SELECT id, account_id, credential, public_key, counter, can_sync, synced FROM passkey WHERE credential = $1
)sql"};
db::Query const kList{"auth.passkeys", R"sql(
    SELECT id, name, synced, created_at, last_used_at FROM passkey WHERE account_id = $1 ORDER BY id
)sql"};
db::Query const kKnown{"auth.passkeys_known", R"sql(
    SELECT credential, transports FROM passkey WHERE account_id = $1 ORDER BY id
)sql"};
db::Query const kAdd{"auth.passkey_add", R"sql(
    INSERT INTO passkey (account_id, credential, public_key, counter, name, transports, can_sync, synced, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (credential) DO NOTHING
    RETURNING id
)sql"};
db::Query const kUse{"auth.passkey_use", R"sql(
    UPDATE passkey SET counter = $2, synced = $3, last_used_at = $4
    WHERE id = $1 AND (counter < $2 OR counter = 0)
)sql"};
db::Query const kRename{"auth.passkey_rename",
                        "UPDATE passkey SET name = $3 WHERE account_id = $1 AND id = $2"};
db::Query const kRemove{"auth.passkey_remove", "DELETE FROM passkey WHERE account_id = $1 AND id = $2"};

db::Query const kUseChallenge{"auth.passkey_challenge_use", R"sql(
    INSERT INTO passkey_challenge (nonce, expires_at) VALUES ($1, $2) ON CONFLICT (nonce) DO NOTHING
)sql"};
db::Query const kPurge{"auth.passkey_challenge_purge",
                       "DELETE FROM passkey_challenge WHERE expires_at <= $1"};

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        auto const end = std::min(text.find(','), text.size());
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

}  // namespace

std::string passkey_handle(AccountId account) {
    return crypto::to_base64url(fmt::format("a{}", account.value));
}

Task<std::optional<PasskeyRow>> PasskeyStore::find(db::Executor& on, std::string_view credential) const {
    auto const row = co_await on.one(kFind, credential);
    if (!row)
        co_return std::nullopt;
    co_return PasskeyRow{.id = row->get<PasskeyId>(0),
                         .account = row->get<AccountId>(1),
                         .credential = row->get<std::string>(2),
                         .public_key = row->get<std::string>(3),
                         .counter = row->get<std::int64_t>(4),
                         .can_sync = row->get<bool>(5),
                         .synced = row->get<bool>(6)};
}

Task<std::vector<Passkey>> PasskeyStore::list(db::Executor& on, AccountId account) const {
    std::vector<Passkey> out;
    auto const rows = co_await on.rows(kList, account);
    for (auto const row : rows)
        out.push_back({.id = row.get<PasskeyId>(0),
                       .name = row.get<std::string>(1),
                       .synced = row.get<bool>(2),
                       .created_at = row.get<Instant>(3),
                       .last_used_at = row.get<std::optional<Instant>>(4)});
    co_return out;
}

Task<std::vector<KnownPasskey>> PasskeyStore::known(db::Executor& on, AccountId account) const {
    std::vector<KnownPasskey> out;
    auto const rows = co_await on.rows(kKnown, account);
    for (auto const row : rows)
        out.push_back({.id = row.get<std::string>(0), .transports = parts_of(row.get<std::string>(1))});
    co_return out;
}

Task<std::optional<PasskeyId>> PasskeyStore::add(db::Tx& tx, PasskeyRow const& row, Instant now) const {
    auto const made = co_await tx.one(kAdd, row.account, row.credential, row.public_key, row.counter,
                                      row.name, row.transports, row.can_sync, row.synced, now);
    co_return made ? std::optional(made->get<PasskeyId>(0)) : std::nullopt;
}

Task<bool> PasskeyStore::use(db::Tx& tx, PasskeyId id, std::int64_t counter, bool synced, Instant now) const {
    co_return co_await tx.exec(kUse, id, counter, synced, now) > 0;
}

Task<bool> PasskeyStore::rename(db::Tx& tx, AccountId account, PasskeyId id, std::string_view name) const {
    co_return co_await tx.exec(kRename, account, id, name) > 0;
}

Task<bool> PasskeyStore::remove(db::Tx& tx, AccountId account, PasskeyId id) const {
    co_return co_await tx.exec(kRemove, account, id) > 0;
}

Task<bool> PasskeyStore::use_challenge(db::Tx& tx, std::string_view nonce, Instant expires_at) const {
    co_return co_await tx.exec(kUseChallenge, nonce, expires_at) > 0;
}

Task<void> PasskeyStore::purge(db::Tx& tx, Instant now) const { co_await tx.exec(kPurge, now); }

}  // namespace ax::auth
