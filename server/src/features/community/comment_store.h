#pragma once

#include "features/community/contract_comments.h"
#include "features/community/feed_store.h"

/// The tables post_comment and post_report. Stateless.
namespace ax::community::comments {

struct Row {
    CommentId id;
    PostId post;
    CommentId thread;
    AccountId author;
    std::string html;
    Instant created_at;
    std::optional<AccountId> deleted_by;
};

/// Nothing if the author used the key before. Without a thread it begins one.
[[nodiscard]] Task<std::optional<Row>> insert(db::Tx& tx, Row row, std::string_view text,
                                              std::string_view client_key);
[[nodiscard]] Task<std::optional<Row>> by_key(db::Executor& db, AccountId author,
                                              std::string_view client_key);
[[nodiscard]] Task<std::optional<Row>> find(db::Executor& db, CommentId id);
/// Oldest first, answers below what they answer.
[[nodiscard]] Task<std::vector<Row>> list(db::Executor& db, PostId post, feed::Place after, int limit);
Task<void> set_deleted(db::Tx& tx, CommentId id, std::optional<Instant> at, std::optional<AccountId> by);

Task<void> report(db::Tx& tx, ReportPost const& report, AccountId who, Instant now);
/// Those that wait, oldest first; of people the accounts alone.
[[nodiscard]] Task<std::vector<PostReport>> reports(db::Executor& db, PostReportId after, int limit);
struct Target {
    PostId post;
    std::optional<CommentId> comment;
};
[[nodiscard]] Task<std::optional<Target>> open_report(db::Executor& db, PostReportId id);
Task<void> close(db::Tx& tx, Target const& target, bool removed, AccountId who, Instant now);

}  // namespace ax::community::comments
