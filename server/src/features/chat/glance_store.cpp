#include "features/chat/glance_store.h"

#include <algorithm>
#include <map>

namespace ax::chat::glance_store {
namespace {

// Without a row of the viewer nothing was read yet.
#define AX_GLANCE                                                                                         \
    "SELECT c.id, (SELECT count(*) FROM (SELECT 1 FROM message u WHERE u.conversation_id = c.id "         \
    "AND u.seq > coalesce(m.read_seq, 0) AND u.sender_id <> $2 LIMIT 100) AS fresh), " AX_MESSAGE_COLUMNS \
    "FROM conversation c LEFT JOIN member m ON m.conversation_id = c.id AND m.account_id = $2 "           \
    "LEFT JOIN message x ON x.conversation_id = c.id AND x.seq = c.last_seq " AX_MESSAGE_PARTS

db::Query const kGlance{"chat.glance", AX_GLANCE "WHERE c.id IN (SELECT value FROM json_each($1))",
                        AX_GLANCE
                        "WHERE c.id = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM "
                        "json_array_elements_text(CAST($1 AS json))))"};
constexpr std::size_t kMessageAt = 2;

#undef AX_GLANCE

}  // namespace

Task<std::vector<Chat::Glance>> of(db::Executor& db, AccountId viewer, std::span<ConversationId const> ids) {
    std::vector<Chat::Glance> out;
    if (ids.empty())
        co_return out;
    auto const list = id_list<ConversationTag>(ids);
    auto const rows = co_await db.rows(kGlance, list, viewer);
    std::map<ConversationId, Chat::Glance> found;
    for (auto const row : rows) {
        Chat::Glance glance{
            .conversation = row.get<ConversationId>(0), .last = {}, .unread = row.get<int>(1)};
        if (row.get<std::optional<MessageId>>(kMessageAt))
            glance.last = read_message(row, kMessageAt).message;
        found.emplace(glance.conversation, std::move(glance));
    }
    for (auto const id : ids) {
        if (auto const known = found.find(id); known != found.end())
            out.push_back(std::move(known->second));
    }
    co_return out;
}

}  // namespace ax::chat::glance_store
