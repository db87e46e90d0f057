#include "features/import_django/papers.h"

#include "contract/formats.h"
#include "features/import_django/taken.h"

#include <fmt/format.h>

namespace ax::import_django {
namespace {

db::Query const kNote{"import_django.note", R"sql(
    INSERT INTO workspace_own_note (account_id, text, client_key, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
    RETURNING id
)sql"};
db::Query const kContact{"import_django.contact", R"sql(
    INSERT INTO contact_message (name, email, topic, text, client_key, created_at, handled, handled_at)
    VALUES ($1, $2, $3, $4, $5, $6, 1, $6)
    RETURNING id
)sql"};

db::Query const kNotes{"import_django.count_notes",
                       "SELECT count(*) FROM workspace_own_note WHERE account_id = $1"};

constexpr int kMostNotes = 100;  // as the workspace shows
constexpr std::size_t kMostOfNote = 2000;
constexpr std::size_t kMostOfContact = 4000;

enum NoteColumn : std::uint8_t { kKey, kOwner, kTitle, kContent, kCreated };
enum ContactColumn : std::uint8_t { kContactKey, kName, kEmail, kPhone, kQuery, kWritten };

Task<Verdict> take_note(Import& import, taken::Kind kind, db::Tx& tx, Fields& row) {
    auto const person = co_await taken::person(tx, kind, row.text(kOwner));
    if (!person)
        co_return Fields::refuse(kind == taken::Kind::student ? "student_not_taken" : "mentor_not_taken");
    auto const whole =
        fmt::format("{}\n{}", row.line(kTitle, 555, "title"), row.words(kContent, kMostOfNote, "content"));
    auto const text = clean(whole, Lines::many, kMostOfNote);
    if (text.text.empty())
        co_return Fields::refuse("empty");
    if ((co_await tx.one(kNotes, person->account))->get<int>(0) >= kMostNotes)
        co_return Fields::refuse("too_many_notes");
    if (text.cut)
        row.change("content", "cut");
    auto const key =
        fmt::format("django-{}-note-{}", kind == taken::Kind::student ? "student" : "mentor", row.key());
    auto const at = row.happened(kCreated, import.now(), import.now(), "created_at");
    auto const made = co_await tx.one(kNote, person->account, text.text, key, at);
    co_return row.take(made->get<std::int64_t>(0));
}

Task<Verdict> take_contact(Import& import, db::Tx& tx, Fields& row) {
    auto const email = clean(row.text(kEmail), Lines::one, 300).text;
    if (!contract::is_email(email))
        co_return Fields::refuse("email_invalid");
    auto text = row.words(kQuery, kMostOfContact - 50, "query");
    if (text.empty())
        co_return Fields::refuse("empty");
    if (auto const phone = clean(row.text(kPhone), Lines::one, 20).text; !phone.empty())
        text += "\n\n" + phone;
    auto name = row.line(kName, 100, "name");
    if (name.empty())
        name = email.substr(0, 100);
    constexpr int kOther = 4;
    auto const at = row.happened(kWritten, import.now(), import.now(), "created_at");
    auto const made =
        co_await tx.one(kContact, name, email, kOther, text, fmt::format("django-contact-{}", row.key()), at);
    co_return row.take(made->get<std::int64_t>(0));
}

Part note_part(Import& import, taken::Kind kind, std::string table, std::string owner) {
    return {.selection = {.table = std::move(table),
                          .columns = {"id", std::move(owner), "title", "content", "created_at"}},
            .take = [&import, kind](db::Tx& tx, Fields& row) { return take_note(import, kind, tx, row); }};
}

}  // namespace

std::vector<Part> note_parts(Import& import) {
    std::vector<Part> out;
    out.push_back(note_part(import, taken::Kind::student, "student_studentnote", "student_id"));
    out.push_back(note_part(import, taken::Kind::mentor, "mentor_mentornote", "mentor_id"));
    return out;
}

Part contact_part(Import& import) {
    return {.selection = {.table = "chat_contactmessage",
                          .columns = {"id", "name", "email", "phone", "query", "created_at"}},
            .take = [&import](db::Tx& tx, Fields& row) { return take_contact(import, tx, row); }};
}

}  // namespace ax::import_django
