#include "features/realtime/event_store.h"
#include "features/realtime/frame.h"
#include "features/realtime/realtime.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace ax::realtime {

Task<void> Stream::append_json(db::Tx& tx, std::span<AccountId const> to, std::string_view name,
                               std::shared_ptr<std::string const> json) const {
    auto const at = clock_.now();
    // In one order for everybody, so that two transactions never wait for each other in a circle.
    std::vector<AccountId> receivers(to.begin(), to.end());
    std::ranges::sort(receivers);
    auto const repeated = std::ranges::unique(receivers);
    receivers.erase(repeated.begin(), repeated.end());

    auto numbers = co_await event_store::append(tx, receivers, name, *json, at);
    // An event's name is a constant of its declaration.
    tx.on_commit([&bus = bus_, numbers = std::move(numbers), name, at, json = std::move(json)] {
        for (auto const& [account, seq] : numbers) {
            auto const topic = user_topic(account);
            if (bus.wanted(topic))
                bus.publish(topic, std::make_shared<std::string const>(lasting_frame(seq, name, at, *json)));
        }
    });
}

void Stream::tell_json(AccountId to, std::string_view name, std::string const& json) const {
    auto const topic = user_topic(to);
    if (bus_.wanted(topic))
        bus_.publish(topic, std::make_shared<std::string const>(passing_frame(name, json)));
}

void Stream::tell_all_json(std::string_view name, std::string const& json) const {
    if (bus_.wanted(kEverybody))
        bus_.publish(kEverybody, std::make_shared<std::string const>(passing_frame(name, json)));
}

Task<Stream::Rest> Stream::since(db::Executor& db, AccountId account, std::int64_t seen, int limit) const {
    Rest rest;
    // Read before the events: what is not among them is gone then, not yet to come.
    rest.last = co_await event_store::last(db, account);
    if (rest.last - seen > event_store::kFurthest) {
        rest.reload = true;
        co_return rest;
    }
    rest.events = co_await event_store::after(db, account, seen, limit);
    auto const& events = rest.events;
    auto const reached = events.empty() ? seen : events.back().seq;
    rest.last = std::max(rest.last, events.empty() ? 0 : reached);
    rest.more = reached < rest.last;
    // Something was purged, in front or (in the middle of the purge) between; or `seen` is of another life of
    // the database.
    bool const holes = reached - seen != std::ssize(events);
    bool const cut_short = rest.more && std::ssize(events) < limit;
    rest.reload = seen > rest.last || holes || cut_short;
    if (rest.reload) {
        rest.events.clear();
        rest.more = false;
    }
    co_return rest;
}

}  // namespace ax::realtime
