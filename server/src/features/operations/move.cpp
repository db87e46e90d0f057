#include "features/operations/move.h"

#include "features/operations/move_target.h"
#include "migrations/embedded.h"
#include "platform/db/dialect.h"
#include "platform/db/schema_script.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace ax::operations {
namespace {

using db::Engine;
using db::Param;
using db::Plain;

// message_indexed is SQLite's mark, of which PostgreSQL has every message in message_unindexed instead. On
// SQLite events are linked by their rows' numbers, which are other ones there. Uploads on their way begin
// anew.
constexpr std::array<std::string_view, 4> kMadeAnew{"message_indexed", "user_stream", "upload",
                                                    "upload_part"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kColumnsMadeAnew{
    {{"user_event", "id"}, {"user_event", "prev"}}};

std::vector<std::string> our_migrations() {
    std::vector<std::string> out;
    for (auto const& migration : db::embedded_migrations())
        out.push_back(fmt::format("{} {}", migration.name, db::checksum(migration.sql)));
    return out;
}

void begin(Plain& source, Plain& target) {
    source.script(source.engine() == Engine::sqlite ? "BEGIN"
                                                    : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    target.script(target.engine() == Engine::sqlite ? "BEGIN IMMEDIATE" : "BEGIN");
}

// What a schema holds before anybody used it: the rows that migrations insert.
std::map<std::string, std::int64_t> rows_of_a_new_schema(Engine engine) {
    // Migrations insert the same rows on both engines, but for tables that are made anew.
    auto const fresh = Plain::open("sqlite::memory:", db::Access::read_write);
    fresh->script(db::schema_script(Engine::sqlite, db::embedded_migrations(), Instant{}));
    std::map<std::string, std::int64_t> rows;
    for (auto const& table : catalogue(*fresh))
        rows[table.name] = fresh->number(fmt::format("SELECT count(*) FROM {}", db::quoted(table.name)));
    if (engine == Engine::postgres)
        for (auto const name : kMadeAnew) rows.erase(std::string(name));
    return rows;
}

void prepare_schema(Plain& target, Instant now) {
    if (!has_tables(target)) {
        target.script(db::schema_script(target.engine(), db::embedded_migrations(), now));
        return;
    }
    if (applied_migrations(target) != our_migrations())
        throw std::runtime_error(
            "the target has tables, but not this version's migrations: give a new database");
    auto const fresh = rows_of_a_new_schema(target.engine());
    for (auto const& table : catalogue(target)) {
        auto const expected = fresh.find(table.name);
        if (target.number(fmt::format("SELECT count(*) FROM {}", db::quoted(table.name))) !=
            (expected == fresh.end() ? 0 : expected->second))
            throw std::runtime_error(fmt::format("the target is not empty: {} has rows", table.name));
    }
}

std::vector<Table> moved_part_of(std::vector<Table> tables) {
    std::erase_if(tables, [](Table const& table) { return is_made_anew(table.name); });
    for (auto& table : tables)
        std::erase_if(table.columns, [&](std::string const& column) {
            return std::ranges::find(kColumnsMadeAnew, std::pair<std::string_view, std::string_view>(
                                                           table.name, column)) != kColumnsMadeAnew.end();
        });
    return tables;
}

// The tables that both sides have, in the order of the target's foreign keys.
std::vector<Table> shared_tables(Plain& source, Plain& target) {
    auto const theirs = moved_part_of(catalogue(source));
    auto tables = moved_part_of(parents_first(catalogue(target)));
    for (auto const& table : theirs)
        if (std::ranges::find(tables, table.name, &Table::name) == tables.end())
            throw std::runtime_error(fmt::format("the target has no table {}", table.name));
    for (auto const& table : tables) {
        auto const same = std::ranges::find(theirs, table.name, &Table::name);
        if (same == theirs.end() || same->columns != table.columns || same->search != table.search)
            throw std::runtime_error(fmt::format("{} is not the same on both sides", table.name));
    }
    return tables;
}

TableDigest copy_table(Plain& source, Target& target, Table const& table) {
    TableDigest digest;
    std::vector<Param> row;
    std::string words;
    std::string written;
    auto const loader = target.load(table);
    source.each(select_all(table, source.engine()), [&](std::span<Param const> values) {
        row.assign(values.begin(), values.end());
        make_canonical(table, row, words);
        digest.add(row);
        target.adapt(table, row, written);
        loader->add(row);
    });
    loader->finish();
    return digest;
}

}  // namespace

bool is_made_anew(std::string_view table) noexcept {
    return std::ranges::find(kMadeAnew, table) != kMadeAnew.end();
}

std::vector<MovedTable> move_database(std::string const& from, std::string const& to, bool dry_run,
                                      Instant now) {
    auto const source = Plain::open(from);
    auto const destination = Plain::open(to, db::Access::read_write);
    begin(*source, *destination);
    if (applied_migrations(*source) != our_migrations())
        throw std::runtime_error("the source is not up to date with this version: aspirex migrate first");
    prepare_schema(*destination, now);
    auto const tables = shared_tables(*source, *destination);
    Target target(*destination);
    target.open_for_loading(tables);
    std::vector<MovedTable> moved;
    for (auto const& table : tables) {
        auto const digest = copy_table(*source, target, table);
        moved.push_back({.name = table.name, .rows = digest.rows, .digest = digest.text()});
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
        auto const there = digest_of(*destination, tables[i]);
        if (there.rows != moved[i].rows || there.text() != moved[i].digest)
            throw std::runtime_error(
                fmt::format("{} has {} rows on one side and {} on the other, or other ones", tables[i].name,
                            moved[i].rows, there.rows));
    }
    target.make_anew(*source);
    target.set_counters(*source, tables);
    target.close_after_loading();
    destination->script(dry_run ? "ROLLBACK" : "COMMIT");
    source->script("ROLLBACK");
    return moved;
}

}  // namespace ax::operations
