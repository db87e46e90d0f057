#include "features/operations/catalogue.h"
#include "features/operations/doctor.h"
#include "features/operations/restore.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kOldestPostgres = 130000;
// Per loop five; half of the connections stay for others and for a second node.
constexpr std::int64_t kFewConnections = 50;
constexpr std::int64_t kShortTimeoutMs = 4000;

Check good(std::string name, std::string says) { return {std::move(name), Level::ok, std::move(says), {}}; }

Check check_migrations(db::Plain& database) {
    Restored found{};
    found.manifest.migrations = applied_migrations(database);
    examine_migrations(found);
    if (!found.findings.empty())
        return {"migrations", Level::fail, fmt::format("{}.", found.findings.front()),
                "Run the version that this database belongs to."};
    if (found.pending.empty())
        return good("migrations", "The database is up to date.");
    return {"migrations", Level::warn,
            fmt::format("{} migrations are pending, {} first.", found.pending.size(), found.pending.front()),
            "Try them with aspirex upgrade --dry-run; the server applies them when it starts."};
}

Checks check_sqlite(db::Plain& database) {
    Checks out{
        good("database", fmt::format("SQLite {} can be read.", database.text("SELECT sqlite_version()")))};
    auto const journal = database.text("PRAGMA journal_mode");
    // synchronous is no property of the file: the server sets FULL for each connection.
    if (journal == "wal")
        out.push_back(good("database-settings", "Write-ahead log; every commit is synced."));
    else
        out.push_back(
            {"database-settings", Level::warn, fmt::format("The journal mode is {}.", journal),
             "The server switches to WAL when it starts; its file system must allow shared memory."});
    if (auto const sound = database.text("PRAGMA quick_check(1)"); sound != "ok")
        out.push_back({"database-integrity", Level::fail, fmt::format("The file is damaged: {}.", sound),
                       "Stop the server and restore the last backup."});
    out.push_back(check_migrations(database));
    return out;
}

struct Wanted {
    char const* setting;
    char const* value;
    Level otherwise;
    char const* because;
};
constexpr std::array kWanted{
    Wanted{"server_encoding", "UTF8", Level::fail, "texts are UTF-8"},
    Wanted{"fsync", "on", Level::fail, "a crash would destroy the database"},
    Wanted{"full_page_writes", "on", Level::fail, "a crash would destroy the database"},
    Wanted{"synchronous_commit", "on", Level::warn, "a crash may lose what was answered already"},
    Wanted{"transaction_read_only", "off", Level::fail, "this is a replica or read-only"},
};

Check check_postgres_settings(db::Plain& database) {
    std::string flaws;
    auto level = Level::ok;
    auto const flaw = [&](Level how, std::string what) {
        level = std::max(level, how);
        flaws += fmt::format("{}{}", flaws.empty() ? "" : "; ", what);
    };
    for (auto const& [setting, value, otherwise, because] : kWanted) {
        auto const is = database.text(fmt::format("SELECT current_setting({})", db::literal(setting)));
        if (is != value)
            flaw(otherwise, fmt::format("{} is {}: {}", setting, is, because));
    }
    auto const number = [&](char const* setting) {
        return database.number(
            fmt::format("SELECT setting::bigint FROM pg_settings WHERE name = '{}'", setting));
    };
    if (auto const most = number("max_connections"); most < kFewConnections)
        flaw(Level::warn, fmt::format("max_connections is {}", most));
    // Not this connection's, which is set: what others of this role get.
    auto const timeout =
        database.number("SELECT reset_val::bigint FROM pg_settings WHERE name = 'statement_timeout'");
    if (timeout > 0 && timeout < kShortTimeoutMs)
        flaw(Level::warn, fmt::format("statement_timeout is {} ms", timeout));
    if (flaws.empty())
        return good("database-settings",
                    fmt::format("Durable, UTF-8, {} connections, time zone {}.", number("max_connections"),
                                database.text("SELECT current_setting('TimeZone')")));
    return {"database-settings", level, flaws + ".", "Change postgresql.conf, or the role's settings."};
}

Checks check_postgres(db::Plain& database, Instant now) {
    auto const version = database.number("SELECT current_setting('server_version_num')::bigint");
    auto const told =
        fmt::format("PostgreSQL {} answers.", database.text("SELECT current_setting('server_version')"));
    Checks out;
    if (version < kOldestPostgres)
        out.push_back({"database", Level::fail, told, "Upgrade it to 13 or newer."});
    else
        out.push_back(good("database", told));
    out.push_back(check_postgres_settings(database));
    auto const theirs = database.number("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
    out.push_back(check_clock_against("database", from_micros(theirs), now));
    out.push_back(check_migrations(database));
    return out;
}

}  // namespace

Checks check_database(Place const& place, Instant now) {
    if (place.on_sqlite() && !fs::exists(place.sqlite_file()))
        return {{"database", Level::warn,
                 fmt::format("{} is not there; the server makes it.", place.sqlite_file().string()),
                 "Check AX_DATA if there should be one already."}};
    try {
        // PostgreSQL as the server sees it, so that a replica shows itself; nothing is written.
        auto const database =
            db::Plain::open(place.database, place.on_sqlite() ? db::Access::read_only : db::Access::as_it_is);
        return place.on_sqlite() ? check_sqlite(*database) : check_postgres(*database, now);
    } catch (std::exception const& failure) {
        return {{"database", Level::fail, fmt::format("{}.", failure.what()),
                 "Check AX_DATABASE_URL, the network and the server's log."}};
    }
}

}  // namespace ax::operations
