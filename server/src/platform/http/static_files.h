#pragma once

#include "platform/http/message.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::http {

/// The web client's files: one directory, listed once at start. Only what was listed can be asked for, by its
/// exact decoded path, and symbolic links are never listed: so no request can name a file outside. Small
/// files stay in memory; large ones are read when asked for. Files below `/assets/` have a hash in their name
/// and are cached for ever. `x.br` and `x.gz` beside `x` are sent instead of it to clients that take them.
///
/// Immutable after construction: any thread may call respond().
class StaticFiles {
public:
    struct Options {
        std::size_t largest_in_memory = 256 * 1024;
        std::size_t memory = 4 * 1024 * 1024;  // of all files together
    };

    /// A directory that does not exist gives 404 for everything. Throws std::system_error if one can't be
    /// read.
    explicit StaticFiles(std::filesystem::path const& directory) : StaticFiles(directory, Options{}) {}
    StaticFiles(std::filesystem::path const& directory, Options options);
    ~StaticFiles();
    StaticFiles(StaticFiles&&) noexcept;
    StaticFiles& operator=(StaticFiles&&) noexcept;

    [[nodiscard]] bool empty() const noexcept { return files_.empty(); }

    /// The file, 304, `index.html` for the client's own routes (a GET that takes text/html, outside /api,
    /// /sandbox, /metrics, /ws, /socket.io and /assets), 405 for other verbs, or a 404 problem.
    [[nodiscard]] Response respond(Request const& request) const;
    /// The client's `/index.html` as it is, for who fills it; null if there is none.
    [[nodiscard]] std::shared_ptr<std::string const> index() const;

private:
    struct Variant;
    struct File;
    [[nodiscard]] File const* find(Request const& request) const;

    std::map<std::string, std::unique_ptr<File>, std::less<>>
        files_;  // by decoded path: `/assets/app-1a2b.js`
    std::size_t memory_left_ = 0;
};

}  // namespace ax::http
