#pragma once

#include "features/auth/passkey_proofs.h"
#include "features/auth/sessions.h"

/// Keys that people's devices keep for them: added and removed by who proves anew who they are, and a way in
/// without a name, a password or a code.
namespace ax::auth {

inline constexpr int kMostPasskeys = 10;

/// Thread-safe; no state of its own.
class Passkeys {
public:
    Passkeys(Core const& core, Sessions const& sessions, SecondFactors const& factors)
        : core_(core), sessions_(sessions), factors_(factors), proofs_(core) {}

    Task<Result<PasskeyList>> list(contract::Caller who) const;
    /// `password: wrong_password`, `code: required | wrong_code`, 409 auth.too_many_passkeys or
    /// auth.passkeys_unavailable, 429 auth.throttled.
    Task<Result<PasskeyOffer>> begin(contract::Caller who, PasskeyProof form, Visit visit) const;
    /// Answers an offer: its challenge says who has proven themselves a moment ago. 422
    /// auth.passkey_unusable, 410 auth.passkey_late, 409 auth.passkey_known, auth.too_many_passkeys or
    /// auth.passkeys_unavailable.
    Task<Result<Passkey>> add(contract::Caller who, NewPasskey form, Visit visit) const;
    Task<Result<Empty>> rename(contract::Caller who, RenamePasskey form) const;
    /// As begin(); 404 auth.unknown_passkey.
    Task<Result<Empty>> remove(contract::Caller who, RemovePasskey form, Visit visit) const;

    /// The same for everybody, so it says nothing of who has passkeys.
    [[nodiscard]] Result<PasskeyChallenge> challenge(PasskeyWish wish) const;
    /// 401 auth.passkey_refused, 410 auth.passkey_late, 409 auth.passkeys_unavailable, 429 auth.throttled.
    Task<Result<Session>> sign_in(PasskeySignIn form, Visit visit) const;

private:
    [[nodiscard]] Result<PasskeyRow> read_new(contract::Caller who, NewPasskey const& form,
                                              Keys::Challenge& challenge) const;

    Core const& core_;
    Sessions const& sessions_;
    SecondFactors const& factors_;
    PasskeyProofs proofs_;
    PasskeyStore store_ = {};
};

}  // namespace ax::auth
