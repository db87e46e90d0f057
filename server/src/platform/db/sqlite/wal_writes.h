#pragma once

/// A commit writes each page to SQLite's log in two calls of its own, 24 bytes and then the page; a group of
/// messages is hundreds of calls. This VFS gathers what is written to the log and hands it to the file in
/// large pieces, at the latest before the log is synced. SQLite shows a commit to readers only after that
/// sync (https://sqlite.org/walformat.html), so a connection may use it only with `synchronous = FULL`. All
/// other files, locks and shared memory are the system's VFS, unchanged; so are the bytes of the log.
struct sqlite3;

namespace ax::db::sqlite {

/// The name to open a writing connection with. Registers it at the first call; thread-safe.
/// Throws std::logic_error if SQLite refuses.
[[nodiscard]] char const* gathering_vfs();

/// Drops what is gathered. To be called after every rollback, before anything else is done with the
/// connection: the pages of a transaction that was taken back, when written later, would lie upon what
/// another process has committed there meanwhile. Does nothing on a connection without this VFS.
void forget_unsynced(sqlite3* db) noexcept;

}  // namespace ax::db::sqlite
