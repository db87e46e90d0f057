#include "features/import_django/tickets.h"

#include "contract/formats.h"
#include "features/import_django/authors.h"
#include "features/import_django/conversations.h"

#include <fmt/format.h>

namespace ax::import_django {
namespace {

db::Query const kConversation{"import_django.support_conversation", R"sql(
    INSERT INTO conversation (kind, low_account, updated_at, created_at) VALUES (1, $1, $2, $2) RETURNING id
)sql"};
db::Query const kMember{"import_django.support_member", R"sql(
    INSERT INTO member (conversation_id, account_id, role, box) VALUES ($1, $2, $3, 2)
    ON CONFLICT (conversation_id, account_id) DO NOTHING
)sql"};
db::Query const kTicket{"import_django.ticket", R"sql(
    INSERT INTO ticket (conversation_id, account_id, subject, category, priority, status, client_key, created_at,
                        updated_at)
    VALUES ($1, $2, $3, 4, 1, $4, $5, $6, $6)
    RETURNING id
)sql"};
db::Query const kTicketOf{"import_django.ticket_of", "SELECT conversation_id FROM ticket WHERE id = $1"};
db::Query const kTouch{
    "import_django.ticket_touch",
    "UPDATE ticket SET updated_at = CASE WHEN updated_at > $2 THEN updated_at ELSE $2 END WHERE id = $1"};

constexpr int kOpen = 0;
constexpr int kResolved = 2;
constexpr int kStaffRole = 2;

enum TicketColumn : std::uint8_t {
    kKey,
    kType,
    kObject,
    kUserType,
    kSubject,
    kMessage,
    kResolvedFlag,
    kCreated
};
enum ReplyColumn : std::uint8_t { kReplyKey, kOf, kReply, kBy, kWritten };

Task<Verdict> take_ticket(Import& import, db::Tx& tx, Fields& row) {
    auto const person = co_await author(import, tx, row.text(kType), row.text(kObject));
    if (!person)
        co_return Fields::refuse("author_not_taken");
    auto const text = row.words(kMessage, 4000, "message");
    if (text.empty())
        co_return Fields::refuse("empty");
    auto subject = row.line(kSubject, 120, "subject");
    if (subject.empty())
        subject = beginning(text, 120);
    auto const at = row.happened(kCreated, import.now(), import.now(), "created_at");
    auto const made = co_await tx.one(kConversation, person->account, at);
    auto const conversation = made->get<std::int64_t>(0);
    co_await tx.exec(kMember, conversation, person->account, row.text(kUserType) == "mentor" ? 1 : 0);
    auto const key = fmt::format("django-ticket-{}", row.key());
    (void)co_await append_message(tx, {.conversation = conversation,
                                       .sender = person->account,
                                       .key = key,
                                       .text = text,
                                       .at = at,
                                       .read = row.flag(kResolvedFlag)});
    auto const ticket = co_await tx.one(kTicket, conversation, person->account, subject,
                                        row.flag(kResolvedFlag) ? kResolved : kOpen, key, at);
    co_return row.take(ticket->get<std::int64_t>(0));
}

Task<Verdict> take_reply(Import& import, db::Tx& tx, Fields& row) {
    auto const ticket = co_await taken::id_of(tx, "chat_customerservicemessage", row.text(kOf));
    if (!ticket)
        co_return Fields::refuse("ticket_not_taken");
    auto const staff = co_await import.ports.accounts.staff(tx, 1);
    if (staff.empty())
        co_return Fields::refuse("no_staff_here");
    auto text = row.words(kReply, 3900, "reply");
    if (text.empty())
        co_return Fields::refuse("empty");
    if (auto const by = clean(row.text(kBy), Lines::one, 50).text; !by.empty())
        text += fmt::format("\n\n{}", by);
    auto const at = row.happened(kWritten, import.now(), import.now(), "created_at");
    auto const conversation = (co_await tx.one(kTicketOf, *ticket))->get<std::int64_t>(0);
    co_await tx.exec(kMember, conversation, staff.front().id, kStaffRole);
    (void)co_await append_message(tx, {.conversation = conversation,
                                       .sender = staff.front().id,
                                       .key = fmt::format("django-reply-{}", row.key()),
                                       .text = text,
                                       .at = at,
                                       .read = true});
    co_await tx.exec(kTouch, *ticket, at);
    co_return row.take(conversation);
}

}  // namespace

Part tickets_part(Import& import) {
    std::string const table = "chat_customerservicemessage";
    bool const there = import.source.has(table);
    auto const type =
        there ? import.source.column_like(table, "content_type_id") : std::string("content_type_id");
    auto const object = there ? import.source.column_like(table, "object_id") : std::string("object_id");
    return {.selection = {.table = table,
                          .columns = {"id", type, object, "user_type", "subject", "message", "is_resolved",
                                      "created_at"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_ticket(import, tx, row); }};
}

Part replies_part(Import& import) {
    return {.selection = {.table = "chat_customerservicereply",
                          .columns = {"id", "message_id", "reply", "replied_by", "created_at"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_reply(import, tx, row); }};
}

}  // namespace ax::import_django
