#include "features/realtime/roll.h"

#include <algorithm>

namespace ax::realtime {
namespace {

// Before all time, and still good to add to.
constexpr Instant kNever = Instant{};

}  // namespace

Instant Roll::end_of(Entry const& entry) const {
    auto const left = entry.left_at == Instant::min() ? kNever : entry.left_at + times_.grace;
    return std::max(left, entry.active_until);
}

void Roll::await_end(AccountId account, Entry& entry) {
    if (!std::exchange(entry.waits, true))
        ends_.emplace(end_of(entry), account);
}

bool Roll::arrive(AccountId account, Instant now) {
    std::lock_guard const lock(mutex_);
    auto const [found, fresh] = entries_.try_emplace(account.value);
    ++found->second.connections;
    return fresh || (found->second.connections == 1 && end_of(found->second) <= now);
}

void Roll::depart(AccountId account, Instant now) {
    std::lock_guard const lock(mutex_);
    auto const found = entries_.find(account.value);
    if (found == entries_.end() || --found->second.connections > 0)
        return;
    found->second.left_at = now;
    await_end(account, found->second);
}

Roll::Acted Roll::act(AccountId account, Instant now) {
    std::lock_guard const lock(mutex_);
    auto const [found, fresh] = entries_.try_emplace(account.value);
    auto& entry = found->second;
    Acted acted{
        .came = fresh || (entry.connections == 0 && end_of(entry) <= now),
        .record = entry.recorded_at == Instant::min() || now - entry.recorded_at >= times_.write_every};
    entry.active_until = now + times_.active;
    if (acted.record)
        entry.recorded_at = now;
    if (entry.connections == 0)
        await_end(account, entry);
    return acted;
}

bool Roll::here(AccountId account) const {
    std::lock_guard const lock(mutex_);
    return entries_.contains(account.value);
}

std::vector<Roll::Gone> Roll::gone(Instant now) {
    std::lock_guard const lock(mutex_);
    std::vector<Gone> out;
    while (!ends_.empty() && (ends_.begin()->first <= now || ends_.size() > times_.most)) {
        auto const account = ends_.begin()->second;
        ends_.erase(ends_.begin());
        auto const found = entries_.find(account.value);
        auto& entry = found->second;
        entry.waits = false;
        if (entry.connections > 0)
            continue;
        if (end_of(entry) > now && ends_.size() < times_.most) {
            await_end(account, entry);
            continue;
        }
        out.push_back({account, entry.left_at, entry.left_at != Instant::min()});
        entries_.erase(found);
    }
    return out;
}

}  // namespace ax::realtime
