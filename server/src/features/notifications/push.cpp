#include "features/notifications/push.h"

#include "features/notifications/delivery_store.h"
#include "platform/crypto/encode.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

/// Keys and subscriptions. What is sent: push_delivery.cpp.
namespace ax::notifications {
namespace {

using contract::Caller;

constexpr std::size_t kMostDevices = 10;
constexpr std::size_t kSecretSize = 16;

bool is_subject(std::string_view text) {
    return (text.starts_with("mailto:") || text.starts_with("https://")) &&
           std::ranges::none_of(text, [](char c) { return c <= ' ' || c == '"' || c == '\\' || c == 0x7f; });
}

PushDevice shown(push_store::Subscription const& s) {
    return {.id = s.id,
            .name = s.name,
            .endpoint = s.endpoint,
            .created_at = s.created_at,
            .last_sent_at = s.last_sent_at};
}

}  // namespace

// Only characters of a URL, so that the origin can stand in a token as it is.
std::optional<std::string> push_origin(std::string_view endpoint, bool allow_loopback) {
    auto const plain = [](char c) {
        return c > ' ' && c < 0x7f && !std::string_view("\"\\<>^`{|}@#").contains(c);
    };
    bool const https = endpoint.starts_with("https://");
    if ((!https && !(allow_loopback && endpoint.starts_with("http://"))) ||
        !std::ranges::all_of(endpoint, plain))
        return std::nullopt;
    auto const host = endpoint.find("://") + 3;
    auto const end = std::min(endpoint.find_first_of("/?", host), endpoint.size());
    if (end == host || end == endpoint.size())
        return std::nullopt;
    return std::string(endpoint.substr(0, end));
}

Push::Push(Ports ports, PushOptions options) : p_(ports), options_(std::move(options)) {
    if (!is_subject(options_.subject))
        throw std::invalid_argument("AX_VAPID_SUBJECT must begin with mailto: or https://");
    if (options_.private_key.empty())
        return;
    auto const bytes = crypto::from_base64url(options_.private_key);
    pair_ = bytes ? crypto::p256_pair_of(*bytes) : std::nullopt;
    if (!pair_)
        throw std::invalid_argument("AX_VAPID_PRIVATE_KEY is no P-256 private key in base64url");
}

void Push::bind(api::Router& router) {
    router.bind(kPushKey, [this](Caller const&, contract::Empty) { return key(); });
    router.bind(kPushDevices, [this](Caller const& who, contract::Empty) { return devices(who); });
    router.bind(kSubscribePush,
                [this](Caller const& who, SubscribePush wish) { return subscribe(who, std::move(wish)); });
    router.bind(kUnsubscribePush,
                [this](Caller const& who, PushDeviceRef ref) { return unsubscribe(who, ref.push); });
}

// Two processes that start at once both make a pair; what is read back is one.
Task<crypto::P256Pair> Push::pair() {
    {
        std::lock_guard const lock(mutex_);
        if (pair_)
            co_return *pair_;
    }
    auto kept = co_await push_store::private_key(p_.db);
    if (!kept) {
        auto const made = crypto::to_base64url(crypto::new_p256_pair().private_key);
        co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            co_await push_store::keep_private_key(tx, made, p_.clock.now());
            kept = co_await push_store::private_key(tx);
            co_return Result<void>{};
        });
    }
    auto const bytes = kept ? crypto::from_base64url(*kept) : std::nullopt;
    auto pair = bytes ? crypto::p256_pair_of(*bytes) : std::nullopt;
    if (!pair)
        throw std::runtime_error("the stored push key is no key");
    std::lock_guard const lock(mutex_);
    pair_ = pair;
    co_return *std::move(pair);
}

Task<Result<PushKey>> Push::key() {
    auto const own = co_await pair();
    co_return PushKey{crypto::to_base64url(own.public_key)};
}

Task<Result<PushDevices>> Push::devices(Caller who) {
    co_await remove_dead(who.account);
    PushDevices out;
    for (auto const& one : co_await push_store::of(p_.db, who.account)) out.items.push_back(shown(one));
    co_return out;
}

// A browser that was signed out is nobody's: the next who signs in there must not read the last one's news.
Task<void> Push::remove_dead(AccountId account) {
    auto const all = co_await push_store::of(p_.db, account);
    std::vector<DeviceId> devices;
    for (auto const& one : all) devices.push_back(one.device);
    auto const living = co_await p_.accounts.living_devices(p_.db, devices, p_.clock.now());
    std::vector<PushDeviceId> dead;
    for (auto const& one : all)
        if (std::ranges::find(living, one.device) == living.end())
            dead.push_back(one.id);
    if (dead.empty())
        co_return;
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        for (auto const id : dead) co_await push_store::remove(tx, id);
        co_return Result<void>{};
    });
}

Task<Result<PushDevice>> Push::subscribe(Caller who, SubscribePush wish) {
    auto const point = crypto::from_base64url(wish.p256dh);
    if (!point || !crypto::is_p256_point(*point))
        co_return fail_field("p256dh", "not_a_key");
    auto const secret = crypto::from_base64url(wish.auth);
    if (!secret || secret->size() != kSecretSize)
        co_return fail_field("auth", "not_a_secret");
    if (!push_origin(wish.endpoint, options_.allow_loopback))
        co_return fail_field("endpoint", "not_a_push_service");
    co_await remove_dead(who.account);
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<PushDevice>> {
        auto const known = co_await push_store::by_endpoint(tx, wish.endpoint);
        bool const own = known && known->account == who.account;
        // Who knows the secret sits at that browser; the address alone may have leaked.
        if (known && !own && known->auth != wish.auth)
            co_return fail(Code::conflict, "push.taken");
        if (!own && (co_await push_store::of(tx, who.account)).size() >= kMostDevices)
            co_return fail(Code::conflict, "push.too_many");
        // Of the one before nothing stays: neither when they were told last nor what still waits for them.
        if (known && !own)
            co_await push_store::remove(tx, known->id);
        push_store::Subscription const mine{.id = {},
                                            .account = who.account,
                                            .device = who.device,
                                            .endpoint = wish.endpoint,
                                            .p256dh = wish.p256dh,
                                            .auth = wish.auth,
                                            .name = wish.name,
                                            .created_at = p_.clock.now(),
                                            .last_sent_at = {}};
        co_await push_store::save(tx, mine);
        auto const saved = co_await push_store::by_endpoint(tx, wish.endpoint);
        co_return shown(saved.value());
    });
}

Task<Result<contract::Empty>> Push::unsubscribe(Caller who, PushDeviceId id) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<contract::Empty>> {
        auto const known = co_await push_store::find(tx, id);
        if (!known || known->account != who.account)
            co_return fail(Code::not_found, "push.not_found");
        co_await push_store::remove(tx, id);
        co_return contract::Empty{};
    });
}

}  // namespace ax::notifications
