#pragma once

#include "features/auth/contract_second_factor.h"
#include "features/auth/core.h"
#include "features/auth/second_factor_store.h"

#include <optional>
#include <string>

/// The code beside the password: an authenticator app's (RFC 6238), or a recovery code when the phone is
/// lost.
///
/// The app's secret is stored encrypted with a key made of Options::secret: after a change of that secret
/// only recovery codes work, whose hashes need no key.
namespace ax::auth {

/// Thread-safe; no state of its own.
class SecondFactors {
public:
    explicit SecondFactors(Core const& core) : core_(core) {}

    enum class Proof : unsigned char { not_needed, right, missing, wrong };
    /// Uses the code up, in the transaction that grants what it is asked for. Who may try how often is the
    /// caller's business: gates() is the budget of codes alone.
    Task<Proof> prove(db::Tx& tx, AccountId account, std::optional<std::string> const& code,
                      Visit const& visit) const;
    /// For what asks for a proof of its own: right away if it is off.
    /// `code: required`, `code: wrong_code`, 429 auth.throttled.
    Task<Result<void>> prove_if_on(contract::Caller who, std::optional<std::string> const& code,
                                   Visit const& visit) const;
    [[nodiscard]] std::vector<Gate> gates(AccountId account) const;

    Task<Result<SecondFactor>> state(contract::Caller who) const;
    /// `password: wrong_password`, 409 auth.second_factor_on, 429 auth.throttled.
    Task<Result<SecondFactorOffer>> begin(contract::Caller who, PasswordOnly form) const;
    /// `code: wrong_code`, 409 auth.second_factor_not_begun, 429 auth.throttled.
    Task<Result<RecoveryCodes>> confirm(contract::Caller who, SecondFactorCode form, Visit visit) const;
    /// `password: wrong_password`, `code: wrong_code`, 409 auth.second_factor_off, 429 auth.throttled.
    Task<Result<RecoveryCodes>> renew_codes(contract::Caller who, SecondFactorProof form, Visit visit) const;
    Task<Result<Empty>> end(contract::Caller who, SecondFactorProof form, Visit visit) const;
    /// By the operator, for who has lost phone and codes. False: it was off.
    Task<bool> end_for(db::Tx& tx, AccountId account, Visit const& visit) const;

private:
    template <class Then>
    Task<Result<void>> with_code(contract::Caller who, std::string const& code, Visit const& visit,
                                 Then then) const;
    template <class Then>
    Task<Result<void>> with_proof(contract::Caller who, std::optional<std::string> const& code,
                                  Visit const& visit, Then then) const;
    Task<RecoveryCodes> new_codes(db::Tx& tx, AccountId account) const;

    Core const& core_;
    SecondFactorStore store_ = {};
};

}  // namespace ax::auth
