#pragma once

#include "features/operations/manifest.h"
#include "features/operations/place.h"
#include "platform/db/plain.h"

#include <optional>

namespace ax::operations {

struct Restored {
    Manifest manifest;
    /// What is wrong with what was restored, one line each: other counts than the manifest's, an edited or
    /// unknown migration, broken invariants.
    std::vector<std::string> findings;
    std::vector<std::string> pending;  // migrations that this program would apply
};

/// Unpacks a backup into an existing empty folder and compares every part with the manifest. Throws
/// archive::Damaged for an archive that is not exactly what make_backup wrote.
Manifest unpack(std::filesystem::path const& file, std::filesystem::path const& into);

/// Puts a backup into a place where nothing is yet: a data folder that is missing or empty and, for a backup
/// of PostgreSQL, a database without tables. Everything is unpacked and compared first, beside the data
/// folder. Throws std::runtime_error, archive::Damaged, db::PlainError with one readable line; then the place
/// is as it was.
Restored restore(std::filesystem::path const& file, Place const& to);

/// The same into a scratch folder below `scratch` and, for PostgreSQL, into a scratch database on the server
/// of `cluster`; both are gone when it returns.
Restored verify(std::filesystem::path const& file, std::filesystem::path const& scratch,
                std::optional<std::string> const& cluster);

/// Compares manifest.migrations with this program's: findings and pending.
void examine_migrations(Restored& out);

/// What restore() finds.
void examine(db::Plain& database, std::filesystem::path const& data, Restored& out);

}  // namespace ax::operations
