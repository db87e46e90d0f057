#pragma once

#include "migrations/embedded.h"
#include "platform/db/database.h"

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ax::db {

/// Why the schema can't be brought up to date; `migration` is the one it is about.
struct MigrationProblem {
    std::string migration;
    std::string problem;
};

/// Whether a migration takes away what the version before still uses: said by its name, NNNN_contract_…,
/// which also a binary knows that has never seen its text. All others only add, and run beside the version
/// before: migrations that this binary doesn't know are accepted (a newer version is being rolled out, or was
/// rolled back), unless one of them contracts.
[[nodiscard]] bool contracts(std::string_view migration) noexcept;

template <class T>
using Migrated = std::expected<T, MigrationProblem>;

/// Applies what is missing, in order, forward only, each in a transaction of its own under a lock that other
/// processes respect. Returns the names applied now. Refuses before it changes anything if an applied
/// migration was edited, if the database is too new (see contracts()), or if a missing one sorts before an
/// applied one; what was applied before a failing migration stays. Outages are exceptions.
Task<Migrated<std::vector<std::string>>> migrate(Database& database, std::span<EmbeddedMigration const> all);

/// The same checks without changing anything: the names that migrate() would apply.
Task<Migrated<std::vector<std::string>>> pending(Database& database, std::span<EmbeddedMigration const> all);

}  // namespace ax::db
