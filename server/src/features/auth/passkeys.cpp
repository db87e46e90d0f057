#include "features/auth/passkeys.h"

#include "platform/crypto/cose_key.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ax::auth {
namespace {

constexpr std::array<std::string_view, 6> kTransports{"usb",        "nfc",    "ble",
                                                      "smart-card", "hybrid", "internal"};

std::string purpose_of_adding(AccountId account) { return fmt::format("add a{}", account.value); }

/// What we know of them: the rest is not repeated to browsers.
std::string transports_of(std::vector<std::string> const& said) {
    std::string out;
    for (auto const known : kTransports) {
        if (std::ranges::find(said, known) == said.end())
            continue;
        out += out.empty() ? "" : ",";
        out += known;
    }
    return out;
}

}  // namespace

Task<Result<PasskeyList>> Passkeys::list(contract::Caller who) const {
    co_return PasskeyList{co_await store_.list(core_.ports.db, who.account)};
}

Task<Result<PasskeyOffer>> Passkeys::begin(contract::Caller who, PasskeyProof form, Visit visit) const {
    AX_TRY(auto us, proofs_.us());
    AX_TRY(auto account, co_await core_.prove_password(who, "password", form.password));
    AX_CHECK(co_await factors_.prove_if_on(who, form.code, visit));
    auto known = co_await store_.known(core_.ports.db, who.account);
    if (known.size() >= kMostPasskeys)
        co_return fail(Code::conflict, "auth.too_many_passkeys");
    co_return PasskeyOffer{.challenge = proofs_.challenge(purpose_of_adding(who.account)),
                           .rp_id = std::move(us.id),
                           .user_handle = passkey_handle(who.account),
                           .user_name = account.email,
                           .display_name = account.name,
                           .algorithms = {crypto::kEs256, crypto::kEdDsa, crypto::kRs256},
                           .known = std::move(known)};
}

Result<PasskeyRow> Passkeys::read_new(contract::Caller who, NewPasskey const& form,
                                      Keys::Challenge& challenge) const {
    auto const unusable = [] { return fail(Code::invalid, "auth.passkey_unusable"); };
    auto const us = proofs_.us();
    if (!us)
        return std::unexpected(us.error());
    auto const client_data = crypto::from_base64url(form.client_data);
    auto const text =
        client_data ? webauthn::challenge_in(*client_data, webauthn::kCreate, *us) : std::nullopt;
    if (!text)
        return unusable();
    auto const asked = proofs_.read_challenge(purpose_of_adding(who.account), *text);
    if (!asked)
        return std::unexpected(asked.error());
    auto const attestation = crypto::from_base64url(form.attestation);
    auto const data = attestation ? webauthn::authenticator_data_in(*attestation) : std::nullopt;
    auto const said = data ? webauthn::read_authenticator_data(*data, *us) : std::nullopt;
    if (!*asked || !said || said->credential.empty() || !crypto::CoseKey::read(said->public_key))
        return unusable();
    challenge = **asked;
    return PasskeyRow{.id = {},
                      .account = who.account,
                      .credential = crypto::to_base64url(said->credential),
                      .public_key = crypto::to_base64url(said->public_key),
                      .counter = said->counter,
                      .can_sync = said->can_sync,
                      .synced = said->synced,
                      .name = form.name,
                      .transports = transports_of(form.transports)};
}

Task<Result<Passkey>> Passkeys::add(contract::Caller who, NewPasskey form, Visit visit) const {
    Keys::Challenge challenge;
    AX_TRY(auto const row, read_new(who, form, challenge));
    auto const now = core_.now();
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<Passkey>> {
        if (!co_await store_.use_challenge(tx, challenge.nonce, challenge.expires_at))
            co_return fail(Code::gone, "auth.passkey_late");
        if ((co_await store_.known(tx, who.account)).size() >= kMostPasskeys)
            co_return fail(Code::conflict, "auth.too_many_passkeys");
        auto const id = co_await store_.add(tx, row, now);
        if (!id)
            co_return fail(Code::conflict, "auth.passkey_known");
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "passkey_added", .device = who.device}, visit, now);
        co_await core_.mail(tx, MailKind::passkey_added, {.account = who.account}, visit);
        co_return Passkey{
            .id = *id, .name = row.name, .synced = row.synced, .created_at = now, .last_used_at = {}};
    });
}

Task<Result<Empty>> Passkeys::rename(contract::Caller who, RenamePasskey form) const {
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        if (!co_await store_.rename(tx, who.account, form.passkey, form.name))
            co_return fail(Code::not_found, "auth.unknown_passkey");
        co_return Empty{};
    });
}

Task<Result<Empty>> Passkeys::remove(contract::Caller who, RemovePasskey form, Visit visit) const {
    AX_CHECK(co_await core_.prove_password(who, "password", form.password));
    AX_CHECK(co_await factors_.prove_if_on(who, form.code, visit));
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        if (!co_await store_.remove(tx, who.account, form.passkey))
            co_return fail(Code::not_found, "auth.unknown_passkey");
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "passkey_removed", .device = who.device}, visit,
            core_.now());
        co_await core_.mail(tx, MailKind::passkey_removed, {.account = who.account}, visit);
        co_return Empty{};
    });
}

Result<PasskeyChallenge> Passkeys::challenge(PasskeyWish wish) const {
    auto us = proofs_.us();
    if (!us)
        return std::unexpected(std::move(us).error());
    return PasskeyChallenge{
        .challenge = proofs_.challenge(wire_names(wish.purpose)[static_cast<std::size_t>(wish.purpose)]),
        .rp_id = std::move(us->id),
        .user_verification = wish.purpose == PasskeyPurpose::sign_in ? "required" : "preferred"};
}

Task<Result<Session>> Passkeys::sign_in(PasskeySignIn form, Visit visit) const {
    auto& db = core_.ports.db;
    AX_CHECK(proofs_.us());
    auto row = co_await proofs_.find(form.passkey);
    // The budget is the passkey's own: who guesses at one does not stand in the way of its person's password.
    LoginVisitor const visitor{
        .subject = "passkey " + form.passkey.id,
        .network = visit.network,
        .mark = row && visit.mark_account == row->account ? visit.mark : "",
        .known_network = row && co_await core_.accounts.knows_network(db, row->account, visit.network)};
    auto const gates = login_gates(visitor, core_.options.login_tries);
    auto const wait = co_await db.write([&](db::Tx& tx) -> Task<std::optional<int>> {
        co_return co_await core_.throttle.admit(tx, gates, core_.now());
    });
    if (wait)
        co_return std::unexpected(Error{Code::too_many, "auth.throttled", {}, *wait});

    auto const checked = proofs_.check(std::move(row), form.passkey, PasskeyPurpose::sign_in);
    // Refusals count, so they commit: they are no errors in here.
    auto session = co_await db.write([&](db::Tx& tx) -> Task<std::optional<Session>> {
        bool const right = checked && co_await proofs_.use(tx, *checked, visit);
        // To be late is no wrong guess.
        co_await core_.throttle.settle(tx, gates, !right && (checked || checked.error().code != Code::gone));
        if (!right)
            co_return std::optional<Session>{};
        auto account = co_await core_.accounts.find(tx, checked->row.account);
        if (!account)
            co_return std::optional<Session>{};
        co_return std::optional(co_await sessions_.open(tx, *std::move(account),
                                                        form.client.value_or(ClientKind::api),
                                                        form.device_name.value_or(""), visit));
    });
    if (!checked)
        co_return std::unexpected(checked.error());
    if (!session)
        co_return fail(Code::unauthenticated, "auth.passkey_refused");
    co_return *std::move(session);
}

}  // namespace ax::auth
