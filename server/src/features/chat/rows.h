#pragma once

#include "features/chat/model.h"
#include "platform/db/database.h"

#include <span>
#include <string>
#include <vector>

/// How rows of several queries are read: a message with what it quotes and carries, a conversation as one of
/// its members sees it.
namespace ax::chat {

// A message x, the message q that it quotes, its attachment f. Read by read_message().
#define AX_MESSAGE_COLUMNS                                                                                      \
    "x.id, x.conversation_id, x.seq, x.sender_id, x.client_key, x.text, x.sent_at, x.edited_at, x.deleted_at, " \
    "x.thread_id, x.replies, x.reactions, q.id, q.sender_id, q.text, f.id, f.name, f.content_type, f.bytes, "   \
    "f.width, f.height "
#define AX_MESSAGE_PARTS \
    "LEFT JOIN message q ON q.id = x.reply_to LEFT JOIN attachment f ON f.id = x.attachment_id "

struct MessageRow {
    Message message;
    bool reacted = false;  // the reactions themselves are read for a page at once
};
/// `first`: the column of x.id, which must not be null.
[[nodiscard]] MessageRow read_message(db::Row const& row, std::size_t first = 0);

/// Fills in the reactions of those that have any: one query, none if there are none.
Task<void> add_reactions(db::Executor& db, std::span<MessageRow*> rows);
[[nodiscard]] Task<std::vector<Message>> with_reactions(db::Executor& db, std::vector<MessageRow> rows);
[[nodiscard]] Task<std::vector<Message>> read_messages(db::Executor& db, db::Rows const& rows);

/// What is shown where a message is quoted.
[[nodiscard]] Quote quote_of(Message const& message);
[[nodiscard]] std::string attachment_url(AttachmentId id);

/// A list of ids as a parameter of `json_each`: one query for many rows.
template <class Tag>
[[nodiscard]] std::string id_list(std::span<Id<Tag> const> ids) {
    std::string out = "[";
    for (auto const id : ids) {
        if (out.size() > 1)
            out += ',';
        out += std::to_string(id.value);
    }
    return out + ']';
}

}  // namespace ax::chat
