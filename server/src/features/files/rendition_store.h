#pragma once

#include "platform/db/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The table rendition. Stateless; every call runs on the executor given.
namespace ax::files::rendition_store {

struct Row {
    std::string of;  // the key of its picture
    int width = 0;
    std::string format;
    std::string key;  // of its own bytes
    std::int64_t bytes = 0;
};
/// Adds it. One that is there stays as it is: its key is returned.
[[nodiscard]] Task<std::string> put(db::Tx& tx, Row const& row);
[[nodiscard]] Task<std::optional<std::string>> find(db::Executor& db, std::string_view of, int width,
                                                    std::string_view format);
/// Bytes of those of all pictures that this account brought.
[[nodiscard]] Task<std::int64_t> used(db::Executor& db, AccountId owner);

/// Those whose picture is gone.
[[nodiscard]] Task<std::vector<Row>> left_over(db::Executor& db, int limit);
/// If its picture is still gone.
Task<void> forget(db::Tx& tx, Row const& row);
[[nodiscard]] Task<bool> is_named(db::Executor& db, std::string_view key);

}  // namespace ax::files::rendition_store
