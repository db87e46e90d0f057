#pragma once

#include "features/chat/rows.h"

/// The tables message, message_edit, reaction and thread_cursor. Stateless; every call runs on the executor
/// given.
namespace ax::chat::message_store {

struct NewMessage {
    ConversationId conversation;
    std::int64_t seq = 0;
    AccountId sender;
    std::string_view client_key;
    std::string_view text;
    Instant sent_at;
    std::optional<MessageId> reply_to;
    std::optional<MessageId> thread;
    std::optional<AttachmentId> attachment;
};
/// Nothing if the sender used the key in this conversation before. Its words are queued for the index.
[[nodiscard]] Task<std::optional<MessageId>> insert(db::Tx& tx, NewMessage const& message);
/// Its words are not as the index has them.
Task<void> to_index(db::Tx& tx, MessageId id);

[[nodiscard]] Task<std::optional<Message>> by_client_key(db::Executor& db, ConversationId conversation,
                                                         AccountId sender, std::string_view key);
[[nodiscard]] Task<std::optional<Message>> find(db::Executor& db, MessageId id);
/// Numbers `first` to `last`, both included, oldest first.
[[nodiscard]] Task<std::vector<Message>> range(db::Executor& db, ConversationId conversation,
                                               std::int64_t first, std::int64_t last);
enum class Direction : unsigned char { older, newer };
/// Replies in a thread on that side of a number, oldest first; the nearest `limit`.
[[nodiscard]] Task<std::vector<Message>> replies(db::Executor& db, MessageId thread, std::int64_t from,
                                                 Direction direction, int limit);

/// One reply more; nothing if there is no such thread to begin in this conversation.
[[nodiscard]] Task<bool> count_reply(db::Tx& tx, ConversationId conversation, MessageId thread);

/// The text until now goes into the trace.
Task<void> edit(db::Tx& tx, MessageId id, std::string_view text, Instant now);
Task<void> erase(db::Tx& tx, MessageId id, Instant now);
[[nodiscard]] Task<std::vector<Edit>> edits(db::Executor& db, MessageId id);

/// False if that changed nothing.
[[nodiscard]] Task<bool> react(db::Tx& tx, MessageId id, AccountId who, std::string_view emoji, Instant now);
[[nodiscard]] Task<bool> unreact(db::Tx& tx, MessageId id, AccountId who, std::string_view emoji);
/// How many different ones there are, this one included.
[[nodiscard]] Task<int> reaction_kinds_with(db::Executor& db, MessageId id, std::string_view emoji);

/// What threads are to an account, for those of `ids` that have replies.
[[nodiscard]] Task<std::vector<ThreadState>> threads(db::Executor& db, std::span<MessageId const> ids,
                                                     AccountId account);
/// Forward, and not past its last reply; the new state, or nothing if it did not move.
[[nodiscard]] Task<bool> move_thread_cursor(db::Tx& tx, MessageId thread, AccountId account,
                                            std::int64_t up_to);

}  // namespace ax::chat::message_store
