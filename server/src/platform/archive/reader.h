#pragma once

#include "platform/archive/file.h"
#include "platform/archive/writer.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ax::archive {

/// Reads an archive from front to end. Throws Damaged for whatever a Writer does not write, up to the last
/// byte, and std::filesystem::filesystem_error when the disk fails. One thread; blocks.
class Reader {
public:
    explicit Reader(std::filesystem::path const& path);

    /// The next part's header; nothing after the last one. Its bytes have to be taken before the next call.
    [[nodiscard]] std::optional<Header> next();
    /// The bytes of the part in pieces.
    Part take(std::function<void(std::string_view)> const& piece);
    /// All of a part that may be no longer than `most`.
    [[nodiscard]] std::string take_all(std::uint64_t most);

private:
    [[nodiscard]] bool fill(std::span<char> into);
    void need(std::span<char> into);

    File file_;
    std::string path_;
    std::optional<Header> open_;
};

}  // namespace ax::archive
