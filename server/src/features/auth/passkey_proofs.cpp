#include "features/auth/passkey_proofs.h"

#include "platform/crypto/cose_key.h"

namespace ax::auth {

std::string PasskeyProofs::challenge(std::string_view purpose) const {
    return crypto::to_base64url(core_.keys.challenge(purpose, core_.now() + kPasskeyChallengeLife));
}

Result<std::optional<Keys::Challenge>> PasskeyProofs::read_challenge(std::string_view purpose,
                                                                     std::string_view text) const {
    auto challenge = core_.keys.read_challenge(purpose, text);
    if (challenge && challenge->expires_at <= core_.now())
        return fail(Code::gone, "auth.passkey_late");
    return challenge;
}

Result<webauthn::RelyingParty> PasskeyProofs::us() const {
    auto us = webauthn::relying_party(core_.options.base_url);
    if (!us)
        return fail(Code::conflict, "auth.passkeys_unavailable");
    return *std::move(us);
}

Task<std::optional<PasskeyRow>> PasskeyProofs::find(PasskeyAssertion const& form) const {
    co_return co_await store_.find(core_.ports.db, form.id);
}

Result<CheckedPasskey> PasskeyProofs::check(std::optional<PasskeyRow> row, PasskeyAssertion const& form,
                                            PasskeyPurpose purpose) const {
    auto const refused = [] { return fail(Code::unauthenticated, "auth.passkey_refused"); };
    auto const us = this->us();
    if (!us)
        return std::unexpected(us.error());
    auto const client_data = crypto::from_base64url(form.client_data);
    auto const data = crypto::from_base64url(form.authenticator_data);
    auto const signature = crypto::from_base64url(form.signature);
    auto const text = client_data ? webauthn::challenge_in(*client_data, webauthn::kGet, *us) : std::nullopt;
    if (!text || !data || !signature)
        return refused();
    auto challenge = read_challenge(wire_names(purpose)[static_cast<std::size_t>(purpose)], *text);
    if (!challenge)
        return std::unexpected(std::move(challenge).error());
    auto const said = webauthn::read_authenticator_data(*data, *us);
    if (!row || !*challenge || !said)
        return refused();
    // Without a password beside it, the passkey has to know its person.
    if (purpose == PasskeyPurpose::sign_in && !said->verified)
        return refused();
    if (said->can_sync != row->can_sync ||
        (form.user_handle && *form.user_handle != passkey_handle(row->account)))
        return refused();
    auto const key = crypto::CoseKey::read(crypto::from_base64url(row->public_key).value_or(""));
    if (!key)
        return refused();
    auto const signed_data = *data + std::string(crypto::bytes(crypto::sha256(*client_data)));
    if (!key->signed_this(signed_data, *signature))
        return refused();
    return CheckedPasskey{.row = *std::move(row),
                          .counter = said->counter,
                          .synced = said->synced,
                          .challenge = **std::move(challenge)};
}

Task<bool> PasskeyProofs::use(db::Tx& tx, CheckedPasskey const& checked, Visit const& visit) const {
    auto const now = core_.now();
    if (!co_await store_.use_challenge(tx, checked.challenge.nonce, checked.challenge.expires_at))
        co_return false;
    if (co_await store_.use(tx, checked.row.id, checked.counter, checked.synced, now))
        co_return true;
    // Of two with the same key and the same count one is a copy.
    if (co_await store_.find(tx, checked.row.credential))
        co_await core_.accounts.audit(tx, {.account = checked.row.account, .kind = "passkey_count_back"},
                                      visit, now);
    co_return false;
}

}  // namespace ax::auth
