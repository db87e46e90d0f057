#pragma once

#include "contract/endpoint.h"
#include "features/auth/contract_api_tokens.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The table api_token. Knows hashes only. Stateless, thread-safe.
namespace ax::auth {

struct NewApiTokenRow {
    AccountId account;
    std::string public_part;
    std::string hash;
    std::string name;
    Instant expires_at;
};

/// A token that has not run out, and whom it speaks for.
struct ApiTokenRow {
    ApiTokenId id;
    std::string hash;
    std::optional<Instant> last_used_at;
    contract::Caller caller;
};

class ApiTokenStore {
public:
    [[nodiscard]] Task<std::optional<ApiTokenRow>> find(db::Executor& on, std::string_view public_part,
                                                        Instant now) const;
    /// Newest first.
    [[nodiscard]] Task<std::vector<ApiToken>> list(db::Executor& on, AccountId account, Instant now) const;
    Task<ApiTokenId> add(db::Tx& tx, NewApiTokenRow const& row, Instant now) const;
    Task<void> touch(db::Tx& tx, ApiTokenId id, Instant used_at) const;
    /// False: this account has no such token.
    Task<bool> remove(db::Tx& tx, AccountId account, ApiTokenId id) const;
    Task<int> remove_all(db::Tx& tx, AccountId account) const;
    Task<void> purge(db::Tx& tx, Instant now) const;
};

}  // namespace ax::auth
