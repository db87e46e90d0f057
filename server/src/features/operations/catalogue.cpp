#include "features/operations/catalogue.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::operations {
namespace {

using db::Engine;
using db::Param;

constexpr std::string_view kBookKeeping = "schema_migration";

// Name, whether it is an index for full text, and its counter.
constexpr char const* kSqliteTables = R"sql(
    SELECT l.name, l.type = 'virtual',
        CASE WHEN s.sql LIKE '%INTEGER PRIMARY KEY AUTOINCREMENT%' THEN 'id' ELSE '' END
    FROM pragma_table_list l JOIN sqlite_schema s ON s.name = l.name
    WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'
    ORDER BY l.name
)sql";
constexpr char const* kPostgresTables = R"sql(
    SELECT c.relname,
        EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.atttypid = 'tsvector'::regtype),
        coalesce((SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attidentity <> ''), '')
    FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    ORDER BY c.relname COLLATE "C"
)sql";

// Table, column, type.
constexpr char const* kSqliteColumns = R"sql(
    SELECT l.name, c.name, CASE WHEN c.type = '' THEN 'TEXT' ELSE upper(c.type) END
    FROM pragma_table_list l JOIN pragma_table_info(l.name) c
    WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') ORDER BY l.name, c.name
)sql";
constexpr char const* kPostgresColumns = R"sql(
    SELECT c.relname, a.attname, upper(format_type(a.atttypid, NULL))
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY c.relname COLLATE "C", a.attname COLLATE "C"
)sql";

constexpr char const* kSqliteParents = R"sql(
    SELECT DISTINCT l.name, f."table" FROM pragma_table_list l JOIN pragma_foreign_key_list(l.name) f
    WHERE l.schema = 'main' AND l.type = 'table'
)sql";
constexpr char const* kPostgresParents = R"sql(
    SELECT DISTINCT c.relname, p.relname FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
    WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace
)sql";

bool known_type(std::string_view type) {
    return type == "BIGINT" || type == "INTEGER" || type == "TEXT" || type == "TSVECTOR" || type == "BLOB" ||
           type == "BYTEA";
}

std::string all_of(std::vector<std::string> const& columns) {
    std::string out;
    for (auto const& column : columns) out += (out.empty() ? "" : ", ") + db::quoted(column);
    return out;
}

}  // namespace

std::vector<Table> catalogue(db::Plain& database) {
    bool const sqlite = database.engine() == Engine::sqlite;
    std::map<std::string, Table, std::less<>> found;
    database.each(sqlite ? kSqliteTables : kPostgresTables, [&](std::span<Param const> row) {
        if (row[0].text() != kBookKeeping)
            found.emplace(row[0].text(), Table{.name = std::string(row[0].text()),
                                               .columns = {},
                                               .parents = {},
                                               .search = row[1].integer() != 0,
                                               .counter = std::string(row[2].text())});
    });
    database.each(sqlite ? kSqliteColumns : kPostgresColumns, [&](std::span<Param const> row) {
        auto const table = found.find(row[0].text());
        if (table == found.end())
            return;
        if (!known_type(row[2].text()))
            throw std::runtime_error(
                fmt::format("{}.{} has the type {}", row[0].text(), row[1].text(), row[2].text()));
        table->second.columns.emplace_back(row[1].text());
    });
    database.each(sqlite ? kSqliteParents : kPostgresParents, [&](std::span<Param const> row) {
        if (auto const table = found.find(row[0].text());
            table != found.end() && row[0].text() != row[1].text())
            table->second.parents.emplace(row[1].text());
    });
    std::vector<Table> tables;
    for (auto& [name, table] : found) {
        if (table.search)
            table.columns = {"rowid", "tokens"};
        tables.push_back(std::move(table));
    }
    return tables;
}

std::vector<Table> parents_first(std::vector<Table> tables) {
    std::vector<Table> out;
    std::set<std::string, std::less<>> placed;
    auto const waits = [&](Table const& table) {
        return std::ranges::any_of(table.parents,
                                   [&](auto const& parent) { return !placed.contains(parent); });
    };
    while (!tables.empty()) {
        auto const next = std::ranges::find_if_not(tables, waits);
        if (next == tables.end())
            throw std::runtime_error(
                fmt::format("the foreign keys of {} go round in a circle", tables.front().name));
        placed.insert(next->name);
        out.push_back(std::move(*next));
        tables.erase(next);
    }
    return out;
}

std::string select_all(Table const& table, Engine engine) {
    if (table.search && engine == Engine::postgres)
        return fmt::format("SELECT rowid, array_to_string(tsvector_to_array(tokens), ' ') FROM {}",
                           db::quoted(table.name));
    return fmt::format("SELECT {} FROM {}", all_of(table.columns), db::quoted(table.name));
}

bool has_tables(db::Plain& database) {
    return !database.texts(database.engine() == Engine::sqlite ? kSqliteTables : kPostgresTables).empty();
}

std::vector<std::string> applied_migrations(db::Plain& database) {
    auto const tables = database.texts(database.engine() == Engine::sqlite ? kSqliteTables : kPostgresTables);
    if (std::ranges::find(tables, kBookKeeping) == tables.end())
        return {};
    return database.texts("SELECT name || ' ' || checksum FROM schema_migration ORDER BY name");
}

}  // namespace ax::operations
