#pragma once

#include "features/operations/place.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ax::operations {

struct MovedFiles {
    std::int64_t copied = 0;
    std::int64_t already = 0;          // the same bytes were there
    std::int64_t bytes = 0;            // of the copied
    std::vector<std::string> missing;  // in neither place
    std::vector<std::string> damaged;  // in the old place, and not copied
};

enum class Target : unsigned char { remote, disk };

/// Copies every file that a row names between `place.data` and `place.remote`, may be repeated, and takes
/// nothing away. What is copied is what the row says, by size and where the name says it by SHA-256, and is
/// read back and compared. While the server runs: repeat it once the server uses the new place. Blocks.
/// Throws std::runtime_error, also if the new place doesn't keep what it is given.
[[nodiscard]] MovedFiles move_files(Place const& place, Target target);

}  // namespace ax::operations
