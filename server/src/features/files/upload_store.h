#pragma once

#include "platform/db/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The tables upload and upload_part. Stateless; every call runs on the executor given.
namespace ax::files::upload_store {

struct Upload {
    std::string id;
    AccountId owner;
    std::string purpose;
    std::string metadata;
    std::int64_t bytes = 0;
    std::int64_t received = 0;
    Instant expires_at;
};
Task<void> add(db::Tx& tx, Upload const& upload, Instant now);
[[nodiscard]] Task<std::optional<Upload>> find(db::Executor& db, std::string_view id, AccountId owner);
/// False unless exactly `at` bytes are there by now.
[[nodiscard]] Task<bool> append(db::Tx& tx, std::string_view id, std::int64_t at, std::string_view bytes,
                                Instant now);
/// All that was received, in order.
[[nodiscard]] Task<std::string> content(db::Executor& db, Upload const& upload);
Task<void> remove(db::Tx& tx, std::string_view id);

struct Open {
    std::int64_t count = 0;
    std::int64_t bytes = 0;  // that were announced
};
[[nodiscard]] Task<Open> open(db::Executor& db, AccountId owner);
/// The owner's that nothing came for since then, the oldest first.
[[nodiscard]] Task<std::optional<std::string>> stale(db::Executor& db, AccountId owner, Instant since);
[[nodiscard]] Task<std::vector<std::string>> expired(db::Executor& db, Instant now, int limit);

}  // namespace ax::files::upload_store
