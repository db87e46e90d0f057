#include "platform/db/sqlite/wal_writes.h"

#include <cerrno>
#include <cstring>
#include <new>
#include <stdexcept>
#include <utility>

#include <sqlite3.h>

namespace ax::db::sqlite {
namespace {

constexpr std::size_t kPiece = std::size_t{128} * 1024;

// SQLite says that a disk is full, but not that a quota or the largest size of a file is reached. The
// system's number is that of the write just before; later, others have come between.
int told_apart(int code) {
    bool const no_room = errno == EDQUOT || errno == EFBIG;
    return code == SQLITE_IOERR_WRITE && no_room ? SQLITE_FULL : code;
}

// What SQLite takes for its log. The system's own file lies behind it in the memory that SQLite allocated.
struct LogFile {
    sqlite3_file base;
    sqlite3_file* real;
    char* gathered;  // kPiece bytes
    std::size_t size;
    sqlite3_int64 offset;  // where `gathered` begins in the file

    static LogFile& of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }
    [[nodiscard]] sqlite3_int64 end() const { return offset + static_cast<sqlite3_int64>(size); }

    // What could not be written is given up: SQLite takes the transaction back and writes its pages again.
    int hand_over() {
        if (size == 0)
            return SQLITE_OK;
        auto const amount = static_cast<int>(std::exchange(size, 0));
        return told_apart(real->pMethods->xWrite(real, gathered, amount, offset));
    }

    // What is committed has been synced before. The rest must not be written once the writer's lock is
    // released: from then on its place in the log belongs to whoever writes next, perhaps another process.
    void forget() { size = 0; }
};

int close(sqlite3_file* file) {
    auto& log = LogFile::of(file);
    log.forget();
    delete[] log.gathered;
    return log.real->pMethods->xClose(log.real);
}

int read(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
    auto& log = LogFile::of(file);
    if (int const code = log.hand_over(); code != SQLITE_OK)
        return code;
    return log.real->pMethods->xRead(log.real, into, amount, offset);
}

int write(sqlite3_file* file, void const* from, int amount, sqlite3_int64 offset) {
    auto& log = LogFile::of(file);
    auto const bytes = static_cast<std::size_t>(amount);
    if (offset != log.end() || log.size + bytes > kPiece) {
        if (int const code = log.hand_over(); code != SQLITE_OK)
            return code;
        log.offset = offset;
    }
    if (bytes > kPiece)
        return told_apart(log.real->pMethods->xWrite(log.real, from, amount, offset));
    std::memcpy(log.gathered + log.size, from, bytes);
    log.size += bytes;
    return SQLITE_OK;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& log = LogFile::of(file);
    int const code = log.hand_over();
    return code != SQLITE_OK ? code : log.real->pMethods->xTruncate(log.real, size);
}

int sync(sqlite3_file* file, int flags) {
    auto& log = LogFile::of(file);
    int const code = log.hand_over();
    return code != SQLITE_OK ? code : log.real->pMethods->xSync(log.real, flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    auto& log = LogFile::of(file);
    int const code = log.hand_over();
    return code != SQLITE_OK ? code : log.real->pMethods->xFileSize(log.real, size);
}

sqlite3_file* real(sqlite3_file* file) { return LogFile::of(file).real; }

// Version 1: a log is never locked, mapped or shared memory.
constexpr sqlite3_io_methods kLogMethods{
    .iVersion = 1,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = [](sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); },
    .xUnlock = [](sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); },
    .xCheckReservedLock =
        [](sqlite3_file* file, int* held) {
            return real(file)->pMethods->xCheckReservedLock(real(file), held);
        },
    .xFileControl = [](sqlite3_file* file, int what,
                       void* with) { return real(file)->pMethods->xFileControl(real(file), what, with); },
    .xSectorSize = [](sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); },
    .xDeviceCharacteristics =
        [](sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* system_vfs() {
    static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
    return found;
}

int open(sqlite3_vfs* /*vfs*/, char const* path, sqlite3_file* file, int flags, int* out_flags) {
    auto* const system = system_vfs();
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return system->xOpen(system, path, file, flags, out_flags);
    auto& log = *new (file) LogFile{};
    log.real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(LogFile));
    log.gathered = new (std::nothrow) char[kPiece];
    if (log.gathered == nullptr)
        return SQLITE_NOMEM;
    int const code = system->xOpen(system, path, log.real, flags, out_flags);
    if (code == SQLITE_OK)
        log.base.pMethods = &kLogMethods;
    else
        delete[] log.gathered;
    return code;
}

}  // namespace

void forget_unsynced(sqlite3* db) noexcept {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&file)) ==
            SQLITE_OK &&
        file != nullptr && file->pMethods == &kLogMethods)
        LogFile::of(file).forget();
}

char const* gathering_vfs() {
    static sqlite3_vfs vfs = [] {
        sqlite3_initialize();
        sqlite3_vfs copy = *system_vfs();
        copy.szOsFile += static_cast<int>(sizeof(LogFile));
        copy.pNext = nullptr;
        copy.zName = "aspirex";
        copy.xOpen = open;
        return copy;
    }();
    static int const registered = sqlite3_vfs_register(&vfs, 0);
    if (registered != SQLITE_OK)
        throw std::logic_error("SQLite refused a VFS");
    return vfs.zName;
}

}  // namespace ax::db::sqlite
