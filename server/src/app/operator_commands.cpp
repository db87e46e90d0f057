#include "app/operator_commands.h"

#include "app/application.h"
#include "app/host.h"
#include "app/remote_files.h"
#include "app/storage.h"
#include "features/operations/backup.h"
#include "features/operations/doctor.h"
#include "features/operations/move.h"
#include "features/operations/move_files.h"
#include "features/operations/restore.h"
#include "features/operations/upgrade.h"
#include "platform/db/postgres_url.h"
#include "platform/mail/dkim.h"
#include "platform/mail/settings.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::app {
namespace {

namespace fs = std::filesystem;

Instant current_time() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

// As app/host.h finds it, but nothing is made: what is not there can't be backed up.
operations::Place place_of(config::Values const& settings) {
    fs::path const data = settings.text("AX_DATA");
    auto const& url = settings.text("AX_DATABASE_URL");
    return {.database = url.empty() ? fmt::format("sqlite:{}", (data / "aspirex.db").string()) : url,
            .data = data};
}

std::unique_ptr<RemoteBucket> remote_of(config::Values const& settings) {
    auto options = bucket_options(settings);
    return options ? std::make_unique<RemoteBucket>(*std::move(options)) : nullptr;
}

std::int64_t total(std::map<std::string, std::int64_t> const& rows) {
    std::int64_t sum = 0;
    for (auto const& [table, count] : rows) sum += count;
    return sum;
}

int backup(Flags const& flags, config::Values const& settings) {
    if (!flags.has("out") || flags.value("out").empty() || !flags.rest.empty())
        throw std::invalid_argument("usage: aspirex backup --out FILE");
    auto const remote = remote_of(settings);
    auto place = place_of(settings);
    place.remote = remote.get();
    auto const manifest = operations::make_backup(place, flags.value("out"), kVersion, current_time());
    for (auto const& name : manifest.missing) fmt::print("missing: {}\n", name);
    fmt::print("{}: {} rows of {} tables, {} files\n", flags.value("out"), total(manifest.rows),
               manifest.rows.size(), manifest.parts.size() - 1);
    return manifest.missing.empty() ? 0 : 1;
}

int report(operations::Restored const& restored, std::string_view what) {
    auto const& manifest = restored.manifest;
    fmt::print("{}: made {} by AspireX {} on {}\n", what, manifest.made_at, manifest.version,
               manifest.engine == db::Engine::sqlite ? "SQLite" : "PostgreSQL");
    for (auto const& [table, count] : manifest.rows)
        if (count > 0)
            fmt::print("  {:<28} {:>10}\n", table, count);
    fmt::print("  {:<28} {:>10}\n", "files", manifest.parts.size() - 1);
    for (auto const& name : restored.pending) fmt::print("pending: {}\n", name);
    for (auto const& line : restored.findings) fmt::print("wrong: {}\n", line);
    fmt::print("{}\n", restored.findings.empty() ? "Every part, count and rule is as it should be."
                                                 : fmt::format("{} findings", restored.findings.size()));
    return restored.findings.empty() ? 0 : 1;
}

int restore(Flags const& flags, config::Values const& settings) {
    if (flags.rest.size() != 1 || (!flags.has("verify") && !flags.has("data")))
        throw std::invalid_argument(
            "usage: aspirex restore FILE --data DIR [--database URL], or restore FILE --verify");
    auto const& url = settings.text("AX_DATABASE_URL");
    if (flags.has("verify"))
        return report(operations::verify(flags.rest[0], fs::temp_directory_path(),
                                         url.empty() ? std::nullopt : std::optional(url)),
                      "Verified");
    return report(operations::restore(flags.rest[0], place_of(settings)), "Restored");
}

// `sqlite:PATH`, `postgres:URL` or a URL as AX_DATABASE_URL takes it.
std::string database_of(Flags const& flags, std::string const& name) {
    auto url = flags.value(name);
    constexpr std::string_view kShort = "postgres:";
    if (url.starts_with("postgres:postgres"))
        url.erase(0, kShort.size());
    if (url.empty())
        throw std::invalid_argument("usage: aspirex move --from sqlite:PATH --to postgresql://… [--dry-run]");
    return url;
}

int move(Flags const& flags) {
    bool const dry_run = flags.has("dry-run");
    auto const to = database_of(flags, "to");
    auto const moved = operations::move_database(database_of(flags, "from"), to, dry_run, current_time());
    std::int64_t rows = 0;
    for (auto const& table : moved) {
        fmt::print("  {:<28} {:>10}  {}\n", table.name, table.rows, table.digest.substr(0, 16));
        rows += table.rows;
    }
    fmt::print("{} rows of {} tables are the same on both sides{}\n", rows, moved.size(),
               dry_run ? "; this was a trial, nothing was kept."
                       : fmt::format(" and in {} now.", db::without_secrets(to)));
    return 0;
}

int files(Flags const& flags, config::Values const& settings) {
    auto const to = flags.value("to");
    std::map<std::string, std::string> const services{
        {"s3", "AX_S3_ENDPOINT"}, {"supabase", "AX_SUPABASE_URL"}, {"cloudinary", "AX_CLOUDINARY_URL"}};
    if (flags.rest != std::vector<std::string>{"migrate"} || (!services.contains(to) && to != "disk"))
        throw std::invalid_argument(
            "usage: aspirex files migrate --to s3|supabase|cloudinary|disk (with the bucket in "
            "AX_S3_…, AX_SUPABASE_… or AX_CLOUDINARY_URL), or files rescan");
    for (auto const& [service, setting] : services)
        if (to == service && !settings.is_set(setting))
            throw std::runtime_error(fmt::format("--to {} needs {}", service, setting));
    auto const remote = remote_of(settings);
    auto place = place_of(settings);
    place.remote = remote.get();
    auto const moved =
        operations::move_files(place, to == "disk" ? operations::Target::disk : operations::Target::remote);
    for (auto const& name : moved.missing) fmt::print("missing: {}\n", name);
    for (auto const& name : moved.damaged) fmt::print("damaged: {}\n", name);
    fmt::print("{} files copied ({} bytes), {} were there already, {} are missing, {} are damaged\n",
               moved.copied, moved.bytes, moved.already, moved.missing.size(), moved.damaged.size());
    return moved.missing.empty() && moved.damaged.empty() ? 0 : 1;
}

int upgrade(Flags const& flags, config::Values const& settings) {
    if (!flags.has("dry-run") || !flags.rest.empty())
        throw std::invalid_argument(
            "usage: aspirex upgrade --dry-run (serve or migrate apply what is pending)");
    auto const remote = remote_of(settings);
    auto place = place_of(settings);
    place.remote = remote.get();
    auto const tried = operations::try_upgrade(place, fs::temp_directory_path());
    fmt::print("copied in {} ms\n", tried.copied.count());
    for (auto const& one : tried.migrations)
        fmt::print("would apply: {} ({} ms)\n", one.name, one.took.count());
    for (auto const& line : tried.already) fmt::print("wrong already: {}\n", line);
    for (auto const& line : tried.broken) fmt::print("wrong afterwards: {}\n", line);
    if (!tried.problem.empty())
        fmt::print("can't be applied: {}\n", tried.problem);
    bool const good = tried.problem.empty() && tried.broken.empty();
    fmt::print("{}\n", !good ? "The upgrade would fail; the database was not touched."
                       : tried.migrations.empty()
                           ? "The database is up to date."
                           : "The upgrade would succeed; the database was not touched.");
    return good ? 0 : 1;
}

// What `load` complains about, as checks; the rest is looked at with the values as they are.
config::Values load_for_doctor(std::map<std::string, std::string> const& overrides,
                               operations::Checks& checks) {
    auto loaded = config::load(".env", overrides);
    if (loaded)
        return *loaded;
    for (auto const& field : loaded.error().fields)
        checks.push_back({"settings", operations::Level::fail,
                          fmt::format("{} {}.", field.field, field.reason),
                          "Change it in .env or the environment."});
    auto lenient = overrides;
    lenient["AX_MODE"] = "development";
    if (auto again = config::load(".env", lenient))
        return *again;
    throw std::invalid_argument("the settings can't be read; see the lines above");
}

void print(operations::Checks const& checks) {
    for (auto const& check : checks) {
        fmt::print("{:<4}  {:<20}  {}\n", operations::name_of(check.level), check.name, check.says);
        if (!check.advice.empty())
            fmt::print("{:<28}{}\n", "", check.advice);
    }
}

// Of the keys that sign mails, if there are any; what is wrong with them goes to the checks.
std::vector<operations::DkimRecord> dkim_records(config::Values const& settings, operations::Checks& checks) {
    std::vector<operations::DkimRecord> out;
    try {
        mail::DkimSigner const signer(mail::options_of(settings, {}));
        for (auto& [name, text] : signer.records()) out.push_back({std::move(name), std::move(text)});
    } catch (std::invalid_argument const& problem) {
        checks.push_back({"mail-settings", operations::Level::fail, std::string(problem.what()) + ".",
                          "The server does not start like this."});
    }
    return out;
}

std::optional<blobs::BucketOptions> bucket_for_doctor(config::Values const& settings,
                                                      operations::Checks& checks) {
    try {
        return bucket_options(settings);
    } catch (std::invalid_argument const& problem) {
        checks.push_back({"file-store", operations::Level::fail, std::string(problem.what()) + ".",
                          "The server does not start like this."});
        return std::nullopt;
    }
}

}  // namespace

int doctor_command(Flags const& flags, std::map<std::string, std::string> const& overrides) {
    if (!flags.rest.empty())
        throw std::invalid_argument("usage: aspirex doctor [--json] [--dkim-selector S]");
    operations::Checks checks;
    try {
        auto const settings = load_for_doctor(overrides, checks);
        runtime::Loop loop;
        client::Client client({.guarded_loopback = true});
        auto const work = [&]() -> Task<void> {
            auto found =
                co_await operations::examine_deployment({.settings = settings,
                                                         .place = place_of(settings),
                                                         .client = client,
                                                         .now = current_time(),
                                                         .dkim_selector = flags.value("dkim-selector"),
                                                         .dkim_records = dkim_records(settings, checks),
                                                         .bucket = bucket_for_doctor(settings, checks)});
            std::ranges::move(found, std::back_inserter(checks));
        };
        run_on_loop(loop, work());
    } catch (std::invalid_argument const&) {
        // Settings that can't be read at all: what is wrong with them is in the checks.
    }
    if (flags.has("json"))
        fmt::print("{}\n", operations::to_json(checks));
    else
        print(checks);
    return std::ranges::any_of(checks, [](auto const& c) { return c.level == operations::Level::fail; }) ? 1
                                                                                                         : 0;
}

std::optional<int> operator_command(std::string const& command, Flags const& flags,
                                    config::Values const& settings) {
    if (command == "backup")
        return backup(flags, settings);
    if (command == "restore")
        return restore(flags, settings);
    if (command == "move")
        return move(flags);
    if (command == "files")
        return files(flags, settings);
    if (command == "upgrade")
        return upgrade(flags, settings);
    return std::nullopt;
}

}  // namespace ax::app
