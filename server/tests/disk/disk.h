#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <string>

/// For tests: what lies below SQLite when the power goes or the disk is full.
namespace ax::testing {

/// For a Disk, a folder that goes away with it. In memory, where the machine has a place for that: nothing
/// needs to reach a real disk.
class DiskFolder {
public:
    DiskFolder();
    ~DiskFolder() { std::filesystem::remove_all(path); }
    DiskFolder(DiskFolder const&) = delete;
    DiskFolder& operator=(DiskFolder const&) = delete;
    [[nodiscard]] std::string url() const { return "sqlite:" + (path / "test.db").string(); }

    std::filesystem::path path;
};

/// The files that SQLite has in one folder, on a disk that keeps what is synced and may lose the rest. SQLite
/// sees it by a VFS of its own, which is the default of every process that links this; files in other folders
/// are left alone. Whatever thread; one Disk for a folder.
///
/// Told apart are, as POSIX does: the bytes of a file, which its sync makes durable; and its name, which the
/// sync of the folder does. Not told apart from a real disk's cache: shared memory (-shm), which SQLite makes
/// anew after a crash (https://sqlite.org/walformat.html), so it comes back as nonsense.
class Disk {
public:
    /// What is in the folder now is durable. No connection may be open.
    explicit Disk(std::filesystem::path const& folder);
    ~Disk();
    Disk(Disk const&) = delete;
    Disk& operator=(Disk const&) = delete;

    /// At the n-th next call that would change or sync something (1 is the very next) the power goes: neither
    /// that call nor any later one is answered with success.
    void cut_power_at(int call);
    void cut_power() { cut_power_at(0); }
    [[nodiscard]] bool has_power() const;

    /// Power again. Of everything that was not synced, each sector of 512 bytes is there as written, as it
    /// was before, torn, or nonsense; each new file is there or not, each deleted one too. No connection may
    /// be open.
    void come_back(std::mt19937_64& random);

    /// Files may grow by so many bytes in all; then the disk is full.
    void leave_room(std::int64_t bytes);
    void leave_endless_room();

    struct State;

private:
    std::shared_ptr<State> state_;
};

}  // namespace ax::testing
