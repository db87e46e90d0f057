#include "platform/db/migrate.h"

#include "platform/db/dialect.h"
#include "platform/db/schema_script.h"
#include "platform/telemetry/log.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace ax::db {
namespace {

constexpr std::string_view kTable = R"sql(
    CREATE TABLE IF NOT EXISTS schema_migration (
        name       TEXT  NOT NULL PRIMARY KEY,
        checksum   TEXT  NOT NULL,
        applied_at @TIME NOT NULL
    );
)sql";

// Before the transaction's first snapshot, so that what another process did while we waited for the lock is
// seen.
constexpr std::string_view kLock = R"sql(
    -- @postgres
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    SELECT pg_advisory_xact_lock(4703180126553122);
    -- @end
)sql";

Query const kTableExists{"db.migration_table",
                         "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'",
                         "SELECT count(*) FROM pg_catalog.pg_class "
                         "WHERE oid = to_regclass('schema_migration')"};
Query const kApplied{"db.migrations_applied", "SELECT name, checksum FROM schema_migration ORDER BY name"};
Query const kIsApplied{"db.migration_is_applied", "SELECT 1 FROM schema_migration WHERE name = $1"};
Query const kRecord{"db.migration_record",
                    "INSERT INTO schema_migration (name, checksum, applied_at) VALUES ($1, $2, $3)"};

using Applied = std::map<std::string, std::string, std::less<>>;
using Names = std::vector<std::string>;

Task<Applied> applied(Database& database) {
    Applied known;
    if ((co_await database.one(kTableExists))->get<int>(0) == 0)
        co_return known;
    Rows const rows = co_await database.rows(kApplied);
    for (Row const row : rows) known.emplace(row.get<std::string>(0), row.get<std::string>(1));
    co_return known;
}

Migrated<Names> missing(Applied const& known, std::span<EmbeddedMigration const> all) {
    auto const refuse = [](std::string_view name, std::string problem) {
        return std::unexpected(MigrationProblem{std::string(name), std::move(problem)});
    };
    for (auto const& [name, sum] : known) {
        auto const ours = std::ranges::find(all, name, &EmbeddedMigration::name);
        if (ours == all.end() && contracts(name))
            return refuse(name,
                          "was applied to the database, is unknown here and takes something away: the "
                          "database is too new for this version");
        if (ours == all.end())
            continue;
        if (checksum(ours->sql) != sum)
            return refuse(name, "was changed after it had been applied");
    }
    Names names;
    for (auto const& migration : all) {
        if (known.contains(migration.name))
            continue;
        if (!known.empty() && migration.name < known.rbegin()->first)
            return refuse(migration.name,
                          fmt::format("comes before {}, which is already applied", known.rbegin()->first));
        if (!names.empty() && migration.name <= names.back())
            return refuse(migration.name, "is out of order in this binary");
        names.emplace_back(migration.name);
    }
    return names;
}

Instant current_time() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

// False if another process was faster.
Task<bool> apply_one(Tx& tx, EmbeddedMigration const& migration, Engine engine) {
    co_await tx.script(translate(kLock, engine));
    if (co_await tx.one(kIsApplied, migration.name))
        co_return false;
    co_await tx.script(translate(migration.sql, engine));
    co_await tx.exec(kRecord, migration.name, checksum(migration.sql), current_time());
    co_return true;
}

Task<Migrated<bool>> apply(Database& database, EmbeddedMigration const& migration) {
    std::string problem;
    try {
        co_return co_await database.write(
            [&](Tx& tx) -> Task<bool> { return apply_one(tx, migration, database.engine()); });
    } catch (ViolationError const& failure) {
        problem = failure.what();
    } catch (Broken const& failure) {
        problem = failure.what();
    }
    co_return std::unexpected(MigrationProblem{std::string(migration.name), std::move(problem)});
}

}  // namespace

bool contracts(std::string_view migration) noexcept {
    auto const number = migration.find('_');
    return number != std::string_view::npos && migration.substr(number + 1).starts_with("contract_");
}

std::string schema_script(Engine engine, std::span<EmbeddedMigration const> all, Instant now) {
    auto script = translate(kTable, engine);
    for (auto const& migration : all) {
        script += translate(migration.sql, engine);
        script += fmt::format(
            "\nINSERT INTO schema_migration (name, checksum, applied_at) VALUES ('{}', '{}', {});\n",
            migration.name, checksum(migration.sql), to_micros(now));
    }
    return script;
}

Task<Migrated<Names>> pending(Database& database, std::span<EmbeddedMigration const> all) {
    co_return missing(co_await applied(database), all);
}

Task<Migrated<Names>> migrate(Database& database, std::span<EmbeddedMigration const> all) {
    auto const names = missing(co_await applied(database), all);
    if (!names || names->empty())
        co_return names;
    co_await database.write([&](Tx& tx) -> Task<bool> {
        co_await tx.script(translate(kLock, database.engine()) + translate(kTable, database.engine()));
        co_return true;
    });
    Names done;
    for (auto const& migration : all) {
        if (std::ranges::find(*names, migration.name) == names->end())
            continue;
        auto const fresh = co_await apply(database, migration);
        if (!fresh)
            co_return std::unexpected(fresh.error());
        if (!*fresh)
            continue;
        telemetry::log(telemetry::Level::info, "db.migrated", {{"migration", migration.name}});
        done.emplace_back(migration.name);
    }
    co_return done;
}

}  // namespace ax::db
