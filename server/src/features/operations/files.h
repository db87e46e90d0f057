#pragma once

#include "platform/db/plain.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ax::operations {

/// What people uploaded, below the data folder, under the names it has in a backup:
/// `files/pictures/ab/cdef….webp`, `files/documents/ab/cdef….pdf` and `attachments/ab/cdef…`, as the features
/// and platform/blobs lay it out.
struct StoredFile {
    std::string name;
    std::filesystem::path path;
};
/// Without what is being written or was left by a crash; a file that is being collected counts, for it may
/// come back. In no particular order.
[[nodiscard]] std::vector<StoredFile> stored_files(std::filesystem::path const& data);
[[nodiscard]] bool is_file_name(std::string_view name) noexcept;

/// Files that rows name.
struct NamedFile {
    std::string name;
    std::int64_t bytes = 0;
    friend auto operator<=>(NamedFile const&, NamedFile const&) = default;
};
[[nodiscard]] std::vector<NamedFile> named_files(db::Plain& database);

}  // namespace ax::operations
