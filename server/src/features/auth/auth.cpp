#include "features/auth/auth.h"

#include "features/auth/api_tokens.h"
#include "features/auth/core.h"
#include "features/auth/jobs.h"
#include "features/auth/oidc_routes.h"
#include "features/auth/passkeys.h"
#include "features/auth/passwords.h"
#include "features/auth/registration.h"
#include "features/auth/routes.h"
#include "features/auth/sessions.h"
#include "platform/blobs/picture.h"

#include <algorithm>
#include <stdexcept>

namespace ax::auth {
namespace {

class TokenAuthenticator final : public api::Authenticator {
public:
    explicit TokenAuthenticator(Core const& core) : core_(core) {}

    Task<std::optional<contract::Caller>> authenticate(std::string_view token) override {
        if (!crypto::looks_like_token(crypto::kAccessPrefix, token))
            co_return std::optional<contract::Caller>{};
        auto const hash = crypto::token_hash(token);
        co_return co_await core_.sessions.caller(core_.ports.db, hash, core_.now());
    }

private:
    Core const& core_;
};

Visit by_operator() { return {.network = "the operator's machine"}; }

Account public_part(AccountRow row) {
    return {.id = row.id,
            .email = std::move(row.email),
            .name = std::move(row.name),
            .time_zone = std::move(row.time_zone),
            .student = row.student,
            .mentor = row.mentor,
            .staff = row.staff,
            .photo_key = std::move(row.photo),
            .cv_key = std::move(row.cv)};
}

}  // namespace

std::optional<std::string> Account::photo() const { return blobs::picture_url(photo_key); }

Task<std::optional<Account>> Accounts::find(db::Executor& on, AccountId id) const {
    auto row = co_await AccountStore{}.find(on, id);
    co_return row ? std::optional(public_part(std::move(*row))) : std::nullopt;
}

Task<std::optional<Account>> Accounts::find_by_email(db::Executor& on, std::string_view email) const {
    auto const normal = normal_email(email);
    auto row = co_await AccountStore{}.find_by_email(on, normal);
    co_return row ? std::optional(public_part(std::move(*row))) : std::nullopt;
}

Task<std::vector<Account>> Accounts::find_all(db::Executor& on, std::span<AccountId const> ids) const {
    std::vector<Account> out;
    if (ids.empty())
        co_return out;
    for (auto& row : co_await AccountStore{}.find_all(on, ids)) out.push_back(public_part(std::move(row)));
    co_return out;
}

Account const* find_in(std::span<Account const> known, AccountId id) {
    auto const found = std::ranges::lower_bound(known, id, {}, &Account::id);
    return found != known.end() && found->id == id ? &*found : nullptr;
}

Task<std::vector<Account>> Accounts::staff(db::Executor& on, int limit) const {
    std::vector<Account> out;
    for (auto& row : co_await AccountStore{}.staff(on, limit)) out.push_back(public_part(std::move(row)));
    co_return out;
}

Task<std::optional<Account>> Accounts::find_by_public_id(db::Executor& on, std::string_view id) const {
    auto const student = parse_student_id(id);
    auto const mentor = parse_mentor_id(id);
    if (!student && !mentor)
        co_return std::nullopt;
    auto row =
        co_await AccountStore{}.find(on, Identifier{.email = {}, .student = student, .mentor = mentor});
    co_return row ? std::optional(public_part(std::move(*row))) : std::nullopt;
}

Task<std::optional<Instant>> Accounts::created_at(db::Executor& on, AccountId id) const {
    return AccountStore{}.created_at(on, id);
}

Task<std::vector<DeviceId>> Accounts::living_devices(db::Executor& on, std::span<DeviceId const> ids,
                                                     Instant now) const {
    co_return co_await SessionStore{}.living(on, ids, now);
}

Task<void> Accounts::set_name(db::Tx& tx, AccountId id, std::string_view name) const {
    co_await AccountStore{}.set_name(tx, id, name);
}

Task<void> Accounts::set_time_zone(db::Tx& tx, AccountId id, std::string_view zone) const {
    co_await AccountStore{}.set_time_zone(tx, id, zone);
}

Task<void> Accounts::set_photo(db::Tx& tx, AccountId id, std::string_view key) const {
    co_await AccountStore{}.set_photo(tx, id, key);
}

Task<void> Accounts::set_cv(db::Tx& tx, AccountId id, std::string_view key) const {
    co_await AccountStore{}.set_cv(tx, id, key);
}

struct Auth::State {
    State(Ports ports, Options options_in)
        : core{.ports = ports, .options = options_in, .keys = Keys(options_in.secret)} {}

    Core core;
    Accounts accounts;
    SecondFactors factors{core};
    Sessions sessions{core, factors};
    Registration registration{core, sessions};
    Passwords passwords{core};
    Passkeys passkeys{core, sessions, factors};
    ApiTokenDesk tokens{core, factors};
    Routes routes{core, sessions, factors, registration, passwords, passkeys, tokens};
    Oidc oidc{core, sessions, factors};
    OidcRoutes oidc_routes{oidc, routes};
    TokenAuthenticator authenticator{core};
};

Auth::Auth(Ports ports, Options options) {
    if (options.secret.size() < 32)
        throw std::invalid_argument("auth: the secret needs at least 32 bytes");
    while (options.base_url.ends_with('/')) options.base_url.pop_back();
    state_ = std::make_unique<State>(ports, std::move(options));
}

Auth::~Auth() = default;

void Auth::bind(api::Router& router) {
    state_->routes.bind(router);
    state_->oidc_routes.bind(router);
}
void Auth::listen(jobs::Listeners& listeners) { add_jobs(listeners, state_->core); }
api::Authenticator& Auth::authenticator() noexcept { return state_->authenticator; }
std::unique_ptr<api::Authenticator> Auth::with_api_tokens(api::Authenticator& sessions) {
    return std::make_unique<RequestAuthenticator>(state_->tokens, sessions);
}
Accounts const& Auth::accounts() const noexcept { return state_->accounts; }

Task<Result<AccountId>> Auth::create(NewAccount account) {
    return state_->registration.create(std::move(account));
}

Task<Result<void>> Auth::end_second_factor(std::string email) {
    auto const& core = state_->core;
    co_return co_await core.ports.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const address = normal_email(email);
        auto const account = co_await core.accounts.find_by_email(tx, address);
        if (!account)
            co_return fail(Code::not_found, "auth.unknown_account");
        if (!co_await state_->factors.end_for(tx, account->id, by_operator()))
            co_return fail(Code::conflict, "auth.second_factor_off");
        co_return Result<void>{};
    });
}

Task<Result<std::vector<ApiToken>>> Auth::api_tokens(std::string email) {
    auto const& core = state_->core;
    auto const address = normal_email(email);
    auto const account = co_await core.accounts.find_by_email(core.ports.db, address);
    if (!account)
        co_return fail(Code::not_found, "auth.unknown_account");
    co_return co_await ApiTokenStore{}.list(core.ports.db, account->id, core.now());
}

Task<Result<int>> Auth::revoke_api_tokens(std::string email, std::optional<ApiTokenId> one) {
    auto const& core = state_->core;
    co_return co_await core.ports.db.write([&](db::Tx& tx) -> Task<Result<int>> {
        auto const address = normal_email(email);
        auto const account = co_await core.accounts.find_by_email(tx, address);
        if (!account)
            co_return fail(Code::not_found, "auth.unknown_account");
        co_return co_await state_->tokens.revoke_for(tx, account->id, one, by_operator());
    });
}

Task<AccountId> Auth::create_unchecked(db::Tx& tx, NewAccount account, std::string password_hash) {
    AccountRow const row{.id = {},
                         .email = normal_email(account.email),
                         .name = account.name,
                         .time_zone = account.time_zone,
                         .student = {},
                         .mentor = {},
                         .staff = false,
                         .password_hash = std::move(password_hash)};
    Visit const local{.network = "local"};
    co_return (co_await state_->core.create(tx, row, account.roles, state_->core.now(), local)).id;
}

}  // namespace ax::auth
