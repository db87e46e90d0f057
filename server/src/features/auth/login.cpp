#include "features/auth/sessions.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::auth {

/// What the password check found; `upgraded` is a newer hash of the same password, if the stored one is old.
struct Sessions::Checked {
    std::optional<AccountRow> account;
    std::optional<RegistrationRow> waiting;
    bool matches = false;
    std::string upgraded;
    SecondStep::Given second = {};
};

// Exactly one hash is computed whether there is an account, a sign-up that waits, or nothing.
Task<Sessions::Checked> Sessions::check_password(Login const& login, Identifier const& identifier,
                                                 std::optional<AccountRow> account) const {
    auto const& hasher = core_.ports.hasher;
    Checked found{.account = std::move(account), .waiting = {}, .matches = false, .upgraded = {}};
    if (!found.account && identifier.email)
        found.waiting = co_await core_.registrations.newest(core_.ports.db, *identifier.email, core_.now());

    crypto::PasswordHasher::Verdict verdict;
    if (found.account && found.account->has_password())
        verdict = co_await hasher.verify(login.password, found.account->password_hash);
    else if (found.waiting)
        verdict = co_await hasher.verify(login.password, found.waiting->password_hash);
    else
        verdict = co_await hasher.verify_nothing(login.password);
    found.matches = verdict.matches;
    if (found.account && verdict.needs_rehash)
        found.upgraded = co_await hasher.hash(login.password);
    co_return found;
}

Task<Result<Session>> Sessions::login(Login login, Visit visit) const {
    auto& db = core_.ports.db;
    Error const refused{Code::unauthenticated, "auth.bad_credentials"};
    if (login.password.size() > crypto::kMostPasswordBytes)
        co_return std::unexpected(refused);  // no stored password is that long

    auto const identifier = parse_identifier(login.identifier);
    auto const named = co_await core_.accounts.find(db, identifier);
    LoginVisitor visitor{
        .subject = named ? fmt::format("a{}", named->id.value) : "?" + normal_email(login.identifier),
        .network = visit.network,
        .mark = named && visit.mark_account == named->id ? visit.mark : "",
        .known_network = named && co_await core_.accounts.knows_network(db, named->id, visit.network)};
    auto const gates = login_gates(visitor, core_.options.login_tries);

    auto const wait = co_await db.write([&](db::Tx& tx) -> Task<std::optional<int>> {
        co_return co_await core_.throttle.admit(tx, gates, core_.now());
    });
    if (wait)
        co_return std::unexpected(Error{Code::too_many, "auth.throttled", {}, *wait});

    Checked checked;
    std::exception_ptr outage;
    try {
        checked = co_await check_password(login, identifier, named);
        checked.second = co_await second_step_.read(login.code, login.passkey);
    } catch (...) {
        outage = std::current_exception();
    }

    using Proof = SecondFactors::Proof;
    auto proof = Proof::not_needed;
    auto session = co_await db.write([&](db::Tx& tx) -> Task<std::optional<Session>> {
        proof = Proof::not_needed;
        bool const knows_password = checked.matches && checked.account;
        if (knows_password)
            proof = co_await second_step_.prove(tx, checked.account->id, checked.second, visit);
        // To be asked for a code is no failure; a wrong one is a wrong guess like any other.
        bool const signs_in = knows_password && proof != Proof::wrong && proof != Proof::missing;
        if (proof == Proof::missing) {
            co_await core_.throttle.settle(tx, gates, false);
            co_return std::optional<Session>{};
        }
        // An outage is nobody's wrong guess.
        co_await core_.throttle.settle(tx, gates, !signs_in && !outage);
        if (outage)
            co_return std::optional<Session>{};
        if (!signs_in) {
            // The right password of a sign-up that waits: its mail may be lost, send it again.
            if (checked.matches && checked.waiting &&
                co_await core_.may_mail(tx, checked.waiting->email, visit))
                co_await core_.mail(tx, MailKind::verify, {.registration = checked.waiting->id}, visit,
                                    LinkPurpose::verify);
            co_return std::optional<Session>{};
        }
        // The password may have been changed while the hash was computed.
        auto const current = co_await core_.accounts.find(tx, checked.account->id);
        if (!current || current->password_hash != checked.account->password_hash)
            co_return std::optional<Session>{};
        if (!checked.upgraded.empty())
            co_await core_.accounts.upgrade_hash(tx, current->id, current->password_hash, checked.upgraded);
        co_return std::optional(co_await open(tx, *current, login.client.value_or(ClientKind::api),
                                              login.device_name.value_or(""), visit));
    });
    if (outage)
        std::rethrow_exception(outage);
    if (auto refusal = SecondStep::refusal(proof, checked.second))
        co_return std::unexpected(*std::move(refusal));
    if (!session)
        co_return std::unexpected(refused);
    co_return std::move(*session);
}

Task<Session> Sessions::open(db::Tx& tx, AccountRow account, ClientKind client, std::string_view name,
                             Visit const& visit) const {
    auto const now = core_.now();
    Session session{.account = std::move(account),
                    .device = {},
                    .client = client,
                    .access = crypto::new_token(crypto::kAccessPrefix),
                    .access_expires_at = now + kAccessLife,
                    .refresh = crypto::new_token(crypto::kRefreshPrefix),
                    .device_expires_at = now + kDeviceLife};
    auto const id = session.account.id;
    NewDevice const device{.account = id,
                           .client = client,
                           .name = device_name(name, visit.user_agent),
                           .network = visit.network,
                           .expires_at = session.device_expires_at};
    session.device = co_await core_.sessions.add_device(tx, device, now);
    auto const access_hash = crypto::token_hash(session.access);
    auto const refresh_hash = crypto::token_hash(session.refresh);
    co_await core_.sessions.add_access(tx, access_hash, session.device, id, session.access_expires_at);
    co_await core_.sessions.add_refresh(tx, refresh_hash, session.device, now + kIdleLife);
    core_.tell(tx, co_await core_.sessions.remove_oldest_devices(tx, id, kMostDevices));
    co_await core_.accounts.remember_network(tx, id, visit.network, now);
    co_await core_.accounts.audit(tx, {.account = id, .kind = "signed_in", .device = session.device}, visit,
                                  now);
    co_return session;
}

}  // namespace ax::auth
