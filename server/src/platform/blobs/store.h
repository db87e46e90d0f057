#pragma once

#include "base/task.h"
#include "platform/blobs/folder.h"
#include "platform/runtime/pool.h"

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ax::blobs {

/// Where the files are does not answer, or does not want us: becomes 503 `storage.unavailable`.
class Unreachable : public std::runtime_error {
public:
    enum class Outcome : unsigned char { nothing_done, unknown };
    Unreachable(std::string const& detail, Outcome outcome) : std::runtime_error(detail), outcome_(outcome) {}
    /// Whether what was asked for may have been done all the same.
    [[nodiscard]] bool may_be_done() const noexcept { return outcome_ == Outcome::unknown; }

private:
    Outcome outcome_;
};

/// Bytes by a key that begins with the digest of their content, for everybody on this site: see folder.h for
/// what each of these promises.
///
/// Thread-safe; call on a runtime::Loop. What is passed outlives the task. Throws Unreachable, and of a disk
/// std::filesystem::filesystem_error.
class Store {
public:
    explicit Store(std::string folder) : folder_(std::move(folder)) {}
    Store(Store const&) = delete;
    Store& operator=(Store const&) = delete;
    virtual ~Store() = default;

    /// `files/pictures`: the beginning of its files' names.
    [[nodiscard]] std::string const& folder() const noexcept { return folder_; }

    virtual Task<void> put(std::string_view key, std::string_view bytes) = 0;
    /// Null if there is none.
    [[nodiscard]] virtual Task<std::shared_ptr<std::string const>> get(std::string_view key) = 0;

    virtual Task<void> set_aside(std::string_view key) = 0;
    virtual Task<void> restore(std::string_view key) = 0;
    virtual Task<void> forget(std::string_view key) = 0;

private:
    std::string folder_;
};

/// On this machine's disk.
class DiskStore final : public Store {
public:
    /// Below `data`.
    DiskStore(runtime::Pool& pool, std::filesystem::path const& data, std::string folder)
        : Store(std::move(folder)), pool_(pool), files_(data / this->folder()) {}

    Task<void> put(std::string_view key, std::string_view bytes) override;
    [[nodiscard]] Task<std::shared_ptr<std::string const>> get(std::string_view key) override;
    Task<void> set_aside(std::string_view key) override;
    Task<void> restore(std::string_view key) override;
    Task<void> forget(std::string_view key) override;

private:
    runtime::Pool& pool_;
    Folder files_;
};

/// Where a file stands below a store's folder: `files/pictures/ab/cdef….webp`, the same on disk, in a bucket
/// and in a backup.
[[nodiscard]] std::string name_of(std::string_view folder, std::string_view key);

}  // namespace ax::blobs
