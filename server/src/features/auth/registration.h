#pragma once

#include "features/auth/core.h"
#include "features/auth/sessions.h"

/// Signing up. No account exists before its address is proven, so an address can't be occupied by somebody
/// else, and the answers are the same whether it has an account, a sign-up that waits, or nothing.
namespace ax::auth {

class Registration {
public:
    Registration(Core const& core, Sessions const& sessions) : core_(core), sessions_(sessions) {}

    /// Each sign-up keeps its own password, and opening its mail makes that one count: a sign-up by a
    /// stranger never replaces or plants a password.
    Task<Result<MailSent>> sign_up(Register form, Visit visit) const;
    /// The newest sign-up's link again. If several wait, nobody can say whose password is right: the link
    /// then asks for one.
    Task<Result<MailSent>> resend(EmailOnly form, Visit visit) const;
    Task<Result<Session>> verify(VerifyEmail form, Visit visit) const;
    /// 409 auth.role_taken if the account has the role. Signs all other devices out.
    Task<Result<User>> add_role(contract::Caller who, AddRole form, Visit visit) const;

    /// For the command line and tests; fails with field errors.
    Task<Result<AccountId>> create(NewAccount form) const;

private:
    Core const& core_;
    Sessions const& sessions_;
};

}  // namespace ax::auth
