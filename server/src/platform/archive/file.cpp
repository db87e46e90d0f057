#include "platform/archive/file.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace ax::archive {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(char const* what, fs::path const& path) {
    throw fs::filesystem_error(what, path, std::error_code(errno, std::generic_category()));
}

}  // namespace

File::File(fs::path path, int flags)
    : path_(std::move(path)), fd_(::open(path_.c_str(), flags | O_CLOEXEC, 0600)) {
    if (fd_ < 0)
        fail("can't open", path_);
}

File::~File() { ::close(fd_); }

void File::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        auto const written = ::write(fd_, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            fail("can't write", path_);
        if (written > 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::size_t File::read(std::span<char> into) const {
    for (;;) {
        auto const got = ::read(fd_, into.data(), into.size());
        if (got >= 0)
            return static_cast<std::size_t>(got);
        if (errno != EINTR)
            fail("can't read", path_);
    }
}

void File::sync() const {
    if (::fsync(fd_) != 0)
        fail("can't sync", path_);
}

void sync_folder(fs::path const& folder) {
    File const file(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
    file.sync();
}

void rename_to_new(fs::path const& from, fs::path const& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return;
    // Some file systems know no such renaming; a hard link does not replace anything either.
    if (errno != EINVAL || ::link(from.c_str(), to.c_str()) != 0)
        fail("can't make", to);
    ::unlink(from.c_str());
}

}  // namespace ax::archive
