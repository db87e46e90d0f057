#include "features/auth/registration.h"

#include "contract/codec.h"
#include "contract/formats.h"

#include <algorithm>

namespace ax::auth {
namespace {

/// White space around a name is no part of it; a name of nothing else is none.
std::string trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos)
        return {};
    return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

Role role_of(ProfileRole role) { return role == ProfileRole::mentor ? Role::mentor : Role::student; }

}  // namespace

Task<Result<MailSent>> Registration::sign_up(Register form, Visit visit) const {
    form.name = trimmed(form.name);
    auto const email = normal_email(form.email);
    auto problems = password_problems("password", form.password, form.name, email);
    if (form.name.empty())
        problems.push_back({"name", "required", {}});
    if (!form.accepted_terms)
        problems.push_back({"accepted_terms", "must_accept", {}});
    if (!problems.empty())
        co_return std::unexpected(Error{Code::invalid, "request.invalid", std::move(problems)});

    // Hashed before anybody looks whether the address is known: the time is the same.
    auto const hash = co_await core_.ports.hasher.hash(form.password);
    co_await core_.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        if (!co_await core_.may_mail(tx, email, visit))
            co_return true;
        if (auto const account = co_await core_.accounts.find_by_email(tx, email)) {
            co_await core_.mail(tx, MailKind::account_exists, {.account = account->id}, visit,
                                LinkPurpose::reset);
            co_return true;
        }
        RegistrationRow const row{.id = {},
                                  .email = email,
                                  .name = form.name,
                                  .password_hash = hash,
                                  .role = form.role,
                                  .time_zone = form.time_zone.value_or("UTC"),
                                  .terms_accepted_at = core_.now()};
        auto const id =
            co_await core_.registrations.insert(tx, row, core_.now(), core_.now() + kRegistrationLife);
        co_await core_.mail(tx, MailKind::verify, {.registration = id}, visit, LinkPurpose::verify);
        co_return true;
    });
    co_return MailSent{email};
}

Task<Result<MailSent>> Registration::resend(EmailOnly form, Visit visit) const {
    auto const email = normal_email(form.email);
    co_await core_.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        if (!co_await core_.may_mail(tx, email, visit))
            co_return true;
        if (auto const account = co_await core_.accounts.find_by_email(tx, email)) {
            co_await core_.mail(tx, MailKind::account_exists, {.account = account->id}, visit,
                                LinkPurpose::reset);
            co_return true;
        }
        auto const waiting = co_await core_.registrations.newest(tx, email, core_.now());
        if (!waiting)
            co_return true;
        bool const rivals = co_await core_.registrations.count(tx, email, core_.now()) > 1;
        co_await core_.mail(tx, rivals ? MailKind::choose_password : MailKind::verify,
                            {.registration = waiting->id}, visit,
                            rivals ? LinkPurpose::reset : LinkPurpose::verify);
        co_return true;
    });
    co_return MailSent{email};
}

Task<Result<Session>> Registration::verify(VerifyEmail form, Visit visit) const {
    auto const hash = crypto::token_hash(form.token);
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<Session>> {
        auto const owner = co_await core_.registrations.take_link(tx, hash, LinkPurpose::verify, core_.now());
        if (!owner || !owner->registration)
            co_return fail(Code::gone, "auth.token_invalid");
        auto const waiting = co_await core_.registrations.find(tx, *owner->registration);
        if (!waiting || co_await core_.accounts.find_by_email(tx, waiting->email))
            co_return fail(Code::gone, "auth.token_invalid");

        AccountRow const row{.id = {},
                             .email = waiting->email,
                             .name = waiting->name,
                             .time_zone = waiting->time_zone,
                             .student = {},
                             .mentor = {},
                             .staff = false,
                             .password_hash = waiting->password_hash};
        std::array const roles{role_of(waiting->role)};
        auto account = co_await core_.create(tx, row, roles, waiting->terms_accepted_at, visit);
        co_await core_.registrations.remove_all(tx, row.email);
        co_return co_await sessions_.open(tx, std::move(account), form.client.value_or(ClientKind::api),
                                          form.device_name.value_or(""), visit);
    });
}

Task<Result<User>> Registration::add_role(contract::Caller who, AddRole form, Visit visit) const {
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<User>> {
        auto account = co_await core_.accounts.find(tx, who.account);
        if (!account)
            co_return fail(Code::unauthenticated, "auth.session_expired");
        bool const mentor = form.role == ProfileRole::mentor;
        if (mentor ? account->mentor.has_value() : account->student.has_value())
            co_return fail(Code::conflict, "auth.role_taken");
        if (mentor)
            account->mentor = co_await core_.ports.profiles.create_mentor(tx, account->id);
        else
            account->student = co_await core_.ports.profiles.create_student(tx, account->id);
        co_await core_.accounts.set_profiles(tx, account->id, account->student, account->mentor);
        core_.tell(tx, co_await core_.sessions.remove_other_devices(tx, account->id, who.device));
        core_.tell(tx, {who.device}, DeviceNews::account_changed);
        co_await core_.accounts.audit(
            tx, {.account = account->id, .kind = "role_added", .device = who.device}, visit, core_.now());
        co_await core_.mail(tx, MailKind::role_added, {.account = account->id}, visit);
        co_return co_await core_.user(tx, *account);
    });
}

Task<Result<AccountId>> Registration::create(NewAccount form) const {
    form.name = trimmed(form.name);
    auto const email = normal_email(form.email);
    auto problems = password_problems("password", form.password, form.name, email);
    if (form.name.empty() || form.name.size() > 100)
        problems.push_back({"name", form.name.empty() ? "required" : "too_long", {}});
    if (email.size() > 254 || !contract::is_email(email))
        problems.push_back({"email", "email", {}});
    if (!contract::is_zone(form.time_zone))
        problems.push_back({"time_zone", "unknown_zone", {}});
    if (!problems.empty())
        co_return std::unexpected(Error{Code::invalid, "request.invalid", std::move(problems)});

    AccountRow const row{.id = {},
                         .email = email,
                         .name = form.name,
                         .time_zone = form.time_zone,
                         .student = {},
                         .mentor = {},
                         .staff = false,
                         .password_hash = co_await core_.ports.hasher.hash(form.password)};
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<AccountId>> {
        if (co_await core_.accounts.find_by_email(tx, email))
            co_return fail_field("email", "taken");
        co_await core_.registrations.remove_all(tx, email);
        Visit const local{.network = "local"};
        co_return (co_await core_.create(tx, row, form.roles, {}, local)).id;
    });
}

}  // namespace ax::auth
