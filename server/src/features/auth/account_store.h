#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "features/auth/model.h"
#include "platform/db/database.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Accounts, the networks they are known in, and the audit trail. Stateless, thread-safe.
namespace ax::auth {

struct AccountRow {
    AccountId id;
    std::string email;
    std::string name;
    std::string time_zone;
    std::optional<StudentId> student;
    std::optional<MentorId> mentor;
    bool staff = false;
    std::string photo = {};  // keys of features/files; empty: none
    std::string cv = {};
    std::string password_hash;  // empty: they came by another way and have set none

    [[nodiscard]] bool has_password() const noexcept { return !password_hash.empty(); }
};

/// Where a request comes from, for the audit trail, the throttle and the device list.
struct Visit {
    std::string network = "unknown";
    std::string request_id = "-";
    std::string user_agent = {};
    AccountId mark_account = {};  // whose mark the browser shows; see marks.h
    std::string mark = {};
};

struct AuditEvent {
    AccountId account;
    std::string_view kind;  // "signed_in", "password_reset" …
    std::optional<DeviceId> device = {};
    std::optional<AccountId> actor = {};
};

class AccountStore {
public:
    [[nodiscard]] Task<std::optional<AccountRow>> find(db::Executor& on, AccountId id) const;
    [[nodiscard]] Task<std::optional<AccountRow>> find(db::Executor& on, Identifier const& identifier) const;
    [[nodiscard]] Task<std::optional<Instant>> created_at(db::Executor& on, AccountId id) const;
    [[nodiscard]] Task<std::optional<AccountRow>> find_by_email(db::Executor& on,
                                                                std::string_view email) const;
    [[nodiscard]] Task<std::vector<AccountRow>> find_all(db::Executor& on,
                                                         std::span<AccountId const> ids) const;
    [[nodiscard]] Task<std::vector<AccountRow>> staff(db::Executor& on, int limit) const;

    /// `row.id` is ignored; the address must be free.
    Task<AccountId> insert(db::Tx& tx, AccountRow const& row, std::optional<Instant> terms_accepted_at,
                           Instant now) const;
    Task<void> set_profiles(db::Tx& tx, AccountId id, std::optional<StudentId> student,
                            std::optional<MentorId> mentor) const;
    Task<void> set_name(db::Tx& tx, AccountId id, std::string_view name) const;
    Task<void> set_time_zone(db::Tx& tx, AccountId id, std::string_view zone) const;
    Task<void> set_photo(db::Tx& tx, AccountId id, std::string_view key) const;
    Task<void> set_cv(db::Tx& tx, AccountId id, std::string_view key) const;
    Task<void> set_password(db::Tx& tx, AccountId id, std::string_view hash, Instant now) const;
    /// Same password, newer hash: not a change in the owner's eyes.
    Task<void> upgrade_hash(db::Tx& tx, AccountId id, std::string_view from, std::string_view to) const;

    [[nodiscard]] Task<bool> knows_network(db::Executor& on, AccountId id, std::string_view network) const;
    Task<void> remember_network(db::Tx& tx, AccountId id, std::string_view network, Instant now) const;
    Task<void> purge_networks(db::Tx& tx, Instant before) const;

    Task<void> audit(db::Tx& tx, AuditEvent const& event, Visit const& visit, Instant now) const;
};

}  // namespace ax::auth
