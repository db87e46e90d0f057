#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "features/realtime/contract.h"
#include "platform/db/database.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The table of everybody's lasting events. Stateless; every call runs on the executor given.
namespace ax::realtime::event_store {

/// Nobody who is further behind is given the rest event by event: SQLite would walk all the way each time.
inline constexpr std::int64_t kFurthest = 5000;

struct Numbered {
    AccountId account;
    std::int64_t seq = 0;
};
/// Returns the number that the event got with each of `to`, who are sorted and different. Writers to one
/// account take turns: on PostgreSQL who comes second waits for the first one's commit and is then repeated
/// by Database::write.
[[nodiscard]] Task<std::vector<Numbered>> append(db::Tx& tx, std::span<AccountId const> to,
                                                 std::string_view name, std::string_view payload, Instant at);
/// Oldest first. Where rows in between are gone, those on one side of the hole may be left out; so are all of
/// an account that has gone on by more than kFurthest.
[[nodiscard]] Task<std::vector<LiveEvent>> after(db::Executor& db, AccountId account, std::int64_t seen,
                                                 int limit);
/// The newest number; 0 for who has none.
[[nodiscard]] Task<std::int64_t> last(db::Executor& db, AccountId account);
/// Deletes at most `limit` events older than `before`; numbers go on all the same. How many it were.
[[nodiscard]] Task<std::int64_t> purge(db::Tx& tx, Instant before, int limit);

}  // namespace ax::realtime::event_store
