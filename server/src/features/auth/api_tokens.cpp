#include "features/auth/api_tokens.h"

#include "base/text.h"
#include "platform/telemetry/log.h"

namespace ax::auth {
namespace {

constexpr std::size_t kLookupBytes = 6;
// A commit for each request would cost more than most requests do.
constexpr Duration kUseNotedEvery = minutes{5};

/// What it is found by; nothing for what was never made here.
std::optional<std::string_view> public_part(std::string_view token) {
    auto const last = token.rfind('_');
    if (last == std::string_view::npos || token.size() - last - 1 != crypto::kTokenLength - 4 ||
        token.size() > 80)
        return {};
    return token.substr(0, last);
}

}  // namespace

Task<std::optional<contract::Caller>> ApiTokenDesk::caller(std::string_view token) const {
    auto const found_by = public_part(token);
    if (!found_by)
        co_return std::optional<contract::Caller>{};
    auto const hash = crypto::token_hash(token);
    auto const row = co_await store_.find(core_.ports.db, *found_by, core_.now());
    if (!row || !crypto::equal_in_constant_time(hash, row->hash))
        co_return std::optional<contract::Caller>{};
    co_await note_use(*row);
    co_return row->caller;
}

Task<void> ApiTokenDesk::note_use(ApiTokenRow const& row) const {
    auto const now = to_the_minute(core_.now());
    if (row.last_used_at && now - *row.last_used_at < kUseNotedEvery)
        co_return;
    try {
        co_await core_.ports.db.write([&](db::Tx& tx) -> Task<bool> {
            co_await store_.touch(tx, row.id, now);
            co_return true;
        });
    } catch (db::Unavailable const& outage) {
        // A full disk is no reason to refuse who only wants to read.
        telemetry::log(telemetry::Level::warn, "auth.token_use_not_noted",
                       {{"detail", std::string_view(outage.what())}});
    }
}

Task<Result<ApiTokens>> ApiTokenDesk::list(contract::Caller who) const {
    co_return ApiTokens{co_await store_.list(core_.ports.db, who.account, core_.now())};
}

Task<Result<NewApiToken>> ApiTokenDesk::create(contract::Caller who, ApiTokenWish wish, Visit visit) const {
    auto const name = trimmed(wish.name);
    if (name.empty())
        co_return fail_field("name", "required");
    if (wish.scopes.empty())
        co_return fail_field("scopes", "required");
    AX_CHECK(co_await core_.prove_password(who, "password", wish.password));
    AX_CHECK(co_await factors_.prove_if_on(who, wish.code, visit));

    auto const begins =
        api::api_token_prefix(wish.scopes) + crypto::to_base62(crypto::random_bytes(kLookupBytes));
    auto const token = crypto::new_token(begins + "_");
    auto const hash = crypto::token_hash(token);
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<NewApiToken>> {
        auto const now = core_.now();
        if ((co_await store_.list(tx, who.account, now)).size() >= kMostApiTokens)
            co_return fail(Code::conflict, "auth.too_many_api_tokens");
        NewApiTokenRow const row{.account = who.account,
                                 .public_part = begins,
                                 .hash = hash,
                                 .name = name,
                                 .expires_at = now + days{wish.days.value_or(kApiTokenDays)}};
        auto const id = co_await store_.add(tx, row, now);
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "api_token_made", .device = who.device}, visit, now);
        co_await core_.mail(tx, MailKind::api_token_made, {.account = who.account}, visit);
        co_return NewApiToken{.token = token,
                              .about = {.id = id,
                                        .name = name,
                                        .begins = begins,
                                        .scopes = api::scopes_of(begins).value(),
                                        .created_at = now,
                                        .expires_at = row.expires_at,
                                        .last_used_at = {}}};
    });
}

Task<Result<Empty>> ApiTokenDesk::revoke(contract::Caller who, ApiTokenId id, Visit visit) const {
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        if (!co_await store_.remove(tx, who.account, id))
            co_return fail(Code::not_found, "auth.unknown_api_token");
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "api_token_revoked", .device = who.device}, visit,
            core_.now());
        co_return Empty{};
    });
}

Task<int> ApiTokenDesk::revoke_for(db::Tx& tx, AccountId account, std::optional<ApiTokenId> one,
                                   Visit const& visit) const {
    int ended = 0;
    if (one)
        ended = co_await store_.remove(tx, account, *one) ? 1 : 0;
    else
        ended = co_await store_.remove_all(tx, account);
    if (ended > 0)
        co_await core_.accounts.audit(tx, {.account = account, .kind = "api_token_revoked"}, visit,
                                      core_.now());
    co_return ended;
}

}  // namespace ax::auth
