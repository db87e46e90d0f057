#include "features/operations/upgrade.h"

#include "features/operations/backup.h"
#include "features/operations/invariants.h"
#include "platform/db/migrate.h"
#include "platform/db/open.h"
#include "platform/runtime/loop.h"

#include <algorithm>
#include <exception>
#include <optional>

#include <fmt/format.h>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

// A trial may take its time; nobody waits for it but the operator.
constexpr std::chrono::hours kPatience{24};

std::chrono::milliseconds since(Steady::time_point begun) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begun);
}

// One after the other, to tell how long each takes.
Task<void> apply(db::Database& copy, TriedUpgrade& out) {
    auto const all = db::embedded_migrations();
    auto const waiting = co_await db::pending(copy, all);
    if (!waiting) {
        out.problem = fmt::format("{} {}", waiting.error().migration, waiting.error().problem);
        co_return;
    }
    for (auto const& name : *waiting) {
        auto const end = std::ranges::find(all, name, &db::EmbeddedMigration::name) - all.begin() + 1;
        auto const begun = Steady::now();
        auto const done = co_await db::migrate(copy, all.first(static_cast<std::size_t>(end)));
        if (!done) {
            out.problem = fmt::format("{} {}", done.error().migration, done.error().problem);
            co_return;
        }
        out.migrations.push_back({.name = name, .took = since(begun)});
    }
}

// On a loop of its own, which PostgreSQL needs and which has ended before the database goes.
void apply_all(std::string const& url, TriedUpgrade& out) {
    runtime::Loop loop;
    auto const copy =
        db::open({.url = url, .inline_writes = true, .write_limit = kPatience, .patience = kPatience});
    std::exception_ptr failure;
    loop.post([&] {
        start(apply(*copy, out), [&](std::exception_ptr error) {
            failure = std::move(error);
            loop.stop();
        });
    });
    loop.run();
    if (failure)
        std::rethrow_exception(failure);
}

}  // namespace

TriedUpgrade try_upgrade(Place const& place, fs::path const& scratch_below) {
    TriedUpgrade out;
    ScratchFolder const scratch(scratch_below / "aspirex-upgrade");
    std::optional<ScratchDatabase> database;
    auto const begun = Steady::now();
    auto const file = scratch.path() / "copy";
    (void)copy_database(place, file);
    auto url = fmt::format("sqlite:{}", file.string());
    if (!place.on_sqlite()) {
        database.emplace(place.database);
        load_dump(file, database->url());
        fs::remove(file);
        url = database->url();
    }
    out.copied = since(begun);
    out.already = broken_invariants(*db::Plain::open(url), place.data, place.remote);
    apply_all(url, out);
    for (auto& line : broken_invariants(*db::Plain::open(url), place.data, place.remote))
        if (std::ranges::find(out.already, line) == out.already.end())
            out.broken.push_back(std::move(line));
    return out;
}

}  // namespace ax::operations
