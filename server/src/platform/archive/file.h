#pragma once

#include <filesystem>
#include <span>
#include <string_view>

/// Plain files, for this module and whoever unpacks: every failure is a std::filesystem::filesystem_error.
namespace ax::archive {

/// A descriptor that is closed with it.
class File {
public:
    /// `flags` of open(2); a new file gets mode 0600.
    File(std::filesystem::path path, int flags);
    ~File();
    File(File const&) = delete;
    File& operator=(File const&) = delete;

    void write(std::string_view bytes) const;
    /// 0 at the end.
    [[nodiscard]] std::size_t read(std::span<char> into) const;
    void sync() const;

private:
    std::filesystem::path path_;
    int fd_;
};

/// Makes durable that names in it came or went.
void sync_folder(std::filesystem::path const& folder);

/// Gives `from` the name `to`, unless there is one of that name: then it throws.
void rename_to_new(std::filesystem::path const& from, std::filesystem::path const& to);

}  // namespace ax::archive
