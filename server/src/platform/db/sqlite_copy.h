#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace ax::db {

/// Copies an SQLite database while others read and write it: one snapshot, whatever they commit meanwhile,
/// and nobody waits for it. The copy is a single file without a WAL, mode 0600, synced; `to` must not exist.
/// `step` is told after every mebibyte or so how many pages are left. While it runs the original's WAL can't
/// be reset and grows by what is written. Blocks. Throws PlainError; then nothing is left of the copy.
void copy_sqlite(std::filesystem::path const& from, std::filesystem::path const& to,
                 std::function<void(std::int64_t pages_left)> const& step = {});

}  // namespace ax::db
