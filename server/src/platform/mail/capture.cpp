#include "platform/mail/capture.h"

#include "platform/trace/note.h"

namespace ax::mail {
namespace {

db::Query const kInsert{"mail.capture", R"sql(
    INSERT INTO sandbox_mail (message_id, to_address, to_name, subject, text, html, sent_at, calendar)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (message_id) DO NOTHING
)sql"};

db::Query const kList{"mail.captured", R"sql(
    SELECT id, message_id, to_address, to_name, subject, text, html, sent_at, calendar
    FROM sandbox_mail WHERE $1 = '' OR to_address = $1 ORDER BY id DESC LIMIT $2
)sql"};

db::Query const kFind{"mail.captured_one", R"sql(
    SELECT id, message_id, to_address, to_name, subject, text, html, sent_at, calendar FROM sandbox_mail WHERE id = $1
)sql"};

db::Query const kIdOf{"mail.captured_id", "SELECT id FROM sandbox_mail WHERE message_id = $1"};

// The method stands in the calendar itself.
std::optional<CalendarPart> calendar_of(std::string text) {
    if (text.empty())
        return std::nullopt;
    auto const* const method = text.contains("\nMETHOD:CANCEL\r") ? "CANCEL" : "REQUEST";
    return CalendarPart{method, std::move(text)};
}

CapturedMail to_mail(db::Row row) {
    return {.id = row.get<std::int64_t>(0),
            .mail = {.to_address = row.get<std::string>(2),
                     .to_name = row.get<std::string>(3),
                     .subject = row.get<std::string>(4),
                     .text = row.get<std::string>(5),
                     .html = row.get<std::string>(6),
                     .message_id = row.get<std::string>(1),
                     .unsubscribe_url = {},
                     .calendar = calendar_of(row.get<std::string>(8))},
            .sent_at = row.get<Instant>(7)};
}

}  // namespace

Task<SendResult> CaptureMailer::send(Mail const& mail) {
    Instant const now = clock_->now();
    co_await db_->write([&](db::Tx& tx) -> Task<std::int64_t> {
        co_return co_await tx.exec(kInsert, mail.message_id, mail.to_address, mail.to_name, mail.subject,
                                   mail.text, mail.html, now,
                                   mail.calendar ? mail.calendar->text : std::string{});
    });
    if (trace::current().active()) [[unlikely]]
        if (auto const row = co_await db_->one(kIdOf, mail.message_id))
            trace::tell({.kind = trace::Note::Kind::captured, .number = row->get<std::int64_t>(0)});
    co_return SendResult{};
}

Task<std::vector<CapturedMail>> CaptureMailer::list(std::string_view to, int limit) {
    std::vector<CapturedMail> mails;
    auto const rows = co_await db_->rows(kList, to, limit);
    for (auto const row : rows) mails.push_back(to_mail(row));
    co_return mails;
}

Task<std::optional<CapturedMail>> CaptureMailer::find(std::int64_t id) {
    auto const row = co_await db_->one(kFind, id);
    if (!row)
        co_return std::nullopt;
    co_return to_mail(row->view());
}

}  // namespace ax::mail
