#pragma once

#include <string_view>

struct sqlite3;

namespace ax::db::sqlite {

/// Turns the last failure of a connection into ViolationError, StorageFull, Unavailable or Broken. `what` is
/// the query's name or the step that failed. Call before anything else touches the connection.
[[noreturn]] void raise(sqlite3* db, int code, std::string_view what);

}  // namespace ax::db::sqlite
