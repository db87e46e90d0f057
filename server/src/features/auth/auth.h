#pragma once

#include "base/ids.h"
#include "base/result.h"
#include "base/task.h"
#include "base/time.h"
#include "features/auth/contract.h"
#include "features/auth/contract_api_tokens.h"
#include "features/auth/oidc_options.h"
#include "platform/api/router.h"
#include "platform/crypto/password_hasher.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/mail.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ax::client {
class Client;
}
namespace ax::mail {
class Templates;
}

namespace ax::auth {

/// What other features may know of an account.
struct Account {
    AccountId id;
    std::string email;
    std::string name;
    std::string time_zone;
    std::optional<StudentId> student;
    std::optional<MentorId> mentor;
    bool staff = false;
    std::string photo_key = {};  // of features/files; empty: none
    std::string cv_key = {};
    /// Where the photo is; nothing without one.
    [[nodiscard]] std::optional<std::string> photo() const;
};

/// The account among `known`, which is as Accounts::find_all() gives it; null if it isn't there.
[[nodiscard]] Account const* find_in(std::span<Account const> known, AccountId id);

/// Accounts by id. Stateless and thread-safe. Reads take the caller's transaction or the database.
class Accounts {
public:
    [[nodiscard]] Task<std::optional<Account>> find(db::Executor& on, AccountId id) const;
    [[nodiscard]] Task<std::optional<Account>> find_by_email(db::Executor& on, std::string_view email) const;
    /// Those of `ids` that there are, by id, each once: one query for a page of people.
    [[nodiscard]] Task<std::vector<Account>> find_all(db::Executor& on, std::span<AccountId const> ids) const;
    /// The first `limit` of the staff, by id.
    [[nodiscard]] Task<std::vector<Account>> staff(db::Executor& on, int limit) const;
    /// By `S000001` or `M000001`.
    [[nodiscard]] Task<std::optional<Account>> find_by_public_id(db::Executor& on, std::string_view id) const;
    [[nodiscard]] Task<std::optional<Instant>> created_at(db::Executor& on, AccountId id) const;
    /// Those of `ids` that are signed in, by id, each once.
    [[nodiscard]] Task<std::vector<DeviceId>> living_devices(db::Executor& on, std::span<DeviceId const> ids,
                                                             Instant now) const;

    /// The caller has checked the values (the limits of Register); unknown ids change nothing.
    Task<void> set_name(db::Tx& tx, AccountId id, std::string_view name) const;
    Task<void> set_time_zone(db::Tx& tx, AccountId id, std::string_view zone) const;
    /// Told by features/files; empty: none.
    Task<void> set_photo(db::Tx& tx, AccountId id, std::string_view key) const;
    Task<void> set_cv(db::Tx& tx, AccountId id, std::string_view key) const;
};

/// Port that app fills with features/students and features/mentors: auth makes accounts, they make the
/// profiles, in one transaction.
class Profiles {
public:
    Profiles() = default;
    Profiles(Profiles const&) = delete;
    Profiles& operator=(Profiles const&) = delete;
    virtual ~Profiles() = default;
    virtual Task<StudentId> create_student(db::Tx& tx, AccountId account) = 0;
    virtual Task<MentorId> create_mentor(db::Tx& tx, AccountId account) = 0;
    virtual Task<Approval> approval(db::Executor& on, MentorId mentor) = 0;
};

/// What happens to a device that is signed in.
enum class DeviceNews : unsigned char { signed_out, account_changed };

struct Options {
    std::string secret;    // at least 32 bytes; changing it ends all browser sessions and mailed links
    std::string base_url;  // of the web client, in mails: https://aspirex.example
    int login_tries = 10;  // per account, and per network, in 15 minutes
    std::vector<ProviderOptions> providers = {};  // need Ports::client
};

/// An account made without the sign-up mail: by the command line, the demo data and tests. The address counts
/// as verified, so the caller must know it is right.
struct NewAccount {
    std::string email;
    std::string name;
    std::string password;
    std::vector<Role> roles;
    std::string time_zone = "UTC";
};

/// The whole feature: endpoints, the authenticator behind every other endpoint, mails, clean-up.
///
/// Made once; everything passed in outlives it. Thread-safe after bind() and listen().
class Auth {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        crypto::PasswordHasher const& hasher;
        jobs::Outbox& outbox;
        mail::Mailer& mailer;  // directly, not the queue: these mails hold links that must not be stored
        mail::Templates const& templates;
        Profiles& profiles;
        /// Told after the commit: whoever is connected from that device hears of it. Any thread; may be
        /// empty.
        std::function<void(DeviceId, DeviceNews)> device_news = {};
        client::Client* client = nullptr;
    };
    Auth(Ports ports, Options options);
    ~Auth();
    Auth(Auth const&) = delete;
    Auth& operator=(Auth const&) = delete;

    void bind(api::Router& router);
    /// Mails and the hourly clean-up.
    void listen(jobs::Listeners& listeners);

    /// Token to caller; a token that was revoked a moment ago is nobody.
    [[nodiscard]] api::Authenticator& authenticator() noexcept;
    /// For the router: `sessions`, and API tokens, which open no sockets.
    [[nodiscard]] std::unique_ptr<api::Authenticator> with_api_tokens(api::Authenticator& sessions);
    [[nodiscard]] Accounts const& accounts() const noexcept;

    /// Fails with the field errors of sign-up, and `email: taken`.
    [[nodiscard]] Task<Result<AccountId>> create(NewAccount account);
    /// The same for trusted input (demo data), in the caller's transaction: any password, nothing is checked.
    [[nodiscard]] Task<AccountId> create_unchecked(db::Tx& tx, NewAccount account, std::string password_hash);

    /// For who has lost phone and recovery codes: from now on their password is enough. They get a mail.
    /// Fails with auth.unknown_account or auth.second_factor_off.
    [[nodiscard]] Task<Result<void>> end_second_factor(std::string email);

    /// Somebody's API tokens, newest first; ending one or all of them, which gives how many that were.
    /// Fail with auth.unknown_account.
    [[nodiscard]] Task<Result<std::vector<ApiToken>>> api_tokens(std::string email);
    [[nodiscard]] Task<Result<int>> revoke_api_tokens(std::string email, std::optional<ApiTokenId> one);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace ax::auth
