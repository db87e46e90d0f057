#include "features/auth/second_step.h"

namespace ax::auth {

Task<SecondStep::Given> SecondStep::read(std::optional<std::string> code,
                                         std::optional<PasskeyAssertion> const& passkey) const {
    Given given{.code = std::move(code)};
    if (passkey)
        given.passkey =
            passkeys_.check(co_await passkeys_.find(*passkey), *passkey, PasskeyPurpose::second_factor);
    co_return given;
}

Task<SecondStep::Proof> SecondStep::prove(db::Tx& tx, AccountId account, Given const& given,
                                          Visit const& visit) const {
    if (!given.passkey)
        co_return co_await factors_.prove(tx, account, given.code, visit);
    auto const& passkey = *given.passkey;
    bool const right =
        passkey && passkey->row.account == account && co_await passkeys_.use(tx, *passkey, visit);
    co_return right ? Proof::right : Proof::wrong;
}

std::optional<Error> SecondStep::refusal(Proof proof, Given const& given) {
    if (proof == Proof::missing)
        return Error{Code::unauthenticated, "auth.second_factor_needed"};
    if (proof != Proof::wrong)
        return {};
    if (!given.passkey)
        return fail_field("code", "wrong_code").error();
    if (!*given.passkey)
        return given.passkey->error();
    return Error{Code::unauthenticated, "auth.passkey_refused"};
}

}  // namespace ax::auth
