#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ax::operations {

/// Files of people that are not below AX_DATA, by the names they would have there. Blocks. Throws
/// std::runtime_error.
class RemoteFiles {
public:
    RemoteFiles() = default;
    RemoteFiles(RemoteFiles const&) = delete;
    RemoteFiles& operator=(RemoteFiles const&) = delete;
    virtual ~RemoteFiles() = default;

    /// Nothing, or null, if there is none.
    [[nodiscard]] virtual std::optional<std::int64_t> size(std::string const& name) = 0;
    [[nodiscard]] virtual std::shared_ptr<std::string const> get(std::string const& name) = 0;
    virtual void put(std::string const& name, std::string_view bytes) = 0;
};

/// Where a deployment keeps what it knows.
struct Place {
    std::string database;        // sqlite:PATH or postgresql://…
    std::filesystem::path data;  // AX_DATA
    RemoteFiles* remote = nullptr;

    [[nodiscard]] bool on_sqlite() const { return database.starts_with("sqlite:"); }
    [[nodiscard]] std::filesystem::path sqlite_file() const {
        return database.substr(std::string_view("sqlite:").size());
    }
};

/// A folder of this process that goes away with it.
class ScratchFolder {
public:
    /// `beside` and an ending of its own; mode 0700. Throws std::filesystem::filesystem_error.
    explicit ScratchFolder(std::filesystem::path const& beside);
    ~ScratchFolder();
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;
    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// A database beside the one of `url` that goes away with it; the role must be allowed to create it.
class ScratchDatabase {
public:
    /// Throws db::PlainError.
    explicit ScratchDatabase(std::string const& url);
    ~ScratchDatabase();
    ScratchDatabase(ScratchDatabase const&) = delete;
    ScratchDatabase& operator=(ScratchDatabase const&) = delete;
    [[nodiscard]] std::string const& url() const noexcept { return url_; }

private:
    std::string cluster_;
    std::string name_;
    std::string url_;
};

}  // namespace ax::operations
