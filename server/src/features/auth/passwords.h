#pragma once

#include "features/auth/core.h"

/// Lost and changed passwords.
namespace ax::auth {

class Passwords {
public:
    explicit Passwords(Core const& core) : core_(core) {}

    /// Same answer and work whether or not the address is known. A sign-up that waits can be finished this
    /// way too.
    Task<Result<MailSent>> forgot(EmailOnly form, Visit visit) const;
    /// Proves the address as well. Signs every device out and clears the waits that guesses have caused.
    Task<Result<Empty>> reset(ResetPassword form, Visit visit) const;
    /// Signs all other devices out. `current_password: wrong_password`, 429 auth.throttled.
    Task<Result<Empty>> change(contract::Caller who, ChangePassword form, Visit visit) const;

private:
    Task<Result<Empty>> apply_reset(db::Tx& tx, LinkOwner const& owner, std::string const& hash,
                                    Visit const& visit) const;
    Core const& core_;
};

}  // namespace ax::auth
