#pragma once

#include "app/application.h"
#include "platform/runtime/loop.h"

#include <functional>
#include <memory>

namespace ax::app {

/// What an application runs on: database, hashing pool, HTTP client. Opens the database of the settings;
/// throws std::runtime_error with a readable line if it can't.
class Host {
public:
    struct Options {
        bool inline_writes = false;  // commands: no writer thread
    };
    Host(config::Values const& settings, std::string self_url, Options options);
    ~Host();

    [[nodiscard]] db::Database& db() noexcept { return *db_; }
    [[nodiscard]] Clock const& clock() const noexcept { return clock_; }
    [[nodiscard]] Application& app() noexcept { return *app_; }
    [[nodiscard]] crypto::PasswordHasher& hasher() noexcept { return hasher_; }

private:
    SystemClock clock_;
    std::unique_ptr<db::Database> db_;
    runtime::Pool pool_;
    crypto::PasswordHasher hasher_;
    client::Client client_;
    std::unique_ptr<Application> app_;
};

/// Runs one task on a loop of its own, on this thread, and rethrows what it throws.
void run_on_loop(runtime::Loop& loop, Task<void> task);

/// The database's address: AX_DATABASE_URL, or the SQLite file in AX_DATA (whose folder is made).
[[nodiscard]] std::string database_url(config::Values const& settings);

/// Brings the schema up to date; throws std::runtime_error that names the migration in the way. True if
/// anything was applied.
[[nodiscard]] Task<bool> migrate_now(db::Database& db);

}  // namespace ax::app
