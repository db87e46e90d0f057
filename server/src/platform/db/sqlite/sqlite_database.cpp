#include "platform/db/sqlite/sqlite_database.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::db::sqlite {
namespace {

// A thread's connections. Keyed by a number that is never used again, so that a closed database's entry can't
// be mistaken for a new one's.
struct ThreadReader {
    std::uint64_t serial;
    Connection* connection;
    std::weak_ptr<Connection> alive;
};
thread_local std::vector<ThreadReader> thread_readers;
std::atomic<std::uint64_t> next_serial = 1;

// Best effort: not every file system lets a folder be opened or synced, and those have nothing to lose.
void sync_folder(std::filesystem::path const& folder) {
    int const opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0)
        return;
    (void)::fsync(opened);
    ::close(opened);
}

// SQLite would make it with the umask's rights; -wal and -shm take theirs from this file. SQLite syncs the
// folder with the first commit, but knows nothing of how the folder came to be: it may be new as well.
std::string made(std::string path) {
    int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) {
        file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        auto const folder = std::filesystem::absolute(path).parent_path();
        sync_folder(folder);
        sync_folder(folder.parent_path());
    }
    if (file < 0)
        throw Unavailable(fmt::format("can't open {}: {}", path, std::strerror(errno)));
    ::close(file);
    return path;
}

}  // namespace

SqliteDatabase::SqliteDatabase(std::string path, OpenOptions const& options)
    : path_(std::move(path)),
      read_limit_(options.read_limit),
      serial_(next_serial++),
      writer_(made(path_), {.threaded = !options.inline_writes,
                            .durable = options.durable,
                            .queue = options.write_queue,
                            .limit = options.write_limit}) {}

Connection& SqliteDatabase::reader() {
    for (auto const& known : thread_readers) {
        if (known.serial == serial_)
            return *known.connection;
    }
    auto made_now =
        std::make_shared<Connection>(path_, Connection::Options{.read_only = true, .limit = read_limit_});
    std::erase_if(thread_readers, [](ThreadReader const& known) { return known.alive.expired(); });
    thread_readers.push_back({serial_, made_now.get(), made_now});
    std::lock_guard const lock(mutex_);
    return *readers_.emplace_back(std::move(made_now));
}

Task<Rows> SqliteDatabase::run(Query const& query, Params params) {
    if (Writer::inside_body())
        throw Broken(fmt::format("{}: a body must read through its transaction", query.name()));
    co_return reader().run(query, params);
}

Task<std::optional<std::string>> SqliteDatabase::prepare_problem(Query const& query) {
    co_return reader().prepare_problem(query);
}

// Each connection counts for itself, so their numbers can't be compared: whoever sees that something was
// committed since it looked last raises the one number that all share. A commit may so be counted once by
// each thread, but none is missed.
std::optional<std::uint64_t> SqliteDatabase::generation() {
    if (reader().others_committed())
        return generation_.fetch_add(1, std::memory_order_acq_rel) + 1;
    return generation_.load(std::memory_order_acquire);
}

Task<void> SqliteDatabase::transact(Body const& body, Isolation) { return writer_.write(body); }

}  // namespace ax::db::sqlite
