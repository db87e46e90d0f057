#pragma once

#include "base/task.h"
#include "base/time.h"
#include "features/contact/contract.h"
#include "platform/db/database.h"

#include <optional>
#include <string_view>
#include <vector>

/// The table contact_message.
namespace ax::contact::store {

struct Row {
    ContactMessage message;  // handled_by is filled by who knows names
    std::optional<AccountId> handled_by;
};

/// Nothing if this key was taken from this address before.
Task<std::optional<ContactId>> insert(db::Tx& tx, SendContact const& wish, std::optional<AccountId> account,
                                      Instant now);
[[nodiscard]] Task<std::optional<Row>> find(db::Executor& db, ContactId id);
[[nodiscard]] Task<bool> known(db::Executor& db, std::string_view email, std::string_view client_key);
[[nodiscard]] Task<int> count_since(db::Executor& db, std::string_view email, Instant since);
/// Newest first, older than `before`.
[[nodiscard]] Task<std::vector<Row>> list(db::Executor& db, bool handled, ContactId before, int limit);
Task<void> mark(db::Tx& tx, ContactId id, bool handled, AccountId by, Instant now);

}  // namespace ax::contact::store
