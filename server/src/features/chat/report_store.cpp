#include "features/chat/report_store.h"

namespace ax::chat::report_store {
namespace {

db::Query const kPut{"chat.put_report", R"sql(
    INSERT INTO message_report (message_id, account_id, reason, note, text, at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (message_id, account_id) DO UPDATE
        SET reason = excluded.reason, note = excluded.note, at = excluded.at, closed_at = NULL, closed_by = NULL
)sql"};

#define AX_REPORT                                                                                               \
    "SELECT r.id, r.message_id, x.conversation_id, r.reason, r.note, r.text, x.sender_id, r.account_id, r.at, " \
    "r.closed_at FROM message_report r JOIN message x ON x.id = r.message_id "

db::Query const kOpen{"chat.open_reports",
                      AX_REPORT "WHERE r.closed_at IS NULL AND r.id < $1 ORDER BY r.id DESC LIMIT $2"};
db::Query const kClosed{"chat.closed_reports",
                        AX_REPORT "WHERE r.closed_at IS NOT NULL AND r.id < $1 ORDER BY r.id DESC LIMIT $2"};

#undef AX_REPORT

db::Query const kClose{"chat.close_report", R"sql(
    UPDATE message_report SET closed_at = coalesce(closed_at, $2), closed_by = $3 WHERE id = $1
)sql"};

}  // namespace

Task<void> put(db::Tx& tx, NewReport const& report, Instant now) {
    co_await tx.exec(kPut, report.message, report.by, static_cast<int>(report.reason), report.note,
                     report.text, now);
}

Task<std::vector<ReportRow>> page(db::Executor& db, bool closed, std::int64_t before, int limit) {
    auto const rows = co_await db.rows(closed ? kClosed : kOpen, before, limit);
    std::vector<ReportRow> out;
    for (auto const row : rows)
        out.push_back({.id = row.get<ReportId>(0),
                       .message = row.get<MessageId>(1),
                       .conversation = row.get<ConversationId>(2),
                       .reason = row.get<ReportReason>(3),
                       .note = row.get<std::string>(4),
                       .text = row.get<std::string>(5),
                       .sender = row.get<AccountId>(6),
                       .sender_name = {},
                       .reporter = row.get<AccountId>(7),
                       .reporter_name = {},
                       .at = row.get<Instant>(8),
                       .closed_at = row.get<std::optional<Instant>>(9)});
    co_return out;
}

Task<bool> close(db::Tx& tx, ReportId id, std::optional<AccountId> staff, Instant now) {
    co_return co_await tx.exec(kClose, id, now, staff) > 0;
}

}  // namespace ax::chat::report_store
