#pragma once

#include "features/operations/place.h"

#include <chrono>
#include <string>
#include <vector>

namespace ax::operations {

struct TriedMigration {
    std::string name;
    std::chrono::milliseconds took{};
};

struct TriedUpgrade {
    std::chrono::milliseconds copied{};
    std::vector<TriedMigration> migrations;
    std::string problem;               // of the migration that can't be applied; empty: all can
    std::vector<std::string> broken;   // invariants that the copy breaks afterwards and not before
    std::vector<std::string> already;  // and that it broke before
};

/// Copies the database (SQLite: into `scratch_below`, PostgreSQL: into a scratch database on the same
/// server), applies to the copy what is pending, and compares the invariants before and after. The deployment
/// itself is only read. Nothing is left. Blocks. Throws what make_backup throws.
TriedUpgrade try_upgrade(Place const& place, std::filesystem::path const& scratch_below);

}  // namespace ax::operations
