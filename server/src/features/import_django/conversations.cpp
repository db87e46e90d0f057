#include "features/import_django/conversations.h"

#include "features/import_django/session_rows.h"
#include "features/import_django/taken.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::import_django {
namespace {

db::Query const kBetween{"import_django.conversation_between", R"sql(
    SELECT id FROM conversation WHERE kind = 0 AND low_account = $1 AND high_account = $2
)sql"};
db::Query const kConversation{"import_django.conversation", R"sql(
    INSERT INTO conversation (kind, low_account, high_account, updated_at, created_at) VALUES (0, $1, $2, $3, $4)
    RETURNING id
)sql"};
// Nobody has more than ten pins.
db::Query const kMember{"import_django.member", R"sql(
    INSERT INTO member (conversation_id, account_id, role, box, pinned_at)
    SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), 0,
           CASE WHEN (SELECT count(*) FROM member WHERE account_id = $2 AND pinned_at IS NOT NULL) < 10
                THEN CAST($4 AS BIGINT) ELSE NULL END
)sql"};
db::Query const kSpeaker{"import_django.speaker",
                         "SELECT account_id FROM member WHERE conversation_id = $1 AND role = $2"};

db::Query const kNumber{"import_django.message_number", R"sql(
    UPDATE conversation SET last_seq = last_seq + 1,
        updated_at = CASE WHEN updated_at > $2 THEN updated_at ELSE $2 END,
        listed_day = CASE WHEN listed_day > $3 THEN listed_day ELSE $3 END
    WHERE id = $1
    RETURNING last_seq, listed_day
)sql"};
// As chat does: SQLite's index follows the ids by itself, PostgreSQL's is told of each message.
db::Query const kMessage{"import_django.message",
                         R"sql(
    INSERT INTO message (conversation_id, seq, sender_id, client_key, text, sent_at) VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING id
)sql",
                         R"sql(
    WITH made AS (
        INSERT INTO message (conversation_id, seq, sender_id, client_key, text, sent_at)
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
    ), queued AS (INSERT INTO message_unindexed (message_id) SELECT id FROM made)
    SELECT id FROM made
)sql"};
db::Query const kRead{"import_django.read", R"sql(
    UPDATE member SET listed_day = $3,
        read_seq = CASE WHEN account_id = $4 OR CAST($5 AS BIGINT) = 1 THEN $2 ELSE read_seq END
    WHERE conversation_id = $1
)sql"};

constexpr int kStudentRole = 0;
constexpr int kMentorRole = 1;
constexpr std::size_t kMostCharactersSaid = 4000;

enum ConversationColumn : std::uint8_t { kKey, kCreated, kUpdated, kMentor, kStudent, kPinned };
enum MessageColumn : std::uint8_t { kMessageKey, kOf, kSender, kContent, kTime, kWasRead };

Task<Verdict> take_conversation(Import& import, db::Tx& tx, Fields& row) {
    auto const both = co_await pair_of(tx, row.text(kMentor), row.text(kStudent));
    if (!both.refusal.empty())
        co_return Fields::refuse(both.refusal);
    auto const low = std::min(both.mentor->account, both.student->account);
    auto const high = std::max(both.mentor->account, both.student->account);
    if (auto const there = co_await tx.one(kBetween, low, high))
        co_return row.take(there->get<std::int64_t>(0));
    auto const created = row.happened(kCreated, import.now(), import.now(), "created_at");
    auto const updated = row.happened(kUpdated, import.now(), created, "updated_at");
    auto const made = co_await tx.one(kConversation, low, high, std::max(created, updated), created);
    auto const id = made->get<std::int64_t>(0);
    auto const pinned = row.flag(kPinned) ? std::optional(updated) : std::nullopt;
    co_await tx.exec(kMember, id, both.student->account, kStudentRole, pinned);
    co_await tx.exec(kMember, id, both.mentor->account, kMentorRole, pinned);
    co_return row.take(id);
}

Task<Verdict> take_message(Import& import, db::Tx& tx, Fields& row) {
    auto const conversation = co_await taken::id_of(tx, "chat_conversation", row.text(kOf));
    if (!conversation)
        co_return Fields::refuse("conversation_not_taken");
    auto const side = row.text(kSender);
    if (side != "student" && side != "mentor")
        co_return Fields::refuse("sender_unknown", side);
    auto const sender =
        co_await tx.one(kSpeaker, *conversation, side == "student" ? kStudentRole : kMentorRole);
    if (!sender)
        co_return Fields::refuse("sender_unknown", side);
    auto text = row.words(kContent, kMostCharactersSaid, "content");
    if (text.empty())
        co_return Fields::refuse("empty");
    OldMessage const message{.conversation = *conversation,
                             .sender = sender->get<AccountId>(0),
                             .key = fmt::format("django-message-{}", row.key()),
                             .text = std::move(text),
                             .at = row.happened(kTime, import.now(), import.now(), "timestamp"),
                             .read = row.flag(kWasRead)};
    co_return row.take(co_await append_message(tx, message));
}

}  // namespace

Task<std::int64_t> append_message(db::Tx& tx, OldMessage const& message) {
    auto const day = std::chrono::floor<days>(message.at).time_since_epoch().count();
    auto const number = co_await tx.one(kNumber, message.conversation, message.at, day);
    auto const seq = number->get<std::int64_t>(0);
    auto const made = co_await tx.one(kMessage, message.conversation, seq, message.sender, message.key,
                                      message.text, message.at);
    co_await tx.exec(kRead, message.conversation, seq, number->get<std::int64_t>(1), message.sender,
                     message.read);
    co_return made->get<std::int64_t>(0);
}

Part conversations_part(Import& import) {
    return {.selection = {.table = "chat_conversation",
                          .columns = {"id", "created_at", "updated_at", "mentor_id", "student_id", "pinned"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_conversation(import, tx, row); }};
}

Part messages_part(Import& import) {
    return {.selection = {.table = "chat_message",
                          .columns = {"id", "conversation_id", "sender_type", "content", "timestamp", "read"},
                          .order = {"conversation_id", "timestamp", "id"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_message(import, tx, row); }};
}

}  // namespace ax::import_django
