#include "platform/db/plain.h"
#include "platform/db/sqlite/configure.h"
#include "platform/db/sqlite_copy.h"

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <sqlite3.h>

namespace ax::db {
namespace {

constexpr int kPagesPerStep = 256;
constexpr int kPatienceMs = 30'000;

struct Close {
    void operator()(sqlite3* db) const noexcept { sqlite3_close_v2(db); }
};
struct Finish {
    void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Handle open(std::filesystem::path const& path, int mode) {
    sqlite::configure_once();
    sqlite3* raw = nullptr;
    int const code = sqlite3_open_v2(path.c_str(), &raw, mode | SQLITE_OPEN_NOMUTEX, nullptr);
    Handle db(raw);
    if (code != SQLITE_OK)
        throw PlainError(fmt::format("can't open {}: {}", path.string(), sqlite3_errstr(code)));
    sqlite3_busy_timeout(raw, kPatienceMs);
    return db;
}

void run(sqlite3* db, char const* sql) {
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        throw PlainError(fmt::format("{}: {}", sql, sqlite3_errmsg(db)));
}

void copy(sqlite3* source, sqlite3* target, std::function<void(std::int64_t)> const& step) {
    // The backup joins this read: without it every foreign commit between two steps would start it again, and
    // under load it would never end.
    run(source, "BEGIN; SELECT count(*) FROM sqlite_schema");
    std::unique_ptr<sqlite3_backup, Finish> backup(sqlite3_backup_init(target, "main", source, "main"));
    if (backup == nullptr)
        throw PlainError(fmt::format("can't copy the database: {}", sqlite3_errmsg(target)));
    int code = SQLITE_OK;
    while ((code = sqlite3_backup_step(backup.get(), kPagesPerStep)) == SQLITE_OK)
        if (step)
            step(sqlite3_backup_remaining(backup.get()));
    backup.reset();
    if (code != SQLITE_DONE)
        throw PlainError(fmt::format("can't copy the database: {}", sqlite3_errstr(code)));
    run(source, "COMMIT");
    // The copy says WAL like the original; a part of an archive is one file.
    run(target, "PRAGMA journal_mode = DELETE");
}

void forget(std::filesystem::path const& path) {
    for (char const* const ending : {"", "-journal", "-wal", "-shm"})
        ::unlink((path.string() + ending).c_str());
}

}  // namespace

void copy_sqlite(std::filesystem::path const& from, std::filesystem::path const& to,
                 std::function<void(std::int64_t)> const& step) {
    auto const source = open(from, SQLITE_OPEN_READONLY);
    int const made = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0)
        throw PlainError(fmt::format("can't make {}: {}", to.string(),
                                     std::error_code(errno, std::generic_category()).message()));
    ::close(made);
    try {
        copy(source.get(), open(to, SQLITE_OPEN_READWRITE).get(), step);
    } catch (...) {
        forget(to);
        throw;
    }
}

}  // namespace ax::db
