#pragma once

#include "platform/archive/file.h"
#include "platform/archive/header.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ax::archive {

/// A part as it was written or read.
struct Part {
    std::string name;
    std::uint64_t size = 0;
    std::string sha256;  // hexadecimal

    friend bool operator==(Part const&, Part const&) = default;
};

/// Writes an archive, all or nothing: into a temporary file beside the target, which gets the target's name
/// in finish(), synced. Without finish() nothing is left. Mode 0600: it holds people's data. One thread;
/// blocks. Throws std::filesystem::filesystem_error when the disk fails or is full, or the target exists
/// already: it is never overwritten.
class Writer {
public:
    explicit Writer(std::filesystem::path target);
    ~Writer();
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;

    Part add(std::string const& name, std::string_view bytes);
    /// The file must not change meanwhile: if it ends up longer or shorter, std::runtime_error.
    Part add_file(std::string const& name, std::filesystem::path const& file);
    void finish();

private:
    void pad(std::uint64_t size);

    std::filesystem::path target_;
    std::filesystem::path temporary_;
    std::unique_ptr<File> output_;  // null once it is finished
};

}  // namespace ax::archive
