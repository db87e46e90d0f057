#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "features/auth/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <string_view>

/// Sign-ups that wait for their address to be proven, and the links in mails. Knows hashes only. Stateless.
namespace ax::auth {

using RegistrationId = Id<struct RegistrationTag>;

struct RegistrationRow {
    RegistrationId id;
    std::string email;
    std::string name;
    std::string password_hash;
    ProfileRole role{};
    std::string time_zone;
    Instant terms_accepted_at;
};

enum class LinkPurpose : unsigned char { verify, reset };

/// Whom a link is for: exactly one is set.
struct LinkOwner {
    std::optional<AccountId> account = {};
    std::optional<RegistrationId> registration = {};
};

class RegistrationStore {
public:
    Task<RegistrationId> insert(db::Tx& tx, RegistrationRow const& row, Instant now,
                                Instant expires_at) const;
    [[nodiscard]] Task<std::optional<RegistrationRow>> find(db::Executor& on, RegistrationId id) const;
    [[nodiscard]] Task<std::optional<RegistrationRow>> newest(db::Executor& on, std::string_view email,
                                                              Instant now) const;
    [[nodiscard]] Task<int> count(db::Executor& on, std::string_view email, Instant now) const;
    /// With their links.
    Task<void> remove_all(db::Tx& tx, std::string_view email) const;

    Task<void> add_link(db::Tx& tx, std::string_view hash, LinkPurpose purpose, LinkOwner const& owner,
                        Instant expires_at) const;
    [[nodiscard]] Task<std::optional<LinkOwner>> find_link(db::Executor& on, std::string_view hash,
                                                           LinkPurpose purpose, Instant now) const;
    /// Uses it up: a link works for exactly one caller.
    Task<std::optional<LinkOwner>> take_link(db::Tx& tx, std::string_view hash, LinkPurpose purpose,
                                             Instant now) const;
    Task<void> remove_links(db::Tx& tx, AccountId account) const;

    Task<void> purge(db::Tx& tx, Instant now) const;
};

}  // namespace ax::auth
