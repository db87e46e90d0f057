#include "app/import_commands.h"

#include "app/host.h"
#include "features/import_django/import_django.h"
#include "features/import_django/scratch.h"
#include "platform/db/migrate.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::app {
namespace {

constexpr Host::Options kCommand{.inline_writes = true};
constexpr auto kUsage =
    "usage: aspirex import-django --sqlite FILE | --postgres URL [--dry-run] [--report FILE] [--zone NAME]";

std::unique_ptr<import_django::Source> source_of(Flags const& flags) {
    if (flags.has("sqlite") == flags.has("postgres") || !flags.rest.empty())
        throw std::invalid_argument(kUsage);
    return flags.has("sqlite") ? import_django::open_sqlite(flags.value("sqlite"))
                               : import_django::open_postgres(flags.value("postgres"));
}

class Scratch {
public:
    Scratch() {
        auto pattern = (std::filesystem::temp_directory_path() / "aspirex-dry-run-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("can't make a folder for the dry run");
        folder_ = pattern;
    }
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    [[nodiscard]] std::string file() const { return (folder_ / "aspirex.db").string(); }
    [[nodiscard]] std::string folder() const { return folder_.string(); }

private:
    std::filesystem::path folder_;
};

// One line after the other, as they come.
class Lines {
public:
    explicit Lines(std::string const& path) {
        if (path.empty())
            return;
        file_.open(path, std::ios::binary | std::ios::trunc);
        if (!file_)
            throw std::runtime_error(fmt::format("can't write {}", path));
    }
    void write(std::string_view line) {
        auto& out = file_.is_open() ? static_cast<std::ostream&>(file_) : std::cout;
        out << line << '\n';
        if (!out)
            throw std::runtime_error("the report can't be written");
    }
    void close() {
        if (file_.is_open() && !file_.flush())
            throw std::runtime_error("the report can't be written");
    }

private:
    std::ofstream file_;
};

void print(import_django::Report const& report, bool dry) {
    fmt::print("{:<34}{:>9}{:>9}{:>9}{:>9}\n", dry ? "dry run" : "table", "read", "taken", "there",
               "refused");
    for (auto const& [table, counts] : report.tables())
        fmt::print("{:<34}{:>9}{:>9}{:>9}{:>9}\n", table, counts.read, counts.taken, counts.there,
                   counts.refused);
}

Task<void> import(Host& host, import_django::Source& source, Flags const& flags,
                  import_django::Report& report) {
    import_django::Options options;
    if (flags.has("zone"))
        options.time_zone = flags.value("zone");
    auto& app = host.app();
    co_await import_django::run({.db = host.db(),
                                 .clock = host.clock(),
                                 .accounts = app.auth().accounts(),
                                 .students = app.students(),
                                 .mentors = app.mentors(),
                                 .availability = app.availability(),
                                 .feedback = app.feedback(),
                                 .newsletter = app.newsletter()},
                                source, options, report);
}

// Of a database that was never used there is nothing to copy; one of another version decides otherwise.
void copy_target(config::Values const& settings, Scratch const& scratch) {
    constexpr std::string_view kSqlite = "sqlite:";
    auto const url = database_url(settings);
    bool const is_file = url.starts_with(kSqlite);
    if (is_file && !std::filesystem::exists(url.substr(kSqlite.size())))
        return;
    runtime::Loop loop;
    Host host(settings, "", kCommand);
    bool empty = false;
    auto const work = [&]() -> Task<void> {
        auto const waiting = co_await db::pending(host.db(), db::embedded_migrations());
        if (!waiting || (!waiting->empty() && waiting->size() != db::embedded_migrations().size()))
            throw std::runtime_error("the database is not up to date: aspirex migrate");
        empty = !waiting->empty();
    };
    run_on_loop(loop, work());
    if (empty)
        return;
    auto const target =
        is_file ? import_django::open_sqlite(url.substr(kSqlite.size())) : import_django::open_postgres(url);
    import_django::copy_for_dry_run(*target, scratch.file());
}

// All as set, but for the database.
config::Values settings_of(Scratch const& scratch) {
    auto const loaded = config::load(
        ".env", {{"AX_DATABASE_URL", "sqlite:" + scratch.file()}, {"AX_DATA", scratch.folder()}});
    if (!loaded)
        throw std::runtime_error("the settings can't be read again");
    return *loaded;
}

void migrate_scratch(config::Values const& settings) {
    runtime::Loop loop;
    Host host(settings, "", kCommand);
    auto const work = [&]() -> Task<void> { (void)co_await migrate_now(host.db()); };
    run_on_loop(loop, work());
}

}  // namespace

int import_django_command(Flags const& flags, config::Values const& settings) {
    auto const source = source_of(flags);
    bool const dry = flags.has("dry-run");
    Lines lines(flags.value("report"));
    import_django::Report report([&](std::string_view line) { lines.write(line); });
    std::optional<Scratch> scratch;
    auto target = settings;
    if (dry) {
        scratch.emplace();
        target = settings_of(*scratch);
        migrate_scratch(target);
        copy_target(settings, *scratch);
    }
    runtime::Loop loop;
    Host host(target, base_url(settings), kCommand);
    auto const work = [&]() -> Task<void> {
        (void)co_await migrate_now(host.db());
        co_await import(host, *source, flags, report);
    };
    run_on_loop(loop, work());
    lines.close();
    print(report, dry);
    return 0;
}

}  // namespace ax::app
