#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "base/time.h"
#include "platform/db/database.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// How often somebody may try. Counters live in the database, so they survive a restart and are shared by all
/// nodes.
///
/// Sign-in takes a try from up to three budgets, each over 15 minutes (N = Options::login_tries, default 10):
///
/// | who tries                                              | account+network | account, strangers | network
/// | | a browser that signed in to this account before (mark) | N, own counter  | -                  | - | |
/// a network from which the account signed in before      | N               | -                  | N failed |
/// | anybody else                                           | N/2             | N                  | N failed
/// |
///
/// So an attacker gets at most N tries against one account, N/2 from one network, and N failures against all
/// accounts from one network; the owner has own budgets on the own device and in the own network, which an
/// attacker elsewhere can't use up, and a reset by mail works always. Nothing locks for longer than the
/// window. The first three failures are free of delay, then 1, 2, 4 … seconds must pass between tries.
namespace ax::auth {

struct Budget {
    int tries = 10;
    int free = 3;       // failures before the delay sets in
    int in_flight = 0;  // tries that may run at the same time beyond `tries`: many people behind one address
    Duration window = minutes{15};
};

struct Counter {
    Instant window_start;
    int failures = 0;
    int pending =
        0;  // tries that have been let in and not ended yet; they count, or parallel guesses would be free
    Instant last_at;
};

/// How long until the next try; nothing if now.
[[nodiscard]] std::optional<Duration> wait_for(Budget const& budget, std::optional<Counter> const& counter,
                                               Instant now);

/// The counter with one more try in it.
[[nodiscard]] Counter with_try(Budget const& budget, std::optional<Counter> const& counter, Instant now);

/// One thing that counts tries. `key` names it and holds nothing secret.
struct Gate {
    std::string key;
    Budget budget;
};

/// Which gates a sign-in passes. `subject` is the account's id, or for an unknown identifier its text:
/// strangers to the database wait just like accounts.
struct LoginVisitor {
    std::string subject;
    std::string network;
    std::string mark;  // of a browser known to this account; empty if none
    bool known_network = false;
};
[[nodiscard]] std::vector<Gate> login_gates(LoginVisitor const& visitor, int tries);

/// Stateless, thread-safe.
class Throttle {
public:
    /// Lets a try in at all gates, or at none and says how many seconds to wait.
    Task<std::optional<int>> admit(db::Tx& tx, std::span<Gate const> gates, Instant now) const;
    /// Ends a try that was let in. A failure stays counted, a success leaves no trace.
    Task<void> settle(db::Tx& tx, std::span<Gate const> gates, bool failed) const;
    /// For things that count whether or not they succeed (mails): admit and settle in one.
    Task<bool> take(db::Tx& tx, std::span<Gate const> gates, Instant now) const;
    Task<void> forget(db::Tx& tx, std::string const& key) const;
    Task<void> purge(db::Tx& tx, Instant before) const;
};

}  // namespace ax::auth
