#pragma once

#include "base/ids.h"
#include "base/task.h"
#include "features/busy_times/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <string>
#include <vector>

/// The busy_feed table. Stateless; every call runs on the executor given.
namespace ax::busy_times::store {

struct Feed {
    MentorId mentor;
    std::string url;
    std::int64_t version = 0;
    std::string etag;
    std::string last_modified;
    std::optional<Instant> read_at;
    std::optional<Instant> expanded_at;
    std::optional<Instant> failing_since;
    FeedFailure failure{};
    bool expired = false;
    int entries = 0;
    int unread = 0;
    Instant created_at;
};
struct Due {
    MentorId mentor;
    std::int64_t version = 0;
};

[[nodiscard]] Task<std::optional<Feed>> find(db::Executor& db, MentorId mentor);
/// Forgets all that was known of another address.
Task<void> set_url(db::Tx& tx, MentorId mentor, std::string const& url, Instant now);
Task<void> remove(db::Tx& tx, MentorId mentor);
[[nodiscard]] Task<std::vector<Due>> due(db::Executor& db, Instant now, int limit);
Task<void> set_due(db::Tx& tx, MentorId mentor, Instant at);
/// What came of a try.
Task<void> save(db::Tx& tx, Feed const& feed);

}  // namespace ax::busy_times::store
