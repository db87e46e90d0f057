#pragma once

#include "platform/db/plain.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ax::operations {

struct Table {
    std::string name;
    std::vector<std::string> columns;  // by name
    std::set<std::string> parents;     // tables that its foreign keys point to, itself left out
    /// A full-text index: `rowid` and `tokens`, whose words have no order.
    bool search = false;
    /// The column whose numbers the database gives out, so that none is used twice; empty: none.
    std::string counter;
};

/// All tables of the schema but the book-keeping of migrations (schema_migration), by name, as the engine's
/// catalogue has them. Throws db::PlainError, or std::runtime_error for a column of a type that no tool here
/// knows how to read.
[[nodiscard]] std::vector<Table> catalogue(db::Plain& database);

/// Parents before children. Throws std::runtime_error if foreign keys go round in a circle.
[[nodiscard]] std::vector<Table> parents_first(std::vector<Table> tables);

/// `SELECT` of all columns in the order of Table::columns; the words of an index as one text, separated by
/// spaces.
[[nodiscard]] std::string select_all(Table const& table, db::Engine engine);

/// Migrations that were applied, as `name checksum`, in order; empty for an empty database.
[[nodiscard]] std::vector<std::string> applied_migrations(db::Plain& database);
[[nodiscard]] bool has_tables(db::Plain& database);

}  // namespace ax::operations
