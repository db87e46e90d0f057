#include "features/realtime/watching.h"

#include "features/realtime/frame.h"

#include <algorithm>
#include <utility>

namespace ax::realtime {

Task<bool> Watching::may_see(AccountId account) const {
    if (account == viewer_)
        co_return true;
    co_return p_.may_see&& co_await p_.may_see(p_.db, viewer_, account);
}

Task<Watched> Watching::watch(std::vector<std::int64_t> accounts) {
    std::ranges::sort(accounts);
    auto const repeated = std::ranges::unique(accounts);
    accounts.erase(repeated.begin(), repeated.end());

    auto const self = shared_from_this();
    std::vector<SharedWatch> fresh;
    std::vector<AccountId> seen;
    for (auto const id : accounts) {
        AccountId const account{id};
        if (!co_await may_see(account))
            continue;
        auto const watch = std::make_shared<Watch>();
        watch->account = account;
        fresh.push_back(watch);
        seen.push_back(account);
    }
    if (!tell_)
        co_return Watched{};
    // First the news, then the state: what changes in between is heard.
    for (auto const& watch : fresh)
        watch->news = p_.bus.subscribe(presence_topic(watch->account),
                                       [this, weak = std::weak_ptr(watch)](bus::Payload const& frame) {
                                           if (auto const one = weak.lock())
                                               hear(one, *frame);
                                       });
    watches_ = fresh;
    auto const states = co_await p_.presence.of(p_.db, seen);
    Watched out;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        auto& told = fresh[i]->told;
        if (!told)
            told = PresenceOf{
                .account = seen[i].value, .online = states[i].online, .last_seen = states[i].last_seen};
        out.people.push_back(*told);
    }
    co_return out;
}

void Watching::stop() {
    tell_ = {};
    watches_.clear();
}

void Watching::hear(SharedWatch const& watch, std::string_view frame) {
    if (bus::is_gap(frame))
        return runtime::Loop::current()->spawn(look(shared_from_this(), watch));
    if (auto const news = contract::decode<PresenceOf>(parts_of(frame).json))
        tell(watch, *news);
}

void Watching::tell(SharedWatch const& watch, PresenceOf const& news) {
    if (watch->told && watch->told->online == news.online)
        return;
    watch->told = news;
    runtime::Loop::current()->spawn(pass_on(shared_from_this(), watch, news));
}

Task<void> Watching::look(std::shared_ptr<Watching> self, SharedWatch watch) {
    auto const news = co_await self->p_.presence.now(watch->account);
    // Without news so far, whoever began to watch is about to be told.
    if (watch->news && watch->told)
        self->tell(watch, news);
}

// Who was blocked since is told no more.
Task<void> Watching::pass_on(std::shared_ptr<Watching> self, SharedWatch watch, PresenceOf news) {
    if (co_await self->may_see(watch->account)) {
        if (self->tell_)
            self->tell_(contract::to_json(news));
    } else {
        watch->news.reset();
    }
}

}  // namespace ax::realtime
