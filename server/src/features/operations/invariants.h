#pragma once

#include "features/operations/place.h"
#include "platform/db/plain.h"

#include <filesystem>
#include <string>
#include <vector>

namespace ax::operations {

/// What must be true of a sound database and its files and is not, one readable line each; at most twenty
/// lines per rule. Files are looked for at `remote`, without one below `data`. Ids only, no personal data.
/// Rules about tables that an older schema lacks are left out. Reads the whole database: on a copy, or in the
/// caller's transaction. The books are compared as `ledger verify` does, without asking the gateway.
[[nodiscard]] std::vector<std::string> broken_invariants(db::Plain& database,
                                                         std::filesystem::path const& data,
                                                         RemoteFiles* remote = nullptr);

}  // namespace ax::operations
