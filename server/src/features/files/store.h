#pragma once

#include "platform/db/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The table file. Stateless; every call runs on the executor given.
namespace ax::files::store {

struct Row {
    std::int64_t bytes = 0;
    Instant created_at;
    AccountId owner;
};
[[nodiscard]] Task<std::optional<Row>> find(db::Executor& db, std::string_view key);
/// Adds it, unused; one that is there is as new.
Task<void> put(db::Tx& tx, std::string_view key, AccountId owner, std::int64_t bytes, Instant now);
/// Removes it if it is as put() left it at `then`.
Task<void> take_back(db::Tx& tx, std::string_view key, Instant then);
/// Bytes of all that this account brought and is kept.
[[nodiscard]] Task<std::int64_t> used(db::Executor& db, AccountId owner);

/// False: there is no such file.
[[nodiscard]] Task<bool> use(db::Tx& tx, std::string_view key);
Task<void> release(db::Tx& tx, std::string_view key);

/// Those that nobody uses and are older.
[[nodiscard]] Task<std::vector<std::string>> unused(db::Executor& db, Instant before, int limit);
/// If nobody uses it and it is still older.
Task<void> forget(db::Tx& tx, std::string_view key, Instant before);
/// All keys behind that one, in order.
[[nodiscard]] Task<std::vector<std::string>> after(db::Executor& db, std::string_view key, int limit);
[[nodiscard]] Task<bool> is_named(db::Executor& db, std::string_view key);

}  // namespace ax::files::store
