#include "features/chat/message_store.h"

#include <algorithm>

namespace ax::chat::message_store {
namespace {

#define AX_INSERT                                                                                 \
    "INSERT INTO message (conversation_id, seq, sender_id, client_key, text, sent_at, reply_to, " \
    "thread_id, attachment_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) "                      \
    "ON CONFLICT (conversation_id, sender_id, client_key) DO NOTHING"
// On SQLite ids are in the order of the commits, so that new ones need no row to say that they are not
// indexed.
db::Query const kInsert{"chat.insert_message", AX_INSERT "; SELECT last_insert_rowid()",
                        "WITH made AS (" AX_INSERT
                        " RETURNING id), "
                        "queued AS (INSERT INTO message_unindexed (message_id) SELECT id FROM made) "
                        "SELECT id FROM made"};
#undef AX_INSERT
db::Query const kToIndex{"chat.to_index", R"sql(
    INSERT INTO message_unindexed (message_id) VALUES ($1) ON CONFLICT (message_id) DO NOTHING
)sql"};

#define AX_MESSAGE "SELECT " AX_MESSAGE_COLUMNS "FROM message x " AX_MESSAGE_PARTS

db::Query const kByKey{"chat.by_key", AX_MESSAGE R"sql(
    WHERE x.conversation_id = $1 AND x.sender_id = $2 AND x.client_key = $3
)sql"};
db::Query const kFind{"chat.message", AX_MESSAGE "WHERE x.id = $1"};
// The limit is no less than there can be: it tells a plan that is made without values that the range is
// short.
db::Query const kRange{"chat.range", AX_MESSAGE R"sql(
    WHERE x.conversation_id = $1 AND x.seq BETWEEN $2 AND $3 ORDER BY x.seq LIMIT $3 - $2 + 1
)sql"};
db::Query const kOlderReplies{"chat.older_replies", AX_MESSAGE R"sql(
    WHERE x.thread_id = $1 AND x.seq < $2 ORDER BY x.seq DESC LIMIT $3
)sql"};
db::Query const kNewerReplies{"chat.newer_replies", AX_MESSAGE R"sql(
    WHERE x.thread_id = $1 AND x.seq > $2 ORDER BY x.seq LIMIT $3
)sql"};

#undef AX_MESSAGE

db::Query const kCountReply{"chat.count_reply", R"sql(
    UPDATE message SET replies = replies + 1
    WHERE id = $2 AND conversation_id = $1 AND thread_id IS NULL AND deleted_at IS NULL
)sql"};

db::Query const kKeepText{"chat.keep_text", R"sql(
    INSERT INTO message_edit (message_id, text, at) SELECT id, text, $2 FROM message WHERE id = $1
)sql"};
db::Query const kEdit{"chat.edit", "UPDATE message SET text = $2, edited_at = $3 WHERE id = $1"};
db::Query const kErase{"chat.erase", R"sql(
    UPDATE message SET text = '', deleted_at = $2, reactions = 0 WHERE id = $1
)sql"};
db::Query const kEraseReactions{"chat.erase_reactions", "DELETE FROM reaction WHERE message_id = $1"};
db::Query const kEdits{"chat.edits", R"sql(
    SELECT text, at FROM message_edit WHERE message_id = $1 ORDER BY id LIMIT 500
)sql"};

db::Query const kReact{"chat.react", R"sql(
    INSERT INTO reaction (message_id, emoji, account_id, at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (message_id, emoji, account_id) DO NOTHING
)sql"};
db::Query const kUnreact{"chat.unreact", R"sql(
    DELETE FROM reaction WHERE message_id = $1 AND emoji = $2 AND account_id = $3
)sql"};
db::Query const kCountReactions{"chat.count_reactions", R"sql(
    UPDATE message SET reactions = (SELECT count(*) FROM reaction WHERE message_id = $1) WHERE id = $1
)sql"};
db::Query const kKinds{"chat.reaction_kinds", R"sql(
    SELECT count(DISTINCT emoji) FROM reaction WHERE message_id = $1 AND emoji <> $2
)sql"};

db::Query const kThreads{"chat.threads",
                         R"sql(
    SELECT r.id, coalesce(t.read_seq, 0), (SELECT count(*) FROM (
               SELECT 1 FROM message u WHERE u.thread_id = r.id AND u.seq > coalesce(t.read_seq, 0)
                 AND u.sender_id <> $2 LIMIT 100) AS fresh)
    FROM message r LEFT JOIN thread_cursor t ON t.message_id = r.id AND t.account_id = $2
    WHERE r.id IN (SELECT value FROM json_each($1))
)sql",
                         R"sql(
    SELECT r.id, coalesce(t.read_seq, 0), (SELECT count(*) FROM (
               SELECT 1 FROM message u WHERE u.thread_id = r.id AND u.seq > coalesce(t.read_seq, 0)
                 AND u.sender_id <> $2 LIMIT 100) AS fresh)
    FROM message r LEFT JOIN thread_cursor t ON t.message_id = r.id AND t.account_id = $2
    WHERE r.id = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($1 AS json))))
)sql"};
db::Query const kMoveThreadCursor{"chat.move_thread_cursor", R"sql(
    INSERT INTO thread_cursor (account_id, message_id, read_seq)
    SELECT CAST($2 AS BIGINT), CAST($1 AS BIGINT), coalesce(max(seq), 0) FROM message
    WHERE thread_id = $1 AND seq <= $3
    ON CONFLICT (account_id, message_id) DO UPDATE SET read_seq = excluded.read_seq
        WHERE thread_cursor.read_seq < excluded.read_seq
)sql"};

Task<std::optional<Message>> read_one(db::Executor& db, std::optional<db::OneRow> row) {
    if (!row)
        co_return std::nullopt;
    MessageRow one = read_message(row->view());
    MessageRow* rows[] = {&one};
    co_await add_reactions(db, rows);
    co_return std::move(one.message);
}

}  // namespace

Task<std::optional<MessageId>> insert(db::Tx& tx, NewMessage const& message) {
    auto const row =
        co_await tx.one(kInsert, message.conversation, message.seq, message.sender, message.client_key,
                        message.text, message.sent_at, message.reply_to, message.thread, message.attachment);
    co_return row ? std::optional(row->get<MessageId>(0)) : std::nullopt;
}

Task<void> to_index(db::Tx& tx, MessageId id) { co_await tx.exec(kToIndex, id); }

Task<std::optional<Message>> by_client_key(db::Executor& db, ConversationId conversation, AccountId sender,
                                           std::string_view key) {
    co_return co_await read_one(db, co_await db.one(kByKey, conversation, sender, key));
}

Task<std::optional<Message>> find(db::Executor& db, MessageId id) {
    co_return co_await read_one(db, co_await db.one(kFind, id));
}

Task<std::vector<Message>> range(db::Executor& db, ConversationId conversation, std::int64_t first,
                                 std::int64_t last) {
    co_return co_await read_messages(db, co_await db.rows(kRange, conversation, first, last));
}

Task<std::vector<Message>> replies(db::Executor& db, MessageId thread, std::int64_t from, Direction direction,
                                   int limit) {
    bool const older = direction == Direction::older;
    auto messages = co_await read_messages(
        db, co_await db.rows(older ? kOlderReplies : kNewerReplies, thread, from, limit));
    if (older)
        std::ranges::reverse(messages);
    co_return messages;
}

Task<bool> count_reply(db::Tx& tx, ConversationId conversation, MessageId thread) {
    co_return co_await tx.exec(kCountReply, conversation, thread) > 0;
}

Task<void> edit(db::Tx& tx, MessageId id, std::string_view text, Instant now) {
    co_await tx.exec(kKeepText, id, now);
    co_await tx.exec(kEdit, id, text, now);
    co_await to_index(tx, id);
}

Task<void> erase(db::Tx& tx, MessageId id, Instant now) {
    co_await tx.exec(kKeepText, id, now);
    co_await tx.exec(kErase, id, now);
    co_await tx.exec(kEraseReactions, id);
    co_await to_index(tx, id);
}

Task<std::vector<Edit>> edits(db::Executor& db, MessageId id) {
    auto const rows = co_await db.rows(kEdits, id);
    std::vector<Edit> out;
    for (auto const row : rows) out.push_back({.text = row.get<std::string>(0), .at = row.get<Instant>(1)});
    co_return out;
}

Task<bool> react(db::Tx& tx, MessageId id, AccountId who, std::string_view emoji, Instant now) {
    if (co_await tx.exec(kReact, id, emoji, who, now) == 0)
        co_return false;
    co_await tx.exec(kCountReactions, id);
    co_return true;
}

Task<bool> unreact(db::Tx& tx, MessageId id, AccountId who, std::string_view emoji) {
    if (co_await tx.exec(kUnreact, id, emoji, who) == 0)
        co_return false;
    co_await tx.exec(kCountReactions, id);
    co_return true;
}

Task<int> reaction_kinds_with(db::Executor& db, MessageId id, std::string_view emoji) {
    auto const row = co_await db.one(kKinds, id, emoji);
    co_return row->get<int>(0) + 1;
}

Task<std::vector<ThreadState>> threads(db::Executor& db, std::span<MessageId const> ids, AccountId account) {
    std::vector<ThreadState> out;
    if (ids.empty())
        co_return out;
    auto const list = id_list<MessageTag>(ids);
    auto const rows = co_await db.rows(kThreads, list, account);
    for (auto const row : rows)
        out.push_back({.message = row.get<MessageId>(0),
                       .read_up_to = row.get<std::int64_t>(1),
                       .unread = row.get<int>(2)});
    std::ranges::sort(out, {}, &ThreadState::message);
    co_return out;
}

Task<bool> move_thread_cursor(db::Tx& tx, MessageId thread, AccountId account, std::int64_t up_to) {
    co_return co_await tx.exec(kMoveThreadCursor, thread, account, up_to) > 0;
}

}  // namespace ax::chat::message_store
