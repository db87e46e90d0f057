#pragma once

#include <span>
#include <string_view>

namespace ax::db {

struct EmbeddedMigration {
    std::string_view name;  // "0001_accounts"
    std::string_view sql;   // with @ID, @TIME, @BLOB and engine sections still in
};

/// All migrations of this binary, in order.
std::span<EmbeddedMigration const> embedded_migrations();

}  // namespace ax::db
