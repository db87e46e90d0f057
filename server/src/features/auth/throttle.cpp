#include "features/auth/throttle.h"

#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::auth {
namespace {

constexpr Duration kLongestDelay = minutes{5};

db::Query const kFind{"auth.throttle_find", R"sql(
    SELECT window_start, failures, pending, last_at FROM throttle WHERE key = $1
)sql"};

db::Query const kPut{"auth.throttle_put", R"sql(
    INSERT INTO throttle (key, window_start, failures, pending, last_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (key) DO UPDATE SET window_start = excluded.window_start, failures = excluded.failures,
        pending = excluded.pending, last_at = excluded.last_at
)sql"};

db::Query const kSettle{"auth.throttle_settle", R"sql(
    UPDATE throttle SET pending = CASE WHEN pending > 0 THEN pending - 1 ELSE 0 END, failures = failures + $2
    WHERE key = $1
)sql"};

db::Query const kForget{"auth.throttle_forget", "DELETE FROM throttle WHERE key = $1"};
db::Query const kPurge{"auth.throttle_purge", "DELETE FROM throttle WHERE window_start < $1"};

bool is_over(Budget const& budget, Counter const& counter, Instant now) {
    return now - counter.window_start >= budget.window || now < counter.window_start;
}

Task<std::optional<Counter>> read(db::Tx& tx, std::string const& key) {
    auto const row = co_await tx.one(kFind, key);
    if (!row)
        co_return std::optional<Counter>{};
    co_return std::optional(Counter{.window_start = row->get<Instant>(0),
                                    .failures = row->get<int>(1),
                                    .pending = row->get<int>(2),
                                    .last_at = row->get<Instant>(3)});
}

}  // namespace

std::optional<Duration> wait_for(Budget const& budget, std::optional<Counter> const& counter, Instant now) {
    if (!counter || is_over(budget, *counter, now))
        return {};
    if (counter->failures >= budget.tries)
        return counter->window_start + budget.window - now;
    if (counter->failures + counter->pending >= budget.tries + budget.in_flight)
        return Duration(seconds{1});
    if (counter->failures >= budget.free) {
        Duration const delay =
            std::min<Duration>(seconds{1LL << (counter->failures - budget.free)}, kLongestDelay);
        if (now < counter->last_at + delay)
            return counter->last_at + delay - now;
    }
    return {};
}

Counter with_try(Budget const& budget, std::optional<Counter> const& counter, Instant now) {
    if (!counter || is_over(budget, *counter, now))
        return {.window_start = now, .failures = 0, .pending = 1, .last_at = now};
    Counter next = *counter;
    ++next.pending;
    next.last_at = now;
    return next;
}

std::vector<Gate> login_gates(LoginVisitor const& visitor, int tries) {
    // Identifiers that name nobody can be long and personal: keys hold their hash.
    auto const key = [](std::string_view kind, std::string const& parts) {
        return fmt::format("{}:{}", kind,
                           crypto::to_base64url(crypto::bytes(crypto::sha256(parts))).substr(0, 22));
    };
    std::string const pair = visitor.subject + "|" + visitor.network;
    if (!visitor.mark.empty())
        return {{key("login.mark", visitor.subject + "|" + visitor.mark), Budget{.tries = tries}}};

    // A whole office may sign in at once from one address: only failures count there, and nobody is slowed
    // down.
    Gate const network{key("login.network", visitor.network),
                       Budget{.tries = tries, .free = tries, .in_flight = 256}};
    if (visitor.known_network)
        return {{key("login.pair", pair), Budget{.tries = tries}}, network};
    return {{key("login.pair", pair), Budget{.tries = std::max(1, tries / 2)}},
            {key("login.strangers", visitor.subject), Budget{.tries = tries, .free = tries}},
            network};
}

Task<std::optional<int>> Throttle::admit(db::Tx& tx, std::span<Gate const> gates, Instant now) const {
    std::vector<std::optional<Counter>> counters;
    std::optional<Duration> longest;
    for (auto const& gate : gates) {
        counters.push_back(co_await read(tx, gate.key));
        if (auto const wait = wait_for(gate.budget, counters.back(), now))
            longest = std::max(longest.value_or(Duration{}), *wait);
    }
    if (longest)
        co_return std::optional(static_cast<int>(std::chrono::ceil<seconds>(*longest).count()));
    for (std::size_t i = 0; i < gates.size(); ++i) {
        Counter const next = with_try(gates[i].budget, counters[i], now);
        co_await tx.exec(kPut, gates[i].key, next.window_start, next.failures, next.pending, next.last_at);
    }
    co_return std::optional<int>{};
}

Task<void> Throttle::settle(db::Tx& tx, std::span<Gate const> gates, bool failed) const {
    for (auto const& gate : gates) co_await tx.exec(kSettle, gate.key, failed);
}

Task<bool> Throttle::take(db::Tx& tx, std::span<Gate const> gates, Instant now) const {
    if (co_await admit(tx, gates, now))
        co_return false;
    co_await settle(tx, gates, true);
    co_return true;
}

Task<void> Throttle::forget(db::Tx& tx, std::string const& key) const { co_await tx.exec(kForget, key); }

Task<void> Throttle::purge(db::Tx& tx, Instant before) const { co_await tx.exec(kPurge, before); }

}  // namespace ax::auth
