#pragma once

#include "features/auth/passkey_proofs.h"
#include "features/auth/second_factor.h"

#include <optional>
#include <string>

/// The second step of signing in, whatever the first one was: a code, or a passkey in its place.
namespace ax::auth {

/// Thread-safe; no state of its own.
class SecondStep {
public:
    SecondStep(Core const& core, SecondFactors const& factors) : factors_(factors), passkeys_(core) {}

    using Proof = SecondFactors::Proof;
    struct Given {
        std::optional<std::string> code = {};
        std::optional<Result<CheckedPasskey>> passkey = {};
    };
    /// Outside of a transaction; the signature is looked at here.
    Task<Given> read(std::optional<std::string> code, std::optional<PasskeyAssertion> const& passkey) const;
    /// Uses up what is right, in the transaction that signs in. A passkey has to be right even where no
    /// second step is asked for.
    Task<Proof> prove(db::Tx& tx, AccountId account, Given const& given, Visit const& visit) const;
    /// 401 auth.second_factor_needed, `code: wrong_code`, auth.passkey_refused, auth.passkey_late; nothing
    /// for a proof that is enough.
    [[nodiscard]] static std::optional<Error> refusal(Proof proof, Given const& given);

private:
    SecondFactors const& factors_;
    PasskeyProofs passkeys_;
};

}  // namespace ax::auth
