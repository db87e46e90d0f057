#pragma once

#include "features/chat/rows.h"

/// Full text of messages. Stateless; every call runs on the executor given.
namespace ax::chat::search_store {

[[nodiscard]] Task<bool> anything_to_index(db::Executor& db);
/// Brings the index up to date for at most `limit` messages; how many there were.
Task<int> index_some(db::Tx& tx, int limit);

/// Every word must be there, the last one may be unfinished. Empty if the question has no word.
[[nodiscard]] std::string match_query(std::string_view question, AccountId member,
                                      std::optional<ConversationId> conversation, db::Engine engine);

struct Hit {
    MessageRow message;
    std::optional<AccountId> with;  // empty: the staff
    PersonRole role{};
};
/// Newest first.
[[nodiscard]] Task<std::vector<Hit>> search(db::Executor& db, AccountId account, std::string_view match,
                                            std::int64_t before, int limit);

}  // namespace ax::chat::search_store
