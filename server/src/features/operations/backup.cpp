#include "features/operations/backup.h"

#include "features/operations/catalogue.h"
#include "features/operations/child.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/db/postgres_url.h"
#include "platform/db/sqlite_copy.h"

#include <set>

#include <fmt/format.h>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string, std::less<>>;

void describe(db::Plain& database, Manifest& manifest, std::vector<NamedFile>* named) {
    manifest.migrations = applied_migrations(database);
    for (auto const& table : catalogue(database))
        manifest.rows.emplace(
            table.name, database.number(fmt::format("SELECT count(*) FROM {}", db::quoted(table.name))));
    if (named != nullptr)
        *named = named_files(database);
}

// Files come, and unused ones go, while this runs: one that went needs no copy.
void add_files(archive::Writer& writer, fs::path const& data, Manifest& manifest, Names& added) {
    for (auto const& file : stored_files(data)) {
        if (added.contains(file.name))
            continue;
        try {
            manifest.parts.push_back(writer.add_file(file.name, file.path));
            added.insert(file.name);
        } catch (fs::filesystem_error const& failure) {
            if (failure.code() != std::errc::no_such_file_or_directory || fs::exists(file.path))
                throw;
        }
    }
}

void add_remote(archive::Writer& writer, RemoteFiles& remote, std::string const& name, Manifest& manifest,
                Names& added) {
    if (added.contains(name))
        return;
    auto const bytes = remote.get(name);
    if (!bytes)
        return;
    manifest.parts.push_back(writer.add(name, *bytes));
    added.insert(name);
}

}  // namespace

Manifest copy_database(Place const& from, fs::path const& to, std::vector<NamedFile>* named) {
    if (from.on_sqlite()) {
        Manifest manifest{.version = {},
                          .engine = db::Engine::sqlite,
                          .made_at = {},
                          .migrations = {},
                          .rows = {},
                          .parts = {},
                          .missing = {}};
        db::copy_sqlite(from.sqlite_file(), to);
        auto const copy = db::Plain::open(fmt::format("sqlite:{}", to.string()));
        describe(*copy, manifest, named);
        return manifest;
    }
    Manifest manifest{.version = {},
                      .engine = db::Engine::postgres,
                      .made_at = {},
                      .migrations = {},
                      .rows = {},
                      .parts = {},
                      .missing = {}};
    // pg_dump reads the very snapshot that is counted here.
    auto const database = db::Plain::open(from.database);
    // It sets an empty search_path for its session, which PgBouncer would hand on to the server's statements.
    if (database->pooled())
        throw std::runtime_error(
            "pg_dump can't work through PgBouncer: give a direct connection to PostgreSQL");
    database->script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    auto const snapshot = database->text("SELECT pg_export_snapshot()");
    run_child({"pg_dump", "--format=custom", "--no-owner", "--no-privileges",
               fmt::format("--snapshot={}", snapshot), fmt::format("--file={}", to.string())},
              db::postgres_variables(from.database));
    fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
    describe(*database, manifest, named);
    return manifest;
}

void load_dump(fs::path const& dump, std::string const& url) {
    auto const variables = db::postgres_variables(url);
    auto const name = variables.find("PGDATABASE");
    if (name == variables.end())
        throw std::runtime_error("the database URL names no database");
    // A name with an equals sign would be read as connection parameters.
    run_child({"pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
               fmt::format("--dbname=dbname={}", db::literal(name->second)), dump.string()},
              variables);
}

Manifest make_backup(Place const& from, fs::path const& target, std::string_view version, Instant now) {
    archive::Writer writer(target);
    Manifest files;
    Names added;
    std::vector<NamedFile> named;
    auto const add = [&] {
        if (from.remote == nullptr)
            return add_files(writer, from.data, files, added);
        for (auto const& file : named) add_remote(writer, *from.remote, file.name, files, added);
    };
    if (from.remote != nullptr)
        named = named_files(*db::Plain::open(from.database));
    // Most files before the snapshot, so that it is young; those that came until then after it.
    add();
    ScratchFolder const scratch(target);
    auto const name = std::string(from.on_sqlite() ? kSqliteName : kPostgresName);
    auto manifest = copy_database(from, scratch.path() / name, &named);
    manifest.version = version;
    manifest.made_at = to_iso(now);
    add();
    manifest.parts = std::move(files.parts);
    manifest.parts.push_back(writer.add_file(name, scratch.path() / name));
    for (auto const& file : named)
        if (!added.contains(file.name))
            manifest.missing.push_back(file.name);
    auto const json = to_json(manifest);
    (void)writer.add(std::string(kManifestName), json);
    (void)writer.add(std::string(kManifestSumName), crypto::to_hex(crypto::bytes(crypto::sha256(json))));
    writer.finish();
    return manifest;
}

}  // namespace ax::operations
