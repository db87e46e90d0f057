#pragma once

#include "base/time.h"
#include "migrations/embedded.h"
#include "platform/db/query.h"

#include <span>
#include <string>

namespace ax::db {

/// What migrate() does to an empty database, as one script, its book-keeping included: for a tool that makes
/// the schema in a transaction of its own.
[[nodiscard]] std::string schema_script(Engine engine, std::span<EmbeddedMigration const> all, Instant now);

}  // namespace ax::db
