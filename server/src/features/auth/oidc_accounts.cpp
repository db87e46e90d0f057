#include "base/text.h"
#include "features/auth/oidc.h"
#include "features/auth/oidc_attempt.h"

#include <algorithm>

#include <fmt/format.h>

// What a provider's word is worth here: signing in, signing up, linking.
namespace ax::auth {
namespace {

Error expired() { return {Code::gone, "auth.external_expired"}; }

}  // namespace

std::string Oidc::name_of_issuer(std::string const& issuer) const {
    auto const found = std::ranges::find_if(
        providers_, [&](auto const& provider) { return provider->options().issuer == issuer; });
    return found == providers_.end() ? std::string(host_of(issuer)) : (*found)->options().name;
}

Task<Result<External>> Oidc::look(std::string ticket) const {
    auto& db = core_.ports.db;
    auto const person = co_await store_.find_ticket(db, crypto::token_hash(ticket), core_.now());
    if (!person)
        co_return std::unexpected(expired());
    External out{.provider = name_of_issuer(person->issuer),
                 .email = person->email,
                 .name = person->name,
                 .step = ExternalStep::sign_in,
                 .ticket = {}};
    if (co_await store_.find(db, person->issuer, person->subject))
        co_return out;
    out.step = co_await core_.accounts.find_by_email(db, person->email) ? ExternalStep::link_first
                                                                        : ExternalStep::sign_up;
    co_return out;
}

Task<Result<Session>> Oidc::finish(std::string ticket, FinishExternal form, Visit visit) const {
    auto& db = core_.ports.db;
    auto const hash = crypto::token_hash(ticket);
    auto const person = co_await store_.find_ticket(db, hash, core_.now());
    if (!person)
        co_return std::unexpected(expired());
    if (co_await store_.find(db, person->issuer, person->subject))
        co_return co_await sign_in(hash, *person, form, visit);
    if (co_await core_.accounts.find_by_email(db, person->email))
        co_return fail(Code::conflict, "auth.link_first");
    if (!form.role || !form.name)
        co_return fail(Code::conflict, "auth.sign_up_needed");
    co_return co_await sign_up(hash, *person, form, visit);
}

Task<Result<Session>> Oidc::sign_in(std::string const& hash, NamedPerson const& person,
                                    FinishExternal const& form, Visit const& visit) const {
    auto const given = co_await second_step_.read(form.code, form.passkey);
    // Refusals count, so they commit: they are no errors in here.
    std::optional<Error> refusal;
    auto session = co_await core_.ports.db.write([&](db::Tx& tx) -> Task<std::optional<Session>> {
        refusal.reset();
        auto const now = core_.now();
        auto const identity = co_await store_.find(tx, person.issuer, person.subject);
        auto const account =
            identity ? co_await core_.accounts.find(tx, identity->account) : std::optional<AccountRow>{};
        if (!account) {
            refusal = expired();
            co_return std::optional<Session>{};
        }
        auto const gates = factors_.gates(account->id);
        if (auto const wait = co_await core_.throttle.admit(tx, gates, now)) {
            refusal = Error{Code::too_many, "auth.throttled", {}, *wait};
            co_return std::optional<Session>{};
        }
        auto const proof = co_await second_step_.prove(tx, account->id, given, visit);
        co_await core_.throttle.settle(tx, gates, proof == SecondStep::Proof::wrong);
        refusal = SecondStep::refusal(proof, given);
        if (!refusal && !co_await store_.take_ticket(tx, hash, now))
            refusal = expired();
        if (refusal)
            co_return std::optional<Session>{};
        co_await store_.touch(tx, identity->id, now);
        co_return co_await sessions_.open(tx, *account, form.client.value_or(ClientKind::api),
                                          form.device_name.value_or(""), visit);
    });
    if (refusal)
        co_return std::unexpected(*std::move(refusal));
    co_return *std::move(session);
}

Task<Result<Session>> Oidc::sign_up(std::string const& hash, NamedPerson const& person,
                                    FinishExternal const& form, Visit const& visit) const {
    auto const name = trimmed(*form.name);
    std::vector<FieldError> problems;
    if (name.empty())
        problems.push_back({"name", "required", {}});
    if (!form.accepted_terms.value_or(false))
        problems.push_back({"accepted_terms", "must_accept", {}});
    if (!problems.empty())
        co_return std::unexpected(Error{Code::invalid, "request.invalid", std::move(problems)});
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<Session>> {
        auto const now = core_.now();
        if (!co_await store_.take_ticket(tx, hash, now))
            co_return std::unexpected(expired());
        if (co_await core_.accounts.find_by_email(tx, person.email))
            co_return fail(Code::conflict, "auth.link_first");
        AccountRow const row{.id = {},
                             .email = person.email,
                             .name = name,
                             .time_zone = form.time_zone.value_or("UTC"),
                             .student = {},
                             .mentor = {},
                             .staff = false,
                             .password_hash = {}};
        std::array const roles{*form.role == ProfileRole::mentor ? Role::mentor : Role::student};
        auto account = co_await core_.create(tx, row, roles, now, visit);
        // Who waits for a mail to this address has no account to make any more.
        co_await core_.registrations.remove_all(tx, person.email);
        if (!co_await store_.add(tx, account.id, person, now))
            co_return std::unexpected(expired());
        co_await core_.accounts.audit(tx, {.account = account.id, .kind = "sign_in_linked"}, visit, now);
        co_return co_await sessions_.open(tx, std::move(account), form.client.value_or(ClientKind::api),
                                          form.device_name.value_or(""), visit);
    });
}

Task<std::optional<Error>> Oidc::link(Attempt const& attempt, NamedPerson const& person,
                                      Visit const& visit) const {
    auto const account = *attempt.account;
    auto const device = attempt.device.value_or(DeviceId{});
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<std::optional<Error>> {
        auto const now = core_.now();
        // It may have been signed out meanwhile, by who saw that something is wrong.
        std::array const devices{device};
        if ((co_await core_.sessions.living(tx, devices, now)).empty())
            co_return Error{Code::unauthenticated, "auth.session_expired"};
        if (!co_await store_.add(tx, account, person, now))
            co_return Error{Code::conflict, "auth.identity_taken"};
        co_await core_.accounts.audit(tx, {.account = account, .kind = "sign_in_linked", .device = device},
                                      visit, now);
        co_await core_.mail(tx, MailKind::sign_in_linked, {.account = account}, visit);
        co_return std::nullopt;
    });
}

Task<Result<Identities>> Oidc::of(contract::Caller who) const {
    auto& db = core_.ports.db;
    auto const account = co_await core_.accounts.find(db, who.account);
    if (!account)
        co_return fail(Code::unauthenticated, "auth.session_expired");
    auto const rows = co_await store_.of(db, who.account);
    Identities out{.items = {}, .more = {}, .has_password = account->has_password()};
    for (auto const& row : rows)
        out.items.push_back({.id = row.id,
                             .provider = name_of_issuer(row.issuer),
                             .email = row.email,
                             .linked_at = row.linked_at,
                             .used_at = row.used_at});
    for (auto const& provider : providers_)
        if (std::ranges::none_of(
                rows, [&](IdentityRow const& row) { return row.issuer == provider->options().issuer; }))
            out.more.push_back({provider->options().id, provider->options().name});
    co_return out;
}

Task<Result<Oidc::Departure>> Oidc::begin_link(contract::Caller who, BeginLink form) const {
    AX_CHECK(co_await core_.prove_password(who, "password", form.password));
    co_return co_await depart(form.provider, "", who);
}

Task<Result<Empty>> Oidc::unlink(contract::Caller who, Unlink form, Visit visit) const {
    // Who knows the password has another way in.
    AX_CHECK(co_await core_.prove_password(who, "password", form.password));
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        if (!co_await store_.remove(tx, who.account, form.identity))
            co_return fail(Code::not_found, "auth.unknown_identity");
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "sign_in_unlinked", .device = who.device}, visit,
            core_.now());
        co_await core_.mail(tx, MailKind::sign_in_unlinked, {.account = who.account}, visit);
        co_return Empty{};
    });
}

}  // namespace ax::auth
