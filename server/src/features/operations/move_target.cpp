#include "features/operations/move_target.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include <fmt/format.h>

namespace ax::operations {
namespace {

using db::Engine;
using db::Param;

constexpr char const* kSqliteCounting =
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%AFTER INSERT%' ORDER BY name";
// Bits of tgtype: 2 before, 4 insert.
constexpr char const* kPostgresCounting = R"sql(
    SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
        AND (t.tgtype & 2) = 0 AND (t.tgtype & 4) = 4
    ORDER BY t.tgname
)sql";

// Rows got new numbers: each is linked to the one before, and a stream to its newest.
constexpr char const* kLinkEvents = R"sql(
    UPDATE user_event SET prev = linked.prev FROM (
        SELECT id, lag(id, 1, 0) OVER (PARTITION BY account_id ORDER BY seq) AS prev FROM user_event) AS linked
    WHERE linked.id = user_event.id;
    UPDATE user_stream SET head = e.id FROM user_event e
    WHERE e.account_id = user_stream.account_id AND e.seq = user_stream.last;
)sql";

// The highest number that was ever given out, wherever the engine remembers it.
std::int64_t last_number(db::Plain& source, Table const& table) {
    auto const highest = source.number(
        fmt::format("SELECT max({}) FROM {}", db::quoted(table.counter), db::quoted(table.name)));
    if (source.engine() == Engine::sqlite)
        return std::max(highest, source.number(fmt::format("SELECT seq FROM sqlite_sequence WHERE name = {}",
                                                           db::literal(table.name))));
    return std::max(highest,
                    source.number(fmt::format(
                        "SELECT last_value FROM pg_sequences WHERE (quote_ident(schemaname) || '.' || "
                        "quote_ident(sequencename)) = pg_get_serial_sequence({}, {})",
                        db::literal(db::quoted(table.name)), db::literal(table.counter))));
}

}  // namespace

void Target::open_for_loading(std::vector<Table> const& tables) {
    bool const sqlite = database_.engine() == Engine::sqlite;
    if (sqlite)
        database_.script("PRAGMA defer_foreign_keys = ON");
    std::vector<std::string> switch_off;
    database_.each(sqlite ? kSqliteCounting : kPostgresCounting, [&](std::span<Param const> row) {
        auto const name = db::quoted(row[0].text());
        if (sqlite) {
            switch_off.push_back(fmt::format("DROP TRIGGER {}", name));
            restore_.emplace_back(row[1].text());
        } else {
            auto const table = db::quoted(row[1].text());
            switch_off.push_back(fmt::format("ALTER TABLE {} DISABLE TRIGGER {}", table, name));
            restore_.push_back(fmt::format("ALTER TABLE {} ENABLE TRIGGER {}", table, name));
        }
    });
    for (auto const& statement : switch_off) database_.script(statement);
    for (auto const& table : std::views::reverse(tables))
        database_.script(fmt::format("DELETE FROM {}", db::quoted(table.name)));
}

std::unique_ptr<db::Loader> Target::load(Table const& table) {
    return database_.load(table.name, table.columns);
}

void Target::adapt(Table const& table, std::vector<Param>& row, std::string& text) const {
    if (!table.search || database_.engine() != Engine::postgres || row[1].kind() != Param::Kind::text)
        return;
    // A tsvector as text: every word in quotes, quotes and backslashes doubled.
    text.clear();
    bool inside = false;
    for (char const c : row[1].text()) {
        if (c == ' ') {
            text += "' ";
            inside = false;
            continue;
        }
        if (!std::exchange(inside, true))
            text += '\'';
        text += c;
        if (c == '\'' || c == '\\')
            text += c;
    }
    if (inside)
        text += '\'';
    row[1] = Param(text);
}

void Target::make_anew(db::Plain& source) {
    mark_what_is_indexed(source);
    auto const loader = database_.load("user_stream", {"account_id", "last"});
    source.each("SELECT account_id, last FROM user_stream",
                [&](std::span<Param const> row) { loader->add(row); });
    loader->finish();
    if (database_.engine() == Engine::sqlite)
        database_.script(kLinkEvents);
}

void Target::mark_what_is_indexed(db::Plain& source) {
    if (database_.engine() == Engine::sqlite) {
        if (source.engine() == Engine::postgres)
            database_.script("UPDATE message_indexed SET up_to = (SELECT coalesce(max(id), 0) FROM message)");
        else
            database_.script(fmt::format("UPDATE message_indexed SET up_to = {}",
                                         source.number("SELECT up_to FROM message_indexed")));
    } else if (source.engine() == Engine::sqlite) {
        database_.script(
            fmt::format("INSERT INTO message_unindexed (message_id) SELECT id FROM message WHERE id > {} "
                        "ON CONFLICT DO NOTHING",
                        source.number("SELECT up_to FROM message_indexed")));
    }
}

void Target::set_counters(db::Plain& source, std::vector<Table> const& tables) {
    for (auto const& table : tables) {
        if (table.counter.empty())
            continue;
        auto const last = last_number(source, table);
        if (database_.engine() == Engine::postgres) {
            if (last > 0)
                database_.script(fmt::format("SELECT setval(pg_get_serial_sequence({}, {}), {})",
                                             db::literal(db::quoted(table.name)), db::literal(table.counter),
                                             last));
            continue;
        }
        database_.script(
            fmt::format("DELETE FROM sqlite_sequence WHERE name = {0}; "
                        "INSERT INTO sqlite_sequence (name, seq) VALUES ({0}, {1})",
                        db::literal(table.name), last));
    }
}

void Target::close_after_loading() {
    for (auto const& statement : restore_) database_.script(statement);
}

}  // namespace ax::operations
