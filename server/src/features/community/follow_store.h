#pragma once

#include "base/ids.h"
#include "platform/db/database.h"

/// The table author_follow. Stateless; every call runs on the executor given.
namespace ax::community::follows {

/// False if it was so before.
[[nodiscard]] Task<bool> add(db::Tx& tx, AccountId follower, AccountId author, Instant now);
[[nodiscard]] Task<bool> remove(db::Tx& tx, AccountId follower, AccountId author);
[[nodiscard]] Task<int> count(db::Executor& db, AccountId follower);

struct State {
    int followers = 0;
    bool following = false;
};
[[nodiscard]] Task<State> state(db::Executor& db, AccountId viewer, AccountId author);

/// Whether there is a post that everybody can see.
[[nodiscard]] Task<bool> wrote(db::Executor& db, AccountId account);

}  // namespace ax::community::follows
