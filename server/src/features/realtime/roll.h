#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <cstddef>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ax::realtime {

/// Who is here: has a connection to this process, or did something lately. No database, no clock of its own,
/// bounded. Thread-safe, one short lock.
class Roll {
public:
    struct Times {
        Duration active = minutes{5};  // how long something done counts
        Duration grace = seconds{5};   // for a connection that comes back at once (a reload)
        Duration write_every = minutes{1};
        std::size_t most =
            100'000;  // accounts without a connection; beyond, who has the least time left is forgotten
    };
    Roll() = default;
    explicit Roll(Times times) : times_(times) {}

    /// True if the account was not here before.
    bool arrive(AccountId account, Instant now);
    void depart(AccountId account, Instant now);

    struct Acted {
        bool came = false;    // the account was not here before
        bool record = false;  // nothing was recorded for write_every
    };
    Acted act(AccountId account, Instant now);

    [[nodiscard]] bool here(AccountId account) const;

    struct Gone {
        AccountId account;
        Instant left_at;         // when the last connection ended
        bool connected = false;  // whether there ever was one
    };
    /// Whose time is over. They are forgotten by this.
    std::vector<Gone> gone(Instant now);

private:
    struct Entry {
        int connections = 0;
        Instant active_until = Instant::min();
        Instant recorded_at = Instant::min();
        Instant left_at = Instant::min();
        bool waits = false;  // has a place in ends_
    };
    [[nodiscard]] Instant end_of(Entry const& entry) const;
    void await_end(AccountId account, Entry& entry);

    Times times_ = {};
    mutable std::mutex mutex_;
    std::unordered_map<std::int64_t, Entry> entries_;
    // When to look at who has no connection; may be earlier than the end, as more is done.
    std::set<std::pair<Instant, AccountId>> ends_;
};

}  // namespace ax::realtime
