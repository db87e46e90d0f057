#pragma once

#include "features/chat/chat.h"
#include "features/chat/rows.h"

/// Many conversations at a glance, for lists that others make (support's tickets).
namespace ax::chat::glance_store {

/// In the order of `ids`; unknown ones are left out.
[[nodiscard]] Task<std::vector<Chat::Glance>> of(db::Executor& db, AccountId viewer,
                                                 std::span<ConversationId const> ids);

}  // namespace ax::chat::glance_store
