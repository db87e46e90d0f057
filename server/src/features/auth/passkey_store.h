#pragma once

#include "base/task.h"
#include "base/time.h"
#include "features/auth/contract_passkeys.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The tables passkey and passkey_challenge. Credentials are base64url. Stateless, thread-safe; every call
/// runs on the executor given.
namespace ax::auth {

/// The account's number, base64url: what an authenticator knows the person by, and says nothing of them.
[[nodiscard]] std::string passkey_handle(AccountId account);

struct PasskeyRow {
    PasskeyId id;
    AccountId account;
    std::string credential;
    std::string public_key;  // a COSE_Key, base64url
    std::int64_t counter = 0;
    bool can_sync = false;
    bool synced = false;
    std::string name = {};
    std::string transports = {};  // with commas between
};

class PasskeyStore {
public:
    [[nodiscard]] Task<std::optional<PasskeyRow>> find(db::Executor& on, std::string_view credential) const;
    [[nodiscard]] Task<std::vector<Passkey>> list(db::Executor& on, AccountId account) const;
    [[nodiscard]] Task<std::vector<KnownPasskey>> known(db::Executor& on, AccountId account) const;
    /// `row.id` is ignored. Nothing if the credential is there already, whosever it is.
    Task<std::optional<PasskeyId>> add(db::Tx& tx, PasskeyRow const& row, Instant now) const;
    /// A counter that counts has to grow. False: it did not, or the passkey is gone.
    Task<bool> use(db::Tx& tx, PasskeyId id, std::int64_t counter, bool synced, Instant now) const;
    Task<bool> rename(db::Tx& tx, AccountId account, PasskeyId id, std::string_view name) const;
    Task<bool> remove(db::Tx& tx, AccountId account, PasskeyId id) const;

    /// True for exactly one caller per challenge, whoever asks at the same time.
    Task<bool> use_challenge(db::Tx& tx, std::string_view nonce, Instant expires_at) const;
    Task<void> purge(db::Tx& tx, Instant now) const;
};

}  // namespace ax::auth
