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
        out[i].online =
            active || roll_.here(accounts[i]) || (p_.others != nullptr && p_.others->here(accounts[i]));
        out[i].last_seen = std::max(found->active_at, found->left_at);
    }
    co_return out;
}

Task<void> WhoIsHere::seen(AccountId account) {
    note(account);
    co_return;
}

void WhoIsHere::note(AccountId account) {
    auto const now = p_.clock.now();
    auto const acted = roll_.act(account, now);
    if (!acted.came && !acted.record)
        return;
    std::lock_guard const lock(mutex_);
    if (acted.record)
        to_record_[account.value] = now;
    if (acted.came)
        came_.push_back(account);
}

void WhoIsHere::arrived(AccountId account) {
    if (p_.others != nullptr)
        p_.others->arrived(account);
    if (!roll_.arrive(account, p_.clock.now()))
        return;
    std::lock_guard const lock(mutex_);
    came_.push_back(account);
}

void WhoIsHere::departed(AccountId account) {
    if (p_.others != nullptr)
        p_.others->departed(account);
    roll_.depart(account, p_.clock.now());
}

Task<PresenceOf> WhoIsHere::now(AccountId account) {
    std::array const one{account};
    auto const states = co_await of(p_.db, one);
    co_return PresenceOf{
        .account = account.value, .online = states[0].online, .last_seen = states[0].last_seen};
}

Task<void> WhoIsHere::announce(AccountId account) {
    auto const topic = presence_topic(account);
    if (!p_.bus.wanted(topic))
        co_return;
    auto const news = co_await now(account);
    p_.bus.publish(
        topic, std::make_shared<std::string const>(passing_frame(kPresence.name, contract::to_json(news))));
}

Task<void> WhoIsHere::look_round() {
    auto const gone = roll_.gone(p_.clock.now());
    auto const orphans = p_.others != nullptr ? p_.others->look_round() : std::vector<AccountId>{};
    std::unordered_map<std::int64_t, Instant> active;
    std::vector<AccountId> changed;
    {
        std::lock_guard const lock(mutex_);
        active.swap(to_record_);
        changed.swap(came_);
    }
    if (!active.empty() || std::ranges::any_of(gone, &Roll::Gone::connected))
        co_await p_.db.write([&](db::Tx& tx) -> Task<bool> {
            for (auto const& [account, at] : active)
                co_await presence_store::set_active(tx, AccountId{account}, at);
            for (auto const& one : gone)
                if (one.connected)
                    co_await presence_store::set_left(tx, one.account, one.left_at);
            co_return true;
        });
    for (auto const& one : gone) changed.push_back(one.account);
    changed.insert(changed.end(), orphans.begin(), orphans.end());
    for (auto const account : changed) co_await announce(account);
}

}  // namespace ax::realtime
