#pragma once

#include "migrations/embedded.h"
#include "platform/db/database.h"

#include <expected>
#include <span>
#include <string>
#include <vector>

namespace ax::db {

/// Why the schema can't be brought up to date; `migration` is the one it is about.
struct MigrationProblem {
    std::string migration;
    std::string problem;
};

template <class T>
using Migrated = std::expected<T, MigrationProblem>;

/// Applies what is missing, in order, forward only, each in a transaction of its own under a lock that other
/// processes respect. Returns the names applied now. Refuses before it changes anything if an applied
/// migration was edited, if the database knows migrations that this binary doesn't (it is newer), or if a
/// missing one sorts before an applied one; what was applied before a failing migration stays. Outages are
/// exceptions.
Task<Migrated<std::vector<std::string>>> migrate(Database& database, std::span<EmbeddedMigration const> all);

/// The same checks without changing anything: the names that migrate() would apply.
Task<Migrated<std::vector<std::string>>> pending(Database& database, std::span<EmbeddedMigration const> all);

}  // namespace ax::db
