#pragma once

#include "base/time.h"
#include "migrations/embedded.h"
#include "platform/db/plain.h"
#include "platform/db/schema_script.h"
#include "platform/db/testing.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

/// For tests that need this program's schema: it is made once a process and copied from then on. To migrate
/// anew costs a test a second with sanitizers, and tests of the migrations themselves do it still.
namespace ax::db::testing {

/// An SQLite file with the schema and nothing else, without a WAL; its folder goes with the process.
inline std::filesystem::path const& schema_file() {
    static Folder const folder;
    static auto const file = [] {
        auto made = folder.path / "schema.db";
        std::ofstream{made}.close();
        std::filesystem::permissions(
            made, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        auto const database = Plain::open("sqlite:" + made.string(), Access::read_write);
        database->script("PRAGMA synchronous = OFF; BEGIN;" +
                         schema_script(Engine::sqlite, embedded_migrations(), Instant{}) + "COMMIT");
        return made;
    }();
    return file;
}

/// Makes `to` a database with the schema; it must not exist, or be an empty file.
inline void copy_schema(std::filesystem::path const& to) {
    std::filesystem::copy_file(schema_file(), to, std::filesystem::copy_options::overwrite_existing);
}

/// The same of PostgreSQL: the name of a template, which goes with the process.
inline std::string const& schema_template() {
    static PostgresDatabase const made;
    static bool const filled = [] {
        Plain::open(made.url(), Access::read_write)
            ->script(schema_script(Engine::postgres, embedded_migrations(), Instant{}));
        return true;
    }();
    (void)filled;
    return made.name();
}

/// As EngineTest, with the schema.
class SchemaTest : public EngineTest {
protected:
    void fill() override {
        if (GetParam() == Engine::postgres)
            postgres_ = std::make_unique<PostgresDatabase>(schema_template());
        else
            copy_schema(folder_.path / "test.db");
    }
};

}  // namespace ax::db::testing
