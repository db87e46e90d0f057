#include "features/community/comment_store.h"

namespace ax::community::comments {
namespace {

db::Query const kInsert{"community.comment_insert", R"sql(
    INSERT INTO post_comment (post_id, thread_id, author_id, text, html, client_key, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (author_id, client_key) DO NOTHING RETURNING id
)sql"};
db::Query const kBegin{"community.comment_begin", "UPDATE post_comment SET thread_id = id WHERE id = $1"};

#define AX_COMMENT "SELECT id, post_id, thread_id, author_id, html, created_at, deleted_by FROM post_comment "
db::Query const kByKey{"community.comment_by_key", AX_COMMENT "WHERE author_id = $1 AND client_key = $2"};
db::Query const kFind{"community.comment_find", AX_COMMENT "WHERE id = $1"};
db::Query const kList{"community.comment_list", AX_COMMENT R"sql(
    WHERE post_id = $1 AND (thread_id, id) > ($2, $3) ORDER BY thread_id, id LIMIT $4
)sql"};
#undef AX_COMMENT

db::Query const kDeleted{"community.comment_deleted",
                         "UPDATE post_comment SET deleted_at = $2, deleted_by = $3 WHERE id = $1"};

db::Query const kReport{"community.report_insert", R"sql(
    INSERT INTO post_report (post_id, comment_id, reporter_id, reason, note, created_at, removed)
    VALUES ($1, $2, $3, $4, $5, $6, 0)
    ON CONFLICT (reporter_id, post_id, comment_id) DO NOTHING
)sql"};
db::Query const kReports{"community.report_list", R"sql(
    SELECT r.id, r.post_id, r.comment_id, p.title,
           CASE WHEN r.comment_id > 0 THEN c.html WHEN p.opening = '' THEN p.html ELSE p.opening END,
           coalesce(c.author_id, p.author_id), r.reporter_id, r.reason, r.note,
           CASE WHEN r.comment_id > 0 THEN c.deleted_at ELSE p.deleted_at END, r.created_at
    FROM post_report r JOIN post p ON p.id = r.post_id LEFT JOIN post_comment c ON c.id = r.comment_id
    WHERE r.closed_at IS NULL AND r.id > $1 ORDER BY r.id LIMIT $2
)sql"};
db::Query const kOpen{"community.report_open",
                      "SELECT post_id, comment_id FROM post_report WHERE id = $1 AND closed_at IS NULL"};
db::Query const kClose{"community.report_close", R"sql(
    UPDATE post_report SET closed_at = $3, closed_by = $4, removed = $5
    WHERE post_id = $1 AND comment_id = $2 AND closed_at IS NULL
)sql"};

Row read(db::Row const& row) {
    return {.id = row.get<CommentId>(0),
            .post = row.get<PostId>(1),
            .thread = row.get<CommentId>(2),
            .author = row.get<AccountId>(3),
            .html = row.get<std::string>(4),
            .created_at = row.get<Instant>(5),
            .deleted_by = row.get<std::optional<AccountId>>(6)};
}

std::optional<CommentId> comment_of(db::Row const& row, std::size_t column) {
    auto const id = row.get<CommentId>(static_cast<int>(column));
    return id.value > 0 ? std::optional(id) : std::nullopt;
}

}  // namespace

Task<std::optional<Row>> insert(db::Tx& tx, Row row, std::string_view text, std::string_view client_key) {
    auto const made = co_await tx.one(kInsert, row.post, row.thread, row.author, text, row.html, client_key,
                                      row.created_at);
    if (!made)
        co_return std::nullopt;
    row.id = made->get<CommentId>(0);
    if (row.thread.value == 0) {
        row.thread = row.id;
        co_await tx.exec(kBegin, row.id);
    }
    co_return row;
}

Task<std::optional<Row>> by_key(db::Executor& db, AccountId author, std::string_view client_key) {
    auto const row = co_await db.one(kByKey, author, client_key);
    co_return row ? std::optional(read(row->view())) : std::nullopt;
}

Task<std::optional<Row>> find(db::Executor& db, CommentId id) {
    auto const row = co_await db.one(kFind, id);
    co_return row ? std::optional(read(row->view())) : std::nullopt;
}

Task<std::vector<Row>> list(db::Executor& db, PostId post, feed::Place after, int limit) {
    auto const rows = co_await db.rows(kList, post, after.key, after.id, limit);
    std::vector<Row> out;
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<void> set_deleted(db::Tx& tx, CommentId id, std::optional<Instant> at, std::optional<AccountId> by) {
    co_await tx.exec(kDeleted, id, at, by);
}

Task<void> report(db::Tx& tx, ReportPost const& report, AccountId who, Instant now) {
    co_await tx.exec(kReport, report.post, report.comment.value_or(CommentId{}), who,
                     static_cast<int>(report.reason), report.note, now);
}

Task<std::vector<PostReport>> reports(db::Executor& db, PostReportId after, int limit) {
    auto const rows = co_await db.rows(kReports, after, limit);
    std::vector<PostReport> out;
    for (auto const row : rows) {
        PostReport report{.id = row.get<PostReportId>(0),
                          .post = row.get<PostId>(1),
                          .comment = comment_of(row, 2),
                          .title = row.get<std::string>(3),
                          .html = row.get<std::string>(4),
                          .author = {},
                          .reporter = {},
                          .reason = row.get<PostReportReason>(7),
                          .note = row.get<std::string>(8),
                          .deleted = row.get<std::optional<Instant>>(9).has_value(),
                          .created_at = row.get<Instant>(10)};
        report.author.account = row.get<AccountId>(5);
        report.reporter.account = row.get<AccountId>(6);
        out.push_back(std::move(report));
    }
    co_return out;
}

Task<std::optional<Target>> open_report(db::Executor& db, PostReportId id) {
    auto const row = co_await db.one(kOpen, id);
    if (!row)
        co_return std::nullopt;
    co_return Target{.post = row->get<PostId>(0), .comment = comment_of(row->view(), 1)};
}

Task<void> close(db::Tx& tx, Target const& target, bool removed, AccountId who, Instant now) {
    co_await tx.exec(kClose, target.post, target.comment.value_or(CommentId{}), now, who, removed ? 1 : 0);
}

}  // namespace ax::community::comments
