#pragma once

#include "features/import_django/part.h"

namespace ax::import_django {

/// chat_conversation: what the two said to each other; one that they have here goes on.
[[nodiscard]] Part conversations_part(Import& import);
/// chat_message, by conversation and time: the order it was said in is the order of the numbers.
[[nodiscard]] Part messages_part(Import& import);

/// The next message of a conversation, as chat stores one. Who says something has read what came before.
struct OldMessage {
    std::int64_t conversation = 0;
    AccountId sender;
    std::string key;  // 8 to 64 characters, once per sender and conversation
    std::string text;
    Instant at;
    bool read = false;  // by the other side
};
[[nodiscard]] Task<std::int64_t> append_message(db::Tx& tx, OldMessage const& message);

}  // namespace ax::import_django
