#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "features/auth/contract_oidc.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The tables identity, identity_ticket and identity_attempt. Stateless, thread-safe; every call runs on the
/// executor given.
namespace ax::auth {

struct IdentityRow {
    IdentityId id;
    AccountId account;
    std::string issuer;
    std::string email;
    Instant linked_at;
    Instant used_at;
};

/// Whom a provider has named.
struct NamedPerson {
    std::string issuer;
    std::string subject;
    std::string email;
    std::string name;
};

class OidcStore {
public:
    [[nodiscard]] Task<std::optional<IdentityRow>> find(db::Executor& on, std::string_view issuer,
                                                        std::string_view subject) const;
    [[nodiscard]] Task<std::vector<IdentityRow>> of(db::Executor& on, AccountId account) const;
    /// False: that person, or one of that issuer, is linked already.
    Task<bool> add(db::Tx& tx, AccountId account, NamedPerson const& person, Instant now) const;
    Task<void> touch(db::Tx& tx, IdentityId id, Instant now) const;
    /// False: the account has none such.
    Task<bool> remove(db::Tx& tx, AccountId account, IdentityId id) const;

    Task<void> add_ticket(db::Tx& tx, std::string_view hash, NamedPerson const& person,
                          Instant expires_at) const;
    [[nodiscard]] Task<std::optional<NamedPerson>> find_ticket(db::Executor& on, std::string_view hash,
                                                               Instant now) const;
    /// True for exactly one caller per ticket.
    Task<bool> take_ticket(db::Tx& tx, std::string_view hash, Instant now) const;

    /// True for exactly one caller per attempt.
    Task<bool> use_attempt(db::Tx& tx, std::string_view hash, Instant expires_at) const;

    Task<void> purge(db::Tx& tx, Instant now) const;
};

}  // namespace ax::auth
