#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ax::blobs {

/// Bytes by their SHA-256, in a folder of this process. The seam where a store for many nodes comes in.
///
/// Blocks: call it from a pool. Thread-safe. Throws std::filesystem::filesystem_error when the disk fails.
class Folder {
public:
    /// The folder is made, for this user alone, when the first file is kept.
    explicit Folder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Durable when it returns: written aside, synced, renamed, the folder synced. The same content is
    /// written once.
    void put(std::string_view digest, std::string_view bytes) const;
    [[nodiscard]] bool has(std::string_view digest) const;
    /// Null if there is none.
    [[nodiscard]] std::shared_ptr<std::string const> get(std::string_view digest) const;

    /// In two steps, so that one who puts the same content meanwhile finds out: after set_aside() put()
    /// writes it again, and only then is asked whether somebody needs it. get() finds it until forget().
    void set_aside(std::string_view digest) const;
    void restore(std::string_view digest) const;
    void forget(std::string_view digest) const;

private:
    [[nodiscard]] std::filesystem::path path_of(std::string_view digest) const;

    std::filesystem::path folder_;
};

}  // namespace ax::blobs
