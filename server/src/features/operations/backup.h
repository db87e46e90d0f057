#pragma once

#include "base/time.h"
#include "features/operations/files.h"
#include "features/operations/manifest.h"
#include "features/operations/place.h"

namespace ax::operations {

/// Writes one archive of a deployment that may be serving meanwhile: one snapshot of the database (SQLite's
/// backup API, or pg_dump), every file of people that the snapshot names, also from a bucket, and a manifest.
/// All or nothing; `target` is never overwritten. Needs the room of the database a second time beside the
/// target. Blocks. Throws std::runtime_error (and what archive::Writer throws) with a readable line; then
/// nothing is left.
Manifest make_backup(Place const& from, std::filesystem::path const& target, std::string_view version,
                     Instant now);

/// A snapshot of the database alone, as the one file that restore takes, and what it holds: without its
/// parts.
Manifest copy_database(Place const& from, std::filesystem::path const& to,
                       std::vector<NamedFile>* named = nullptr);

/// Fills an empty PostgreSQL database from the file that copy_database made, in one transaction.
void load_dump(std::filesystem::path const& dump, std::string const& url);

}  // namespace ax::operations
