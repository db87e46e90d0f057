#include "platform/blobs/folder.h"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

namespace ax::blobs {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(char const* what, fs::path const& path) {
    throw fs::filesystem_error(what, path, std::error_code(errno, std::generic_category()));
}

class File {
public:
    File(fs::path const& path, int flags) : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    File(File const&) = delete;
    File& operator=(File const&) = delete;
    ~File() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    [[nodiscard]] bool open() const { return fd_ >= 0; }
    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto const written = ::write(fd_, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR)
                fail("write", path_);
            if (written > 0)
                bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    [[nodiscard]] std::string read() const {
        std::string out;
        char buffer[64 * 1024];
        for (;;) {
            auto const got = ::read(fd_, buffer, sizeof buffer);
            if (got == 0)
                return out;
            if (got < 0 && errno != EINTR)
                fail("read", path_);
            if (got > 0)
                out.append(buffer, static_cast<std::size_t>(got));
        }
    }
    void sync() const {
        if (::fsync(fd_) != 0)
            fail("fsync", path_);
    }

private:
    fs::path path_;
    int fd_;
};

void sync_folder(fs::path const& folder) {
    File const file(folder, O_RDONLY | O_DIRECTORY);
    if (!file.open())
        fail("open", folder);
    file.sync();
}

fs::path aside(fs::path path) { return path += ".gone"; }

}  // namespace

fs::path Folder::path_of(std::string_view digest) const {
    return folder_ / digest.substr(0, 2) / digest.substr(2);
}

bool Folder::has(std::string_view digest) const { return fs::exists(path_of(digest)); }

void Folder::put(std::string_view digest, std::string_view bytes) const {
    static std::atomic<std::uint64_t> serial = 0;
    auto const path = path_of(digest);
    // Also what is there already is synced: whoever put it may have died, or be, just before doing so.
    if (fs::exists(path))
        return sync_folder(path.parent_path());
    if (fs::create_directories(folder_)) {
        fs::permissions(folder_, fs::perms::owner_all);
        sync_folder(fs::absolute(folder_).parent_path());
    }
    fs::create_directory(path.parent_path());
    sync_folder(folder_);
    auto temporary = path;
    temporary += fmt::format(".{}-{}", ::getpid(), ++serial);
    {
        File const file(temporary, O_WRONLY | O_CREAT | O_EXCL);
        if (!file.open())
            fail("open", temporary);
        try {
            file.write(bytes);
            file.sync();
        } catch (...) {
            ::unlink(temporary.c_str());
            throw;
        }
    }
    fs::rename(temporary, path);
    sync_folder(path.parent_path());
}

std::shared_ptr<std::string const> Folder::get(std::string_view digest) const {
    auto const path = path_of(digest);
    // Aside, too, while the collector asks, and where it stopped in between; it may come back meanwhile.
    for (auto const& place : {path, aside(path), path}) {
        File const file(place, O_RDONLY);
        if (file.open())
            return std::make_shared<std::string const>(file.read());
        if (errno != ENOENT)
            fail("open", place);
    }
    return nullptr;
}

void Folder::set_aside(std::string_view digest) const {
    auto const path = path_of(digest);
    std::error_code missing;
    fs::rename(path, aside(path), missing);
}

void Folder::restore(std::string_view digest) const {
    auto const path = path_of(digest);
    std::error_code missing;
    fs::rename(aside(path), path, missing);
}

void Folder::forget(std::string_view digest) const {
    std::error_code missing;
    fs::remove(aside(path_of(digest)), missing);
}

}  // namespace ax::blobs
