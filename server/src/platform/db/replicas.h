#pragma once

#include "platform/db/database.h"

#include <optional>
#include <string_view>
#include <vector>

namespace ax::db {

/// What is known of one replica.
struct ReplicaHealth {
    bool serves = false;
    std::string_view state;  // "streaming", "lagging", "away", "not a replica"; of static storage
    /// It has at least what was durable on the primary so long ago; none: never seen.
    std::optional<Duration> lag{};
};

/// In the order of OpenOptions::replicas; asks nobody.
[[nodiscard]] std::vector<ReplicaHealth> replica_health(Database& database);

}  // namespace ax::db
