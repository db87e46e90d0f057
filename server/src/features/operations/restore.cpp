#include "features/operations/restore.h"

#include "features/operations/backup.h"
#include "features/operations/catalogue.h"
#include "features/operations/invariants.h"
#include "migrations/embedded.h"
#include "platform/archive/reader.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"
#include "platform/db/dialect.h"
#include "platform/db/migrate.h"

#include <algorithm>
#include <fcntl.h>

#include <fmt/format.h>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestManifest = 512ULL * 1024 * 1024;

archive::Part unpack_part(archive::Reader& reader, fs::path const& into) {
    fs::create_directories(into.parent_path());
    archive::File const file(into, O_WRONLY | O_CREAT | O_EXCL);
    auto part = reader.take([&](std::string_view piece) { file.write(piece); });
    file.sync();
    return part;
}

bool holds_nothing(fs::path const& folder) { return !fs::exists(folder) || fs::is_empty(folder); }

fs::path database_in(fs::path const& folder, db::Engine engine) {
    return folder / (engine == db::Engine::sqlite ? kSqliteName : kPostgresName);
}

void sync_folders(fs::path const& folder) {
    for (auto const& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_directory())
            archive::sync_folder(entry.path());
    archive::sync_folder(folder);
}

}  // namespace

void examine_migrations(Restored& out) {
    auto known = out.manifest.migrations;
    for (auto const& migration : db::embedded_migrations()) {
        auto const line = fmt::format("{} {}", migration.name, db::checksum(migration.sql));
        auto const same = [&](std::string const& one) {
            return one.starts_with(fmt::format("{} ", migration.name));
        };
        auto const found = std::ranges::find_if(known, same);
        if (found == known.end()) {
            out.pending.emplace_back(migration.name);
            continue;
        }
        if (*found != line)
            out.findings.push_back(
                fmt::format("migration {} was changed after it had been applied", migration.name));
        known.erase(found);
    }
    for (auto const& name : out.pending)
        if (!out.manifest.migrations.empty() && name < out.manifest.migrations.back())
            out.findings.push_back(fmt::format("migration {} is missing, later ones were applied", name));
    // What only adds leaves this version running: as the server itself sees it.
    for (auto const& line : known)
        if (auto const name = line.substr(0, line.find(' ')); db::contracts(name))
            out.findings.push_back(fmt::format(
                "migration {} is unknown here and takes something away: use a newer version", name));
}

Manifest unpack(fs::path const& file, fs::path const& into) {
    archive::Reader reader(file);
    std::vector<archive::Part> parts;
    std::string json;
    while (auto const header = reader.next()) {
        if (header->name == kManifestName)
            break;
        if (header->name != kSqliteName && header->name != kPostgresName && !is_file_name(header->name))
            throw archive::Damaged(fmt::format("{} is no part of a backup", header->name));
        if (fs::exists(into / header->name))
            throw archive::Damaged(fmt::format("{} is there twice", header->name));
        parts.push_back(unpack_part(reader, into / header->name));
    }
    try {
        json = reader.take_all(kLargestManifest);
    } catch (std::bad_optional_access const&) {
        throw archive::Damaged("the backup has no manifest");
    }
    auto const sum = reader.next();
    if (!sum || sum->name != kManifestSumName ||
        reader.take_all(kLargestManifest) != crypto::to_hex(crypto::bytes(crypto::sha256(json))))
        throw archive::Damaged("the backup's manifest is damaged");
    if (reader.next())
        throw archive::Damaged("the backup goes on after its manifest");
    auto manifest = from_json(json);
    for (std::size_t i = 0; i < std::max(parts.size(), manifest.parts.size()); ++i)
        if (i >= parts.size() || i >= manifest.parts.size() || parts[i] != manifest.parts[i])
            throw archive::Damaged(fmt::format("{} is not what was backed up",
                                               i < parts.size() ? parts[i].name : manifest.parts[i].name));
    if (!fs::exists(database_in(into, manifest.engine)))
        throw archive::Damaged("the backup has no database");
    return manifest;
}

void examine(db::Plain& database, fs::path const& data, Restored& out) {
    examine_migrations(out);
    if (applied_migrations(database) != out.manifest.migrations)
        out.findings.emplace_back("the database has other migrations than the manifest");
    std::map<std::string, std::int64_t> rows;
    for (auto const& table : catalogue(database))
        rows.emplace(table.name,
                     database.number(fmt::format("SELECT count(*) FROM {}", db::quoted(table.name))));
    if (rows != out.manifest.rows)
        out.findings.emplace_back("the tables have other counts than the manifest");
    std::ranges::move(broken_invariants(database, data), std::back_inserter(out.findings));
}

Restored restore(fs::path const& file, Place const& to) {
    if (!holds_nothing(to.data))
        throw std::runtime_error(fmt::format("{} is not empty: restore into a new folder", to.data.string()));
    auto folder = fs::absolute(to.data).lexically_normal();
    if (!folder.has_filename())
        folder = folder.parent_path();
    fs::create_directories(folder.parent_path());
    ScratchFolder const scratch(folder);
    Restored out{.manifest = unpack(file, scratch.path()), .findings = {}, .pending = {}};
    if ((out.manifest.engine == db::Engine::sqlite) != to.on_sqlite())
        throw std::runtime_error(
            out.manifest.engine == db::Engine::sqlite
                ? "this is a backup of SQLite: restore it without a database URL, then aspirex move"
                : "this is a backup of PostgreSQL: give --database postgresql://…");
    auto const part = database_in(scratch.path(), out.manifest.engine);
    auto const url = to.on_sqlite() ? fmt::format("sqlite:{}", part.string()) : to.database;
    if (!to.on_sqlite()) {
        if (has_tables(*db::Plain::open(url)))
            throw std::runtime_error("the database is not empty: restore into a new one");
        load_dump(part, url);
        fs::remove(part);
    }
    examine(*db::Plain::open(url), scratch.path(), out);
    sync_folders(scratch.path());
    fs::rename(scratch.path(), folder);
    archive::sync_folder(folder.parent_path());
    return out;
}

Restored verify(fs::path const& file, fs::path const& scratch_below,
                std::optional<std::string> const& cluster) {
    ScratchFolder const scratch(scratch_below / "aspirex-verify");
    Restored out{.manifest = unpack(file, scratch.path()), .findings = {}, .pending = {}};
    auto const part = database_in(scratch.path(), out.manifest.engine);
    if (out.manifest.engine == db::Engine::sqlite) {
        examine(*db::Plain::open(fmt::format("sqlite:{}", part.string())), scratch.path(), out);
        return out;
    }
    if (!cluster)
        throw std::runtime_error("this is a backup of PostgreSQL: --database says on which server to try it");
    ScratchDatabase const database(*cluster);
    load_dump(part, database.url());
    examine(*db::Plain::open(database.url()), scratch.path(), out);
    return out;
}

}  // namespace ax::operations
