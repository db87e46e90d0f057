#pragma once

#include "features/auth/core.h"
#include "features/auth/second_step.h"

#include <string>
#include <string_view>

/// Signing in, staying signed in, signing out.
namespace ax::auth {

/// A session that was opened or renewed, with everything the client gets once and the server does not keep.
struct Session {
    AccountRow account;
    DeviceId device;
    ClientKind client{};
    std::string access;
    Instant access_expires_at;
    std::string refresh;
    Instant device_expires_at;
};

/// Thread-safe; no state of its own.
class Sessions {
public:
    Sessions(Core const& core, SecondFactors const& factors) : core_(core), second_step_(core, factors) {}

    /// 401 auth.bad_credentials for a wrong password, an unknown identifier and an address not yet proven
    /// alike, after the same work. 401 auth.second_factor_needed to who knows the password but gave no code,
    /// `code: wrong_code`, auth.passkey_refused and auth.passkey_late for what came beside it; 429
    /// auth.throttled.
    Task<Result<Session>> login(Login login, Visit visit) const;

    /// Opens a device for an account that has just proven who it is.
    Task<Session> open(db::Tx& tx, AccountRow account, ClientKind client, std::string_view device_name,
                       Visit const& visit) const;

    /// Rotates. `via` is how the token came; for browsers `csrf` must be the device's. A second use of a
    /// token after the grace ends the device, within it the first answer is repeated.
    Task<Result<Session>> refresh(std::string token, ClientKind via, std::string csrf, Visit visit) const;

    Task<Result<Empty>> logout(contract::Caller who, Visit visit) const;
    /// By a browser's cookie. A token nobody knows is signed out already.
    Task<Result<Empty>> logout_by_token(std::string token, std::string csrf, Visit visit) const;
    Task<Result<Empty>> logout_everywhere(contract::Caller who, Visit visit) const;
    Task<Result<Devices>> devices(contract::Caller who) const;
    Task<Result<Empty>> revoke(contract::Caller who, DeviceId device, Visit visit) const;

private:
    struct Checked;
    Task<Checked> check_password(Login const& login, Identifier const& identifier,
                                 std::optional<AccountRow> account) const;
    [[nodiscard]] Session renewed(RefreshRow const& row, AccountRow account, std::string_view token,
                                  std::string_view salt, Instant rotated_at) const;
    Task<void> end_family(db::Tx& tx, RefreshRow const& row, Visit const& visit) const;

    Core const& core_;
    SecondStep second_step_;
};

}  // namespace ax::auth
