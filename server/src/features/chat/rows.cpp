#include "features/chat/rows.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace ax::chat {
namespace {

// Both engines take a JSON list. By time, so that the emoji stand in the order in which they came.
db::Query const kReactions{"chat.reactions_of",
                           R"sql(
    SELECT message_id, emoji, account_id FROM reaction
    WHERE message_id IN (SELECT value FROM json_each($1)) ORDER BY message_id, at, emoji, account_id
)sql",
                           R"sql(
    SELECT message_id, emoji, account_id FROM reaction
    WHERE message_id = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($1 AS json))))
    ORDER BY message_id, at, emoji, account_id
)sql"};

}  // namespace

std::string attachment_url(AttachmentId id) { return fmt::format("/api/v1/chat/attachments/{}", id.value); }

Quote quote_of(Message const& message) {
    return {.id = message.id,
            .sender = message.sender,
            .text = std::string(beginning(message.text, kQuoteLength))};
}

MessageRow read_message(db::Row const& row, std::size_t first) {
    auto const column = [first](std::size_t i) { return first + i; };
    MessageRow out{.message = {.id = row.get<MessageId>(column(0)),
                               .conversation = row.get<ConversationId>(column(1)),
                               .seq = row.get<std::int64_t>(column(2)),
                               .sender = row.get<AccountId>(column(3)),
                               .client_key = row.get<std::string>(column(4)),
                               .text = row.get<std::string>(column(5)),
                               .sent_at = row.get<Instant>(column(6)),
                               .edited_at = row.get<std::optional<Instant>>(column(7)),
                               .deleted = row.get<std::optional<Instant>>(column(8)).has_value(),
                               .reply_to = {},
                               .thread = row.get<std::optional<MessageId>>(column(9)),
                               .replies = row.get<int>(column(10)),
                               .reactions = {},
                               .attachment = {}},
                   .reacted = row.get<int>(column(11)) > 0};
    auto& message = out.message;
    if (message.deleted)
        return out;
    if (auto const quoted = row.get<std::optional<MessageId>>(column(12)))
        message.reply_to =
            Quote{.id = *quoted,
                  .sender = row.get<AccountId>(column(13)),
                  .text = std::string(beginning(row.get<std::string_view>(column(14)), kQuoteLength))};
    if (auto const file = row.get<std::optional<AttachmentId>>(column(15)))
        message.attachment = Attachment{.id = *file,
                                        .name = row.get<std::string>(column(16)),
                                        .content_type = row.get<std::string>(column(17)),
                                        .bytes = row.get<std::int64_t>(column(18)),
                                        .width = row.get<int>(column(19)),
                                        .height = row.get<int>(column(20)),
                                        .url = attachment_url(*file)};
    return out;
}

Task<void> add_reactions(db::Executor& db, std::span<MessageRow*> rows) {
    std::map<MessageId, Message*> wanted;
    std::vector<MessageId> ids;
    for (MessageRow* const row : rows) {
        if (row->reacted && wanted.emplace(row->message.id, &row->message).second)
            ids.push_back(row->message.id);
    }
    if (ids.empty())
        co_return;
    auto const list = id_list<MessageTag>(ids);
    auto const found = co_await db.rows(kReactions, list);
    for (auto const one : found) {
        auto& reactions = wanted.at(one.get<MessageId>(0))->reactions;
        auto const emoji = one.get<std::string_view>(1);
        auto known = std::ranges::find(reactions, emoji, &Reaction::emoji);
        if (known == reactions.end())
            known = reactions.insert(reactions.end(), Reaction{.emoji = std::string(emoji), .accounts = {}});
        known->accounts.push_back(one.get<AccountId>(2));
    }
}

Task<std::vector<Message>> with_reactions(db::Executor& db, std::vector<MessageRow> rows) {
    std::vector<MessageRow*> all;
    for (auto& row : rows) all.push_back(&row);
    co_await add_reactions(db, all);
    std::vector<Message> messages;
    messages.reserve(rows.size());
    for (auto& row : rows) messages.push_back(std::move(row.message));
    co_return messages;
}

Task<std::vector<Message>> read_messages(db::Executor& db, db::Rows const& rows) {
    std::vector<MessageRow> read;
    read.reserve(rows.size());
    for (auto const row : rows) read.push_back(read_message(row));
    co_return co_await with_reactions(db, std::move(read));
}

}  // namespace ax::chat
