#include "features/realtime/who_is_here.h"

#include "features/realtime/frame.h"
#include "features/realtime/presence_store.h"

#include <algorithm>
#include <array>

namespace ax::realtime {
namespace {

constexpr Duration kActive = minutes{5};

}  // namespace

Task<std::vector<Presence::State>> WhoIsHere::of(db::Executor& db, std::span<AccountId const> accounts) {
    auto const kept = co_await presence_store::of(db, accounts);
    auto const now = p_.clock.now();
    std::vector<State> out(accounts.size());
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        auto const found = std::ranges::find(kept, accounts[i], &presence_store::Kept::account);
        if (found == kept.end())
            continue;
        out[i].read_receipts = found->settings.read_receipts;
        if (!found->settings.show_online)
            continue;
        // The database knows of those who are at another node, or were here before a restart.
        bool const active = found->active_at && *found->active_at + kActive > now;
        out[i].online = active || roll_.here(accounts[i]);
        out[i].last_seen = std::max(found->active_at, found->left_at);
    }
    co_return out;
}

Task<void> WhoIsHere::seen(AccountId account) {
    co_await follow(account, roll_.act(account, p_.clock.now()));
}

void WhoIsHere::note(AccountId account) {
    auto const acted = roll_.act(account, p_.clock.now());
    auto* const loop = runtime::Loop::current();
    if (loop != nullptr && (acted.came || acted.record))
        loop->spawn(follow(account, acted));
}

Task<void> WhoIsHere::follow(AccountId account, Roll::Acted acted) {
    if (acted.record) {
        auto const at = p_.clock.now();
        co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
            co_await presence_store::set_active(tx, account, at);
            co_return true;
        });
    }
    if (acted.came)
        co_await announce(account);
}

void WhoIsHere::arrived(AccountId account) {
    if (roll_.arrive(account, p_.clock.now()))
        announce_soon(account);
}

void WhoIsHere::departed(AccountId account) { roll_.depart(account, p_.clock.now()); }

void WhoIsHere::announce_soon(AccountId account) {
    if (auto* const loop = runtime::Loop::current();
        loop != nullptr && p_.bus.wanted(presence_topic(account)))
        loop->spawn(announce(account));
}

Task<void> WhoIsHere::announce(AccountId account) {
    auto const topic = presence_topic(account);
    if (!p_.bus.wanted(topic))
        co_return;
    std::array const one{account};
    auto const states = co_await of(p_.db, one);
    PresenceOf const news{
        .account = account.value, .online = states[0].online, .last_seen = states[0].last_seen};
    p_.bus.publish(
        topic, std::make_shared<std::string const>(passing_frame(kPresence.name, contract::to_json(news))));
}

Task<void> WhoIsHere::look_round() {
    for (auto const& gone : roll_.gone(p_.clock.now())) {
        if (gone.connected)
            co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
                co_await presence_store::set_left(tx, gone.account, gone.left_at);
                co_return true;
            });
        co_await announce(gone.account);
    }
}

}  // namespace ax::realtime
