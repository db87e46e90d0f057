#pragma once

#include "features/community/contract.h"
#include "platform/db/database.h"

/// The tables post, post_tag, post_edit, post_like, post_view and post_search. Stateless; every call runs on
/// the executor given.
namespace ax::community::store {

/// A post as it is written and decided about.
struct Row {
    PostId id;
    AccountId author;
    std::string title;
    std::string text;
    std::string html;
    std::string opening;
    std::vector<std::string> tags;
    Instant created_at;
    std::optional<Instant> published_at;
    std::optional<Instant> deleted_at;
    std::optional<AccountId> deleted_by;
    int edits = 0;
};

/// Nothing if the author used the key before.
[[nodiscard]] Task<std::optional<PostId>> insert(db::Tx& tx, Row const& row, std::string_view client_key);
[[nodiscard]] Task<std::optional<PostId>> by_key(db::Executor& db, AccountId author,
                                                 std::string_view client_key);
[[nodiscard]] Task<std::optional<Row>> find(db::Executor& db, PostId id);
/// What it said before is kept if `keep` is given: the time of the edit.
Task<void> update(db::Tx& tx, Row const& row, std::optional<Instant> keep);
Task<void> set_deleted(db::Tx& tx, PostId id, std::optional<Instant> at, std::optional<AccountId> by);
/// Tags and words of what everybody may see; of anything else none.
Task<void> index(db::Tx& tx, Row const& row);

[[nodiscard]] Task<int> published_since(db::Executor& db, AccountId author, Instant since);
[[nodiscard]] Task<int> drafts(db::Executor& db, AccountId author);
[[nodiscard]] Task<std::vector<PostEdit>> edits(db::Executor& db, PostId id, int limit);

Task<void> set_official(db::Tx& tx, PostId id, bool on);
Task<void> set_pinned(db::Tx& tx, PostId id, std::optional<Instant> at);
[[nodiscard]] Task<int> pinned(db::Executor& db);

/// Repeats change nothing. Counts and the order of Top follow.
Task<void> like(db::Tx& tx, PostId id, AccountId who, bool on);
Task<void> count_comments(db::Tx& tx, PostId id, int more);
Task<void> view(db::Tx& tx, PostId id, AccountId who, std::int64_t day);
Task<void> forget_views(db::Tx& tx, std::int64_t before_day);

struct Published {
    PostId id;
    Instant changed_at;
};
/// The highest number of a post that everybody may see; 0: there is none.
[[nodiscard]] Task<std::int64_t> last_published(db::Executor& db);
/// Those of [from, to), by number.
[[nodiscard]] Task<std::vector<Published>> published(db::Executor& db, PostId from, PostId to);

[[nodiscard]] std::vector<std::string> split(std::string_view tags);

}  // namespace ax::community::store
