#include "features/auth/sessions.h"

#include <algorithm>

namespace ax::auth {

Task<Result<Session>> Sessions::refresh(std::string token, ClientKind via, std::string csrf,
                                        Visit visit) const {
    auto const refuse = [] { return fail(Code::unauthenticated, "auth.session_expired"); };
    if (!crypto::looks_like_token(crypto::kRefreshPrefix, token))
        co_return refuse();
    auto const hash = crypto::token_hash(token);
    auto const salt = crypto::to_base64url(crypto::random_bytes(16));

    // A refusal that has to be remembered (a family that ends) commits, so the outcome is not an error in
    // here.
    struct Outcome {
        std::optional<Session> session = {};
        bool forged = false;
    };
    auto outcome = co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Outcome> {
        auto const now = core_.now();
        auto const row = co_await core_.sessions.find_refresh(tx, hash);
        if (!row || row->expires_at <= now || row->device_expires_at <= now || row->client != via)
            co_return Outcome{};
        if (via == ClientKind::browser && !crypto::equal_in_constant_time(csrf, core_.keys.csrf(row->device)))
            co_return Outcome{.session = {}, .forged = true};
        auto const account = co_await core_.accounts.find(tx, row->account);
        if (!account)
            co_return Outcome{};

        if (co_await core_.sessions.rotate(tx, hash, salt, now)) {
            auto session = renewed(*row, *account, token, salt, now);
            co_await core_.sessions.add_access(tx, crypto::token_hash(session.access), row->device,
                                               row->account, session.access_expires_at);
            co_await core_.sessions.add_refresh(tx, crypto::token_hash(session.refresh), row->device,
                                                std::min(now + kIdleLife, row->device_expires_at));
            co_await core_.sessions.touch_device(tx, row->device, visit.network, to_the_minute(now));
            co_return Outcome{.session = std::move(session)};
        }
        auto const rotated_at = row->rotated_at.value_or(now);
        if (now - rotated_at <= kRotationGrace)
            co_return Outcome{.session = renewed(*row, *account, token, row->salt, rotated_at)};
        co_await end_family(tx, *row, visit);
        co_return Outcome{};
    });
    if (outcome.forged)
        co_return fail(Code::forbidden, "auth.csrf");
    if (!outcome.session)
        co_return refuse();
    co_return std::move(*outcome.session);
}

// Pure in its arguments: the first use and a repeat within the grace get the same tokens.
Session Sessions::renewed(RefreshRow const& row, AccountRow account, std::string_view token,
                          std::string_view salt, Instant rotated_at) const {
    return {.account = std::move(account),
            .device = row.device,
            .client = row.client,
            .access = core_.keys.next_access(token, salt),
            .access_expires_at = std::min(rotated_at + kAccessLife, row.device_expires_at),
            .refresh = core_.keys.next_refresh(token, salt),
            .device_expires_at = row.device_expires_at};
}

// Somebody has a copy of a token that was used up. Who of the two is the owner can't be told: both are signed
// out.
Task<void> Sessions::end_family(db::Tx& tx, RefreshRow const& row, Visit const& visit) const {
    core_.tell(tx, co_await core_.sessions.remove_device(tx, row.account, row.device));
    co_await core_.accounts.audit(tx, {.account = row.account, .kind = "token_reused", .device = row.device},
                                  visit, core_.now());
    co_await core_.mail(tx, MailKind::token_reused, {.account = row.account}, visit);
}

Task<Result<Empty>> Sessions::logout(contract::Caller who, Visit visit) const {
    co_await core_.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        auto ended = co_await core_.sessions.remove_device(tx, who.account, who.device);
        if (ended.empty())
            co_return true;
        core_.tell(tx, std::move(ended));
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "signed_out", .device = who.device}, visit, core_.now());
        co_return true;
    });
    co_return Empty{};
}

Task<Result<Empty>> Sessions::logout_by_token(std::string token, std::string csrf, Visit visit) const {
    auto const row = co_await core_.sessions.find_refresh(core_.ports.db, crypto::token_hash(token));
    if (!row)
        co_return Empty{};
    if (!crypto::equal_in_constant_time(csrf, core_.keys.csrf(row->device)))
        co_return fail(Code::forbidden, "auth.csrf");
    contract::Caller const who{
        .account = row->account, .student = {}, .mentor = {}, .staff = false, .device = row->device};
    co_return co_await logout(who, std::move(visit));
}

Task<Result<Empty>> Sessions::logout_everywhere(contract::Caller who, Visit visit) const {
    co_await core_.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        core_.tell(tx, co_await core_.sessions.remove_devices(tx, who.account));
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "signed_out_everywhere", .device = who.device}, visit,
            core_.now());
        co_return true;
    });
    co_return Empty{};
}

Task<Result<Devices>> Sessions::devices(contract::Caller who) const {
    co_return Devices{co_await core_.sessions.devices(core_.ports.db, who.account, who.device, core_.now())};
}

Task<Result<Empty>> Sessions::revoke(contract::Caller who, DeviceId device, Visit visit) const {
    co_return co_await core_.ports.db.write([&](db::Tx& tx) -> Task<Result<Empty>> {
        auto ended = co_await core_.sessions.remove_device(tx, who.account, device);
        if (ended.empty())
            co_return fail(Code::not_found, "auth.unknown_device");
        core_.tell(tx, std::move(ended));
        co_await core_.accounts.audit(
            tx, {.account = who.account, .kind = "device_revoked", .device = device}, visit, core_.now());
        co_return Empty{};
    });
}

}  // namespace ax::auth
