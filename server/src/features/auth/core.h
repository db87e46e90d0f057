#pragma once

#include "features/auth/account_store.h"
#include "features/auth/auth.h"
#include "features/auth/keys.h"
#include "features/auth/mails.h"
#include "features/auth/registration_store.h"
#include "features/auth/session_store.h"
#include "features/auth/throttle.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the services of this feature share.
namespace ax::auth {

struct Core {
    Auth::Ports ports;
    Options options;
    Keys keys;
    AccountStore accounts = {};
    SessionStore sessions = {};
    RegistrationStore registrations = {};
    Throttle throttle = {};

    [[nodiscard]] Instant now() const { return ports.clock.now(); }

    [[nodiscard]] Task<User> user(db::Executor& on, AccountRow const& account) const;

    /// The account of a sign-up or of the command line, with its profiles, audited.
    Task<AccountRow> create(db::Tx& tx, AccountRow row, std::span<Role const> roles,
                            std::optional<Instant> terms_accepted_at, Visit const& visit) const;

    /// The account of `who`, whose password this is. Who holds a stolen access token must not find the
    /// password out with it: guesses are counted, whatever they are asked for.
    /// Fails with auth.session_expired, auth.no_password, auth.throttled, or `field`: wrong_password.
    Task<Result<AccountRow>> prove_password(contract::Caller who, std::string_view field,
                                            std::string const& password) const;

    /// May one more mail go to this address, asked for from this network? Counts it if so.
    Task<bool> may_mail(db::Tx& tx, std::string_view email, Visit const& visit) const;

    /// After the commit, whoever is connected from these devices hears that they were signed out, or that the
    /// account has changed.
    void tell(db::Tx& tx, std::vector<DeviceId> devices, DeviceNews news = DeviceNews::signed_out) const;

    /// Records a mail; with `purpose`, also the link in it. Leaves with the commit.
    Task<void> mail(db::Tx& tx, MailKind kind, LinkOwner const& to, Visit const& visit,
                    std::optional<LinkPurpose> purpose = {}) const;
};

/// Why a password can't be taken, as field errors; empty if it can.
[[nodiscard]] std::vector<FieldError> password_problems(std::string_view field, std::string_view password,
                                                        std::string const& name, std::string const& email);

}  // namespace ax::auth
