#include "base/text.h"
#include "features/webhooks/endpoints.h"
#include "features/webhooks/kinds.h"
#include "features/webhooks/signature.h"
#include "features/webhooks/webhooks.h"
#include "platform/client/public_url.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <algorithm>

#include <fmt/format.h>

/// What the staff does.
namespace ax::webhooks {
namespace {

using contract::Caller;

constexpr std::size_t kMostHooks = 20;
constexpr int kReplayedAtOnce = 1000;
constexpr int kShownTries = 50;

Error unknown() { return {Code::not_found, "webhooks.unknown", {}}; }

Result<void> check_kinds(std::vector<std::string> const& kinds) {
    if (kinds.empty())
        return fail_field("kinds", "required");
    if (!std::ranges::all_of(kinds, [](std::string const& one) { return is_wish(one); }))
        return fail_field("kinds", "unknown_kind");
    return {};
}

HookDelivery shape_of(store::Delivery const& d) {
    return {.id = d.id,
            .message = message_id(d),
            .kind = d.kind,
            .state = d.state,
            .attempts = d.attempts,
            .next_at = d.next_at,
            .last_outcome = d.last_outcome,
            .last_status = d.last_status,
            .created_at = d.created_at};
}

}  // namespace

void Webhooks::bind(api::Router& router) {
    router.bind(kList, [this](Caller const&, Empty) -> Task<Result<Hooks>> { co_return co_await list(); });
    router.bind(kCreate,
                [this](Caller const& who, CreateHook wish) { return create(who.account, std::move(wish)); });
    router.bind(kUpdate, [this](Caller const&, UpdateHook wish) { return update(std::move(wish)); });
    router.bind(kRemove, [this](Caller const&, OneHook one) -> Task<Result<Empty>> {
        AX_CHECK(co_await remove(one.webhook));
        co_return Empty{};
    });
    router.bind(kPause, [this](Caller const&, PauseHook wish) { return pause(wish); });
    router.bind(kRotate, [this](Caller const&, OneHook one) { return rotate(one.webhook); });
    router.bind(kTest, [this](Caller const&, OneHook one) { return test(one.webhook); });
    router.bind(kDeliveries, [this](Caller const&, HookDeliveryQuery query) { return deliveries(query); });
    router.bind(kReplaySince, [this](Caller const&, ReplaySince wish) { return replay_since(wish); });
    router.bind(kDelivery, [this](Caller const&, OneHookDelivery one) { return delivery(one.delivery); });
    router.bind(kReplay, [this](Caller const&, OneHookDelivery one) { return replay(one.delivery); });
}

Result<std::string> Webhooks::tidy_url(std::string url) const {
    url = trimmed(url);
    if (auto const fault = client::fault_of_url(url, options_.loopback))
        return fail_field("url", *fault);
    if (url.contains('#'))
        return fail_field("url", "not_a_url");
    return url;
}

Hook Webhooks::shape(store::Row const& row) const {
    std::optional<Instant> old_secret_until;
    if (row.rotated_at && p_.clock.now() < *row.rotated_at + kOldSecretGoodFor)
        old_secret_until = *row.rotated_at + kOldSecretGoodFor;
    return {.id = row.id,
            .url = row.url,
            .kinds = row.kinds,
            .note = row.note,
            .state = row.state,
            .last_success_at = row.last_success_at,
            .old_secret_until = old_secret_until,
            .created_at = row.created_at};
}

HookSecret Webhooks::with_secret(store::Row const& row) const {
    return {shape(row),
            secret_text(secret_key(options_.secret, row.id.value, row.generation, row.created_at))};
}

Task<Hooks> Webhooks::list() {
    Hooks out;
    for (auto const& row : co_await store::all(p_.db)) out.items.push_back(shape(row));
    for (auto const kind : all_kinds()) out.kinds.emplace_back(kind);
    co_return out;
}

Task<Result<HookSecret>> Webhooks::create(AccountId owner, CreateHook wish) {
    AX_CHECK(check_kinds(wish.kinds));
    AX_TRY(auto const url, tidy_url(std::move(wish.url)));
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<HookSecret>> {
        if ((co_await store::all(tx)).size() >= kMostHooks)
            co_return fail(Code::conflict, "webhooks.too_many");
        store::Row const row{.owner = owner,
                             .url = url,
                             .kinds = wish.kinds,
                             .note = trimmed(wish.note.value_or("")),
                             .created_at = p_.clock.now()};
        co_return with_secret(co_await store::insert(tx, row));
    });
}

Task<Result<Hook>> Webhooks::update(UpdateHook wish) {
    AX_CHECK(check_kinds(wish.kinds));
    AX_TRY(auto const url, tidy_url(std::move(wish.url)));
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Hook>> {
        auto row = co_await store::find(tx, wish.webhook);
        if (!row)
            co_return std::unexpected(unknown());
        row->url = url;
        row->kinds = wish.kinds;
        if (wish.note)
            row->note = trimmed(*wish.note);
        co_await store::save(tx, *row, p_.clock.now());
        co_return shape(*row);
    });
}

Task<Result<void>> Webhooks::remove(HookId id) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        if (!co_await store::find(tx, id))
            co_return std::unexpected(unknown());
        co_await store::remove(tx, id);
        co_return Result<void>{};
    });
}

Task<Result<Hook>> Webhooks::pause(PauseHook wish) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Hook>> {
        auto row = co_await store::find(tx, wish.webhook);
        if (!row)
            co_return std::unexpected(unknown());
        row->state = wish.paused ? HookState::paused : HookState::active;
        co_await store::save(tx, *row, p_.clock.now());
        co_return shape(*row);
    });
}

Task<Result<HookSecret>> Webhooks::rotate(HookId id) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<HookSecret>> {
        auto row = co_await store::find(tx, id);
        if (!row)
            co_return std::unexpected(unknown());
        ++row->generation;
        row->rotated_at = p_.clock.now();
        co_await store::save(tx, *row, p_.clock.now());
        co_return with_secret(*row);
    });
}

Task<Result<HookDelivery>> Webhooks::test(HookId id) {
    Happened const event{std::string(kTestKind), R"({"hello":"world"})",
                         fmt::format("test-{}", crypto::to_hex(crypto::random_bytes(8))), p_.clock.now()};
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<HookDelivery>> {
        auto const row = co_await store::find(tx, id);
        if (!row)
            co_return std::unexpected(unknown());
        auto const made = co_await send(tx, *row, event);
        co_return shape_of(*co_await store::delivery(tx, *made));
    });
}

Task<Result<HookDeliveries>> Webhooks::deliveries(HookDeliveryQuery query) {
    if (!co_await store::find(p_.db, query.webhook))
        co_return std::unexpected(unknown());
    int const limit = query.limit.value_or(50);
    auto const rows = co_await store::deliveries(
        p_.db, query.webhook, {.state = query.state, .before = query.cursor, .limit = limit + 1});
    HookDeliveries page;
    for (auto const& row : rows) {
        if (page.items.size() == static_cast<std::size_t>(limit)) {
            page.next = fmt::to_string(page.items.back().id.value);
            break;
        }
        page.items.push_back(shape_of(row));
    }
    co_return page;
}

Task<Result<HookDeliveryDetails>> Webhooks::delivery(HookDeliveryId id) {
    auto const found = co_await store::delivery(p_.db, id);
    if (!found)
        co_return fail(Code::not_found, "webhooks.unknown_delivery");
    co_return HookDeliveryDetails{shape_of(*found), found->body,
                                  co_await store::attempts(p_.db, id, kShownTries)};
}

Task<Result<HookDelivery>> Webhooks::replay(HookDeliveryId id) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<HookDelivery>> {
        auto const found = co_await store::delivery(tx, id);
        if (!found)
            co_return fail(Code::not_found, "webhooks.unknown_delivery");
        auto const hook = co_await store::find(tx, found->hook);
        if (hook->state != HookState::active && found->kind != kTestKind)
            co_return fail(Code::conflict, "webhooks.paused");
        co_await send_again(tx, *found);
        co_return shape_of(*co_await store::delivery(tx, id));
    });
}

Task<Result<Replayed>> Webhooks::replay_since(ReplaySince wish) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Replayed>> {
        auto const hook = co_await store::find(tx, wish.webhook);
        if (!hook)
            co_return std::unexpected(unknown());
        if (hook->state != HookState::active)
            co_return fail(Code::conflict, "webhooks.paused");
        Replayed done;
        for (auto const& one : co_await store::undelivered(tx, wish.webhook, wish.since, kReplayedAtOnce)) {
            co_await send_again(tx, one);
            ++done.deliveries;
        }
        co_return done;
    });
}

}  // namespace ax::webhooks
