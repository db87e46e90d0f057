#include "app/host.h"

#include "platform/db/migrate.h"
#include "platform/db/open.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

namespace ax::app {
namespace {

// Hashing never takes more than half the cores: a wave of sign-ins must leave room for everybody else.
std::size_t hashing_threads() { return std::max(1U, std::thread::hardware_concurrency() / 2); }
constexpr std::size_t kHashingQueue = 32;

db::Prepare prepare_of(std::string const& setting) {
    if (setting == "auto")
        return db::Prepare::automatic;
    return setting == "true" ? db::Prepare::always : db::Prepare::never;
}

db::OpenOptions open_options(config::Values const& settings, bool inline_writes) {
    db::OpenOptions options{.url = database_url(settings)};
    options.inline_writes = inline_writes;
    options.prepare = prepare_of(settings.text("AX_DATABASE_PREPARE"));
    options.patience = seconds{settings.integer("AX_DATABASE_PATIENCE_SECONDS")};
    options.replicas = settings.list("AX_DATABASE_REPLICAS");
    options.replica_lag = milliseconds{settings.integer("AX_DATABASE_REPLICA_LAG_MS")};
    return options;
}

}  // namespace

std::string database_url(config::Values const& settings) {
    if (settings.is_set("AX_DATABASE_URL"))
        return settings.text("AX_DATABASE_URL");
    std::filesystem::path const folder = settings.text("AX_DATA");
    std::filesystem::create_directories(folder);
    return fmt::format("sqlite:{}", (folder / "aspirex.db").string());
}

Host::Host(config::Values const& settings, std::string self_url, Options options)
    : db_(db::open(open_options(settings, options.inline_writes))),
      pool_(hashing_threads(), kHashingQueue),
      hasher_(pool_),
      client_({.guarded_loopback = settings.boolean("AX_LOOPBACK_URLS")}),
      app_(std::make_unique<Application>(Application::Parts{.db = *db_,
                                                            .clock = clock_,
                                                            .hasher = hasher_,
                                                            .client = client_,
                                                            .settings = settings,
                                                            .self_url = std::move(self_url)})) {}

Host::~Host() = default;

void run_on_loop(runtime::Loop& loop, Task<void> task) {
    std::exception_ptr failure;
    loop.post([&] {
        start(std::move(task), [&](std::exception_ptr error) {
            failure = error;
            loop.stop();
        });
    });
    loop.run();
    if (failure)
        std::rethrow_exception(failure);
}

Task<bool> migrate_now(db::Database& db) {
    auto const applied = co_await db::migrate(db, db::embedded_migrations());
    if (!applied)
        throw std::runtime_error(
            fmt::format("migration {}: {}", applied.error().migration, applied.error().problem));
    co_return !applied->empty();
}

}  // namespace ax::app
