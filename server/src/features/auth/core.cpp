#include "features/auth/core.h"

#include "platform/blobs/picture.h"
#include "platform/crypto/strength.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ax::auth {

Task<User> Core::user(db::Executor& on, AccountRow const& account) const {
    User user{.name = account.name,
              .email = account.email,
              .email_verified = true,
              .time_zone = account.time_zone,
              .roles = {},
              .student_id = account.student,
              .mentor_id = account.mentor,
              .approval = {},
              .photo = blobs::picture_url(account.photo)};
    if (account.student)
        user.roles.push_back(Role::student);
    if (account.mentor) {
        user.roles.push_back(Role::mentor);
        user.approval = co_await ports.profiles.approval(on, *account.mentor);
    }
    if (account.staff)
        user.roles.push_back(Role::staff);
    co_return user;
}

Task<AccountRow> Core::create(db::Tx& tx, AccountRow row, std::span<Role const> roles,
                              std::optional<Instant> terms_accepted_at, Visit const& visit) const {
    auto const has = [roles](Role role) { return std::ranges::find(roles, role) != roles.end(); };
    row.staff = has(Role::staff);
    row.id = co_await accounts.insert(tx, row, terms_accepted_at, now());
    if (has(Role::student))
        row.student = co_await ports.profiles.create_student(tx, row.id);
    if (has(Role::mentor))
        row.mentor = co_await ports.profiles.create_mentor(tx, row.id);
    co_await accounts.set_profiles(tx, row.id, row.student, row.mentor);
    co_await accounts.audit(tx, {.account = row.id, .kind = row.staff ? "staff_created" : "account_created"},
                            visit, now());
    co_return row;
}

Task<bool> Core::may_mail(db::Tx& tx, std::string_view email, Visit const& visit) const {
    auto const hashed = [](std::string const& text) {
        return crypto::to_base64url(crypto::bytes(crypto::sha256(text))).substr(0, 22);
    };
    std::string const address(email);
    Budget const from_here{.tries = 5, .free = 5, .in_flight = 0, .window = hours{1}};
    Budget const from_anywhere{.tries = 20, .free = 20, .in_flight = 0, .window = hours{1}};
    std::vector<Gate> const gates{{"mail.pair:" + hashed(address + "|" + visit.network), from_here},
                                  {"mail.address:" + hashed(address), from_anywhere}};
    co_return co_await throttle.take(tx, gates, now());
}

Task<Result<AccountRow>> Core::prove_password(contract::Caller who, std::string_view field,
                                              std::string const& password) const {
    auto& db = ports.db;
    auto account = co_await accounts.find(db, who.account);
    if (!account)
        co_return fail(Code::unauthenticated, "auth.session_expired");
    if (!account->has_password())
        co_return fail(Code::conflict, "auth.no_password");
    if (password.size() > crypto::kMostPasswordBytes)
        co_return fail_field(field, "wrong_password");
    std::array const gates{
        Gate{fmt::format("change:a{}", who.account.value), {.tries = options.login_tries}}};
    auto const wait = co_await db.write(
        [&](db::Tx& tx) -> Task<std::optional<int>> { co_return co_await throttle.admit(tx, gates, now()); });
    if (wait)
        co_return std::unexpected(Error{Code::too_many, "auth.throttled", {}, *wait});

    bool right = false;
    std::exception_ptr outage;
    try {
        right = (co_await ports.hasher.verify(password, account->password_hash)).matches;
    } catch (...) {
        outage = std::current_exception();
    }
    co_await db.write([&](db::Tx& tx) -> Task<bool> {
        // An outage is nobody's wrong guess.
        co_await throttle.settle(tx, gates, !right && !outage);
        co_return true;
    });
    if (outage)
        std::rethrow_exception(outage);
    if (!right)
        co_return fail_field(field, "wrong_password");
    co_return *std::move(account);
}

void Core::tell(db::Tx& tx, std::vector<DeviceId> devices, DeviceNews news) const {
    if (!ports.device_news || devices.empty())
        return;
    tx.on_commit([this, devices = std::move(devices), news] {
        for (auto const device : devices) ports.device_news(device, news);
    });
}

Task<void> Core::mail(db::Tx& tx, MailKind kind, LinkOwner const& to, Visit const& visit,
                      std::optional<LinkPurpose> purpose) const {
    SecurityMail event{.kind = kind,
                       .account = to.account,
                       .registration = to.registration,
                       .link_seed = {},
                       .network = visit.network,
                       .at = now()};
    if (purpose) {
        event.link_seed = crypto::to_base64url(crypto::random_bytes(16));
        auto const life = *purpose == LinkPurpose::verify ? kVerifyLinkLife : kResetLinkLife;
        auto const hash = crypto::token_hash(keys.link_token(event.link_seed));
        co_await registrations.add_link(tx, hash, *purpose, to, now() + life);
    }
    co_await ports.outbox.add(tx, event);
}

std::vector<FieldError> password_problems(std::string_view field, std::string_view password,
                                          std::string const& name, std::string const& email) {
    std::array<std::string, 2> const personal{name, email};
    auto const flaw = crypto::password_flaw(password, personal);
    if (flaw == crypto::PasswordFlaw::none)
        return {};
    std::optional<long long> limit;
    if (flaw == crypto::PasswordFlaw::too_short)
        limit = crypto::kFewestPasswordCharacters;
    if (flaw == crypto::PasswordFlaw::too_long)
        limit = crypto::kMostPasswordBytes;
    return {{std::string(field), std::string(crypto::reason_of(flaw)), limit}};
}

}  // namespace ax::auth
