#include "disk/state.h"
#include "platform/db/sqlite/configure.h"

#include <algorithm>
#include <cerrno>
#include <new>
#include <stdexcept>
#include <sys/stat.h>
#include <utility>

#include <sqlite3.h>

namespace ax::testing {
namespace {

std::mutex attached_mutex;
std::vector<std::shared_ptr<Disk::State>> attached;

// The system's VFS opens a folder only to sync it; whether it did is asked for after the call.
thread_local bool folder_synced = false;
using OpenFolder = int (*)(char const*, int*);
OpenFolder open_folder = nullptr;
int watched_open_folder(char const* path, int* file) {
    folder_synced = true;
    return open_folder(path, file);
}

sqlite3_vfs* system_vfs = nullptr;

// The system's own file lies behind it in the memory that SQLite allocated.
struct File {
    sqlite3_file base;
    sqlite3_file* real;
    std::shared_ptr<Disk::State> disk;
    std::shared_ptr<Inode> inode;

    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    static sqlite3_file* real_of(sqlite3_file* file) { return of(file).real; }
    [[nodiscard]] sqlite3_io_methods const& methods() const { return *real->pMethods; }
};
static_assert(sizeof(File) % 8 == 0);

int close(sqlite3_file* file) {
    auto& self = File::of(file);
    int const code = self.methods().xClose(self.real);
    self.~File();
    return code;
}

int read(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
    auto& self = File::of(file);
    return self.disk->off ? SQLITE_IOERR_READ : self.methods().xRead(self.real, into, amount, offset);
}

int write(sqlite3_file* file, void const* from, int amount, sqlite3_int64 offset) {
    auto& self = File::of(file);
    auto& disk = *self.disk;
    std::lock_guard const lock(disk.mutex);
    bool const was_off = disk.off;
    std::string_view const bytes(static_cast<char const*>(from), static_cast<std::size_t>(amount));
    if (!disk.go_on()) {
        if (!was_off)
            disk.change(*self.inode, {.at = offset, .bytes = std::string(bytes)});
        return SQLITE_IOERR_WRITE;
    }
    // As the system does: what there is room for is written.
    auto const growth = std::max<sqlite3_int64>(0, offset + amount - self.inode->size);
    auto const missing = growth - disk.take_room(growth);
    auto const part = static_cast<int>(std::max<sqlite3_int64>(0, amount - missing));
    if (part > 0) {
        if (int const code = self.methods().xWrite(self.real, from, part, offset); code != SQLITE_OK)
            return code;
        disk.change(*self.inode,
                    {.at = offset, .bytes = std::string(bytes.substr(0, static_cast<std::size_t>(part)))});
    }
    if (part == amount)
        return SQLITE_OK;
    errno = ENOSPC;
    return SQLITE_FULL;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& self = File::of(file);
    std::lock_guard const lock(self.disk->mutex);
    if (!self.disk->go_on())
        return SQLITE_IOERR_TRUNCATE;
    int const code = self.methods().xTruncate(self.real, size);
    if (code == SQLITE_OK) {
        self.disk->take_room(size - self.inode->size);
        self.disk->change(*self.inode, {.at = size, .bytes = {}, .ends_file = true});
    }
    return code;
}

int sync(sqlite3_file* file, int flags) {
    auto& self = File::of(file);
    std::lock_guard const lock(self.disk->mutex);
    if (!self.disk->go_on())
        return SQLITE_IOERR_FSYNC;
    folder_synced = false;
    int const code = self.methods().xSync(self.real, flags);
    if (code != SQLITE_OK)
        return code;
    Disk::State::sync(*self.inode);
    if (folder_synced)
        self.disk->durable_names = self.disk->names;
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    auto& self = File::of(file);
    return self.disk->off ? SQLITE_IOERR_FSTAT : self.methods().xFileSize(self.real, size);
}

int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** at) {
    auto& self = File::of(file);
    std::lock_guard const lock(self.disk->mutex);
    auto const growth = sqlite3_int64{region + 1} * size - self.inode->shared_bytes;
    if (extend != 0 && growth > 0) {
        if (self.disk->room && *self.disk->room < growth) {
            errno = ENOSPC;
            return SQLITE_IOERR_SHMSIZE;
        }
        self.disk->take_room(growth);
        self.inode->shared_bytes += growth;
    }
    return self.methods().xShmMap(self.real, region, size, extend, at);
}

int fetch(sqlite3_file* file, sqlite3_int64 offset, int amount, void** at) {
    auto& self = File::of(file);
    *at = nullptr;
    return self.disk->off ? SQLITE_OK : self.methods().xFetch(self.real, offset, amount, at);
}

// Everything else goes to the real file as it is.
template <auto member>
struct Forward;
template <class... Args, int (*sqlite3_io_methods::*member)(sqlite3_file*, Args...)>
struct Forward<member> {
    static int call(sqlite3_file* file, Args... args) {
        auto* const real = File::real_of(file);
        return (real->pMethods->*member)(real, args...);
    }
};
using Methods = sqlite3_io_methods;

constexpr Methods kMethods{
    .iVersion = 3,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = file_size,
    .xLock = Forward<&Methods::xLock>::call,
    .xUnlock = Forward<&Methods::xUnlock>::call,
    .xCheckReservedLock = Forward<&Methods::xCheckReservedLock>::call,
    .xFileControl = Forward<&Methods::xFileControl>::call,
    .xSectorSize = Forward<&Methods::xSectorSize>::call,
    .xDeviceCharacteristics = Forward<&Methods::xDeviceCharacteristics>::call,
    .xShmMap = shm_map,
    .xShmLock = Forward<&Methods::xShmLock>::call,
    .xShmBarrier =
        [](sqlite3_file* file) {
            auto* const real = File::real_of(file);
            real->pMethods->xShmBarrier(real);
        },
    .xShmUnmap = Forward<&Methods::xShmUnmap>::call,
    .xFetch = fetch,
    .xUnfetch = Forward<&Methods::xUnfetch>::call,
};

int open(sqlite3_vfs* /*vfs*/, char const* path, sqlite3_file* file, int flags, int* out_flags) {
    auto disk = path == nullptr ? nullptr : disk_of(path);
    if (disk == nullptr)
        return system_vfs->xOpen(system_vfs, path, file, flags, out_flags);
    std::lock_guard const lock(disk->mutex);
    auto const known = disk->names.find(path);
    bool const there = known != disk->names.end();
    file->pMethods = nullptr;
    if (disk->off || (!there && !disk->go_on()))
        return SQLITE_CANTOPEN;
    auto* const real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File));
    if (int const code = system_vfs->xOpen(system_vfs, path, real, flags, out_flags); code != SQLITE_OK)
        return code;
    auto inode = there ? known->second : std::make_shared<Inode>();
    if (!there)
        disk->names.emplace(path, inode);
    auto& self = *new (file) File{.base = {}, .real = real, .disk = disk, .inode = inode};
    self.base.pMethods = &kMethods;
    return SQLITE_OK;
}

int remove(sqlite3_vfs* /*vfs*/, char const* path, int sync_folder) {
    auto const disk = disk_of(path);
    if (disk == nullptr)
        return system_vfs->xDelete(system_vfs, path, sync_folder);
    std::lock_guard const lock(disk->mutex);
    if (!disk->go_on())
        return SQLITE_IOERR_DELETE;
    folder_synced = false;
    int const code = system_vfs->xDelete(system_vfs, path, sync_folder);
    if (code != SQLITE_OK)
        return code;
    if (auto const gone = disk->names.find(path); gone != disk->names.end()) {
        disk->take_room(-gone->second->size);
        disk->names.erase(gone);
    }
    if (folder_synced)
        disk->durable_names = disk->names;
    return SQLITE_OK;
}

// Before main(), so before anybody opened a database or asked for the default.
[[maybe_unused]] bool const installed = [] {
    db::sqlite::configure_once();
    sqlite3_initialize();
    system_vfs = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs vfs = *system_vfs;
    vfs.szOsFile += static_cast<int>(sizeof(File));
    vfs.pNext = nullptr;
    vfs.zName = "disk";
    vfs.xOpen = open;
    vfs.xDelete = remove;
    open_folder = reinterpret_cast<OpenFolder>(system_vfs->xGetSystemCall(system_vfs, "openDirectory"));
    auto const watched = reinterpret_cast<sqlite3_syscall_ptr>(watched_open_folder);
    if (open_folder == nullptr ||
        system_vfs->xSetSystemCall(system_vfs, "openDirectory", watched) != SQLITE_OK ||
        sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
        throw std::logic_error("SQLite refused a VFS");
    return true;
}();

}  // namespace

std::shared_ptr<Disk::State> disk_of(char const* path) {
    std::lock_guard const lock(attached_mutex);
    std::string_view const whole(path);
    for (auto const& state : attached)
        if (whole.starts_with(state->folder))
            return state;
    return nullptr;
}

void attach(std::shared_ptr<Disk::State> state) {
    std::lock_guard const lock(attached_mutex);
    attached.push_back(std::move(state));
}

void detach(std::shared_ptr<Disk::State> const& state) {
    std::lock_guard const lock(attached_mutex);
    std::erase(attached, state);
}

}  // namespace ax::testing
