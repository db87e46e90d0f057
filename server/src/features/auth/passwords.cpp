#include "features/auth/passwords.h"

#include <array>

#include <fmt/format.h>

namespace ax::auth {

Task<Result<MailSent>> Passwords::forgot(EmailOnly form, Visit visit) const {
    auto const email = normal_email(form.email);
    co_await core_.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        if (!co_await core_.may_mail(tx, email, visit))
            co_return true;
        LinkOwner owner;
        if (auto const account = co_await core_.accounts.find_by_email(tx, email)) {
            owner.account = account->id;
            co_await core_.accounts.audit(tx, {.account = account->id, .kind = "reset_asked"}, visit,
                                          core_.now());
        } else if (auto const waiting = co_await core_.registrations.newest(tx, email, core_.now())) {
            owner.registration = waiting->id;
        } else {
            co_return true;
        }
        co_await core_.mail(tx, MailKind::reset, owner, visit, LinkPurpose::reset);
        co_return true;
    });
    co_return MailSent{email};
}

Task<Result<Empty>> Passwords::reset(ResetPassword form, Visit visit) const {
    auto& db = core_.ports.db;
    auto const token = crypto::token_hash(form.token);
    auto const dead = [] { return fail(Code::gone, "auth.token_invalid"); };

    // Looked at first, used up only once the password is found good: a typo must not cost the link.
    auto const owner = co_await core_.registrations.find_link(db, token, LinkPurpose::reset, core_.now());
    if (!owner)
        co_return dead();
    std::string name;
    std::string email;
    if (owner->account) {
        auto const account = co_await core_.accounts.find(db, *owner->account);
        if (!account)
            co_return dead();
        name = account->name;
        email = account->email;
    } else {
        auto const waiting = co_await core_.registrations.find(db, *owner->registration);
        if (!waiting)
            co_return dead();
        name = waiting->name;
        email = waiting->email;
    }
    if (auto problems = password_problems("password", form.password, name, email); !problems.empty())
        co_return std::unexpected(Error{Code::invalid, "request.invalid", std::move(problems)});

    auto const hash = co_await core_.ports.hasher.hash(form.password);
    co_return co_await db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        auto const taken = co_await core_.registrations.take_link(tx, token, LinkPurpose::reset, core_.now());
        if (!taken)
            co_return dead();
        co_return co_await apply_reset(tx, *taken, hash, visit);
    });
}

Task<Result<Empty>> Passwords::apply_reset(db::Tx& tx, LinkOwner const& owner, std::string const& hash,
                                           Visit const& visit) const {
    auto const now = core_.now();
    if (owner.registration) {
        auto const waiting = co_await core_.registrations.find(tx, *owner.registration);
        if (!waiting || co_await core_.accounts.find_by_email(tx, waiting->email))
            co_return fail(Code::gone, "auth.token_invalid");
        AccountRow const row{.id = {},
                             .email = waiting->email,
                             .name = waiting->name,
                             .time_zone = waiting->time_zone,
                             .student = {},
                             .mentor = {},
                             .staff = false,
                             .password_hash = hash};
        std::array const roles{waiting->role == ProfileRole::mentor ? Role::mentor : Role::student};
        co_await core_.create(tx, row, roles, waiting->terms_accepted_at, visit);
        co_await core_.registrations.remove_all(tx, row.email);
        co_return Empty{};
    }

    auto const id = *owner.account;
    co_await core_.accounts.set_password(tx, id, hash, now);
    core_.tell(tx, co_await core_.sessions.remove_devices(tx, id));
    co_await core_.registrations.remove_links(tx, id);
    // The owner has just proven to be the owner: guesses of others don't stand in the way of signing in.
    LoginVisitor const visitor{.subject = fmt::format("a{}", id.value), .network = visit.network, .mark = {}};
    for (auto const& gate : login_gates(visitor, core_.options.login_tries))
        if (!gate.key.starts_with("login.network"))
            co_await core_.throttle.forget(tx, gate.key);
    co_await core_.accounts.audit(tx, {.account = id, .kind = "password_reset"}, visit, now);
    co_await core_.mail(tx, MailKind::password_reset, {.account = id}, visit);
    co_return Empty{};
}

Task<Result<Empty>> Passwords::change(contract::Caller who, ChangePassword form, Visit visit) const {
    auto& db = core_.ports.db;
    auto const named = co_await core_.accounts.find(db, who.account);
    if (!named)
        co_return fail(Code::unauthenticated, "auth.session_expired");
    if (auto problems = password_problems("new_password", form.new_password, named->name, named->email);
        !problems.empty())
        co_return std::unexpected(Error{Code::invalid, "request.invalid", std::move(problems)});
    AX_TRY(auto const account, co_await core_.prove_password(who, "current_password", form.current_password));
    auto const hash = co_await core_.ports.hasher.hash(form.new_password);

    bool const changed = co_await db.write([&](db::Tx& tx) -> Task<bool> {
        auto const now = core_.now();
        auto const current = co_await core_.accounts.find(tx, who.account);
        if (!current || current->password_hash != account.password_hash)
            co_return false;
        co_await core_.accounts.set_password(tx, who.account, hash, now);
        core_.tell(tx, co_await core_.sessions.remove_other_devices(tx, who.account, who.device));
        co_await core_.registrations.remove_links(tx, who.account);
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "password_changed", .device = who.device}, visit, now);
        co_await core_.mail(tx, MailKind::password_changed, {.account = who.account}, visit);
        co_return true;
    });
    if (!changed)
        co_return fail_field("current_password", "wrong_password");
    co_return Empty{};
}

}  // namespace ax::auth
