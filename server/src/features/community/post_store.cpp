#include "features/community/post_store.h"

#include "base/words.h"

#include <bit>
#include <set>

#include <fmt/ranges.h>

namespace ax::community::store {
namespace {

db::Query const kInsert{"community.insert", R"sql(
    INSERT INTO post (author_id, title, text, html, opening, tags, official, client_key, created_at, published_at,
                      heat, likes, comments, views, edits)
    VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, 0, 0, 0, 0)
    ON CONFLICT (author_id, client_key) DO NOTHING
    RETURNING id
)sql"};
db::Query const kByKey{"community.by_key", "SELECT id FROM post WHERE author_id = $1 AND client_key = $2"};
db::Query const kFind{"community.find", R"sql(
    SELECT id, author_id, title, text, html, opening, tags, created_at, published_at, deleted_at, deleted_by, edits
    FROM post WHERE id = $1
)sql"};
db::Query const kKeep{"community.keep_edit", R"sql(
    INSERT INTO post_edit (post_id, title, html, edited_at) SELECT id, title, html, CAST($2 AS BIGINT) FROM post WHERE id = $1
)sql"};
db::Query const kUpdate{"community.update", R"sql(
    UPDATE post SET title = $2, text = $3, html = $4, opening = $5, tags = $6, published_at = $7,
        heat = CASE WHEN heat = 0 THEN coalesce(CAST($7 AS BIGINT), 0) ELSE heat END,
        edited_at = coalesce(CAST($8 AS BIGINT), edited_at),
        edits = edits + CASE WHEN CAST($8 AS BIGINT) IS NULL THEN 0 ELSE 1 END
    WHERE id = $1
)sql"};
db::Query const kDeleted{"community.set_deleted",
                         "UPDATE post SET deleted_at = $2, deleted_by = $3, pinned_at = NULL WHERE id = $1"};
db::Query const kForgetTags{"community.forget_tags", "DELETE FROM post_tag WHERE post_id = $1"};
db::Query const kTag{"community.tag",
                     "INSERT INTO post_tag (post_id, tag, published_at) VALUES ($1, $2, $3)"};
db::Query const kForgetWords{"community.forget_words", "DELETE FROM post_search WHERE rowid = $1"};
db::Query const kWords{"community.index_words", "INSERT INTO post_search (rowid, tokens) VALUES ($1, $2)",
                       R"sql(
    INSERT INTO post_search (rowid, tokens) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))
)sql"};

db::Query const kSince{"community.published_since",
                       "SELECT count(*) FROM post WHERE author_id = $1 AND published_at > $2"};
db::Query const kDrafts{"community.drafts", R"sql(
    SELECT count(*) FROM post WHERE author_id = $1 AND published_at IS NULL AND deleted_at IS NULL
)sql"};
db::Query const kEdits{"community.edits_of", R"sql(
    SELECT title, html, edited_at FROM post_edit WHERE post_id = $1 ORDER BY id DESC LIMIT $2
)sql"};
db::Query const kOfficial{"community.set_official", "UPDATE post SET official = $2 WHERE id = $1"};
db::Query const kPin{"community.set_pinned", "UPDATE post SET pinned_at = $2 WHERE id = $1"};
db::Query const kPins{"community.count_pinned", "SELECT count(*) FROM post WHERE pinned_at IS NOT NULL"};

db::Query const kLike{"community.add_like", R"sql(
    INSERT INTO post_like (post_id, account_id) VALUES ($1, $2) ON CONFLICT (post_id, account_id) DO NOTHING
)sql"};
db::Query const kUnlike{"community.remove_like",
                        "DELETE FROM post_like WHERE post_id = $1 AND account_id = $2"};
db::Query const kCount{"community.count", R"sql(
    UPDATE post SET likes = likes + $2, comments = comments + $3 WHERE id = $1
    RETURNING likes, comments, published_at
)sql"};
db::Query const kHeat{"community.set_heat", "UPDATE post SET heat = $2 WHERE id = $1"};
db::Query const kView{"community.add_view", R"sql(
    INSERT INTO post_view (day, post_id, account_id) VALUES ($1, $2, $3)
    ON CONFLICT (day, post_id, account_id) DO NOTHING
)sql"};
db::Query const kCountView{"community.count_view", "UPDATE post SET views = views + 1 WHERE id = $1"};
db::Query const kLastPublished{
    "community.last_published",
    "SELECT coalesce(max(id), 0) FROM post WHERE published_at IS NOT NULL AND deleted_at IS NULL"};
db::Query const kPublished{"community.published", R"sql(
    SELECT id, coalesce(edited_at, published_at) FROM post
    WHERE id >= $1 AND id < $2 AND published_at IS NOT NULL AND deleted_at IS NULL ORDER BY id
)sql"};
db::Query const kForgetViews{"community.forget_views", "DELETE FROM post_view WHERE day < $1"};

// Each doubling of what people did is worth half a day.
std::int64_t heat(Instant published, int likes, int comments) {
    auto const acts = static_cast<unsigned>(1 + likes + 2 * comments);
    return to_micros(published + hours{12} * (std::bit_width(acts) - 1));
}

Task<void> count(db::Tx& tx, PostId id, int likes, int comments) {
    auto const now = co_await tx.one(kCount, id, likes, comments);
    if (auto const published = now ? now->get<std::optional<Instant>>(2) : std::nullopt)
        co_await tx.exec(kHeat, id, heat(*published, now->get<int>(0), now->get<int>(1)));
}

}  // namespace

std::vector<std::string> split(std::string_view tags) {
    std::vector<std::string> out;
    while (!tags.empty()) {
        auto const end = std::min(tags.find(' '), tags.size());
        out.emplace_back(tags.substr(0, end));
        tags.remove_prefix(std::min(end + 1, tags.size()));
    }
    return out;
}

Task<std::optional<PostId>> insert(db::Tx& tx, Row const& row, std::string_view client_key) {
    auto const tags = fmt::format("{}", fmt::join(row.tags, " "));
    auto const first_heat = row.published_at ? to_micros(*row.published_at) : 0;
    auto const made = co_await tx.one(kInsert, row.author, row.title, row.text, row.html, row.opening, tags,
                                      client_key, row.created_at, row.published_at, first_heat);
    co_return made ? std::optional(made->get<PostId>(0)) : std::nullopt;
}

Task<std::optional<PostId>> by_key(db::Executor& db, AccountId author, std::string_view client_key) {
    auto const row = co_await db.one(kByKey, author, client_key);
    co_return row ? std::optional(row->get<PostId>(0)) : std::nullopt;
}

Task<std::optional<Row>> find(db::Executor& db, PostId id) {
    auto const row = co_await db.one(kFind, id);
    if (!row)
        co_return std::nullopt;
    co_return Row{.id = row->get<PostId>(0),
                  .author = row->get<AccountId>(1),
                  .title = row->get<std::string>(2),
                  .text = row->get<std::string>(3),
                  .html = row->get<std::string>(4),
                  .opening = row->get<std::string>(5),
                  .tags = split(row->get<std::string>(6)),
                  .created_at = row->get<Instant>(7),
                  .published_at = row->get<std::optional<Instant>>(8),
                  .deleted_at = row->get<std::optional<Instant>>(9),
                  .deleted_by = row->get<std::optional<AccountId>>(10),
                  .edits = row->get<int>(11)};
}

Task<void> update(db::Tx& tx, Row const& row, std::optional<Instant> keep) {
    if (keep)
        co_await tx.exec(kKeep, row.id, *keep);
    auto const tags = fmt::format("{}", fmt::join(row.tags, " "));
    co_await tx.exec(kUpdate, row.id, row.title, row.text, row.html, row.opening, tags, row.published_at,
                     keep);
}

Task<void> set_deleted(db::Tx& tx, PostId id, std::optional<Instant> at, std::optional<AccountId> by) {
    co_await tx.exec(kDeleted, id, at, by);
}

Task<void> index(db::Tx& tx, Row const& row) {
    co_await tx.exec(kForgetTags, row.id);
    co_await tx.exec(kForgetWords, row.id);
    if (!row.published_at || row.deleted_at)
        co_return;
    for (auto const& tag : row.tags) co_await tx.exec(kTag, row.id, tag, *row.published_at);
    auto const cut = words(fmt::format("{} {} {}", row.title, fmt::join(row.tags, " "), row.text));
    std::set<std::string> const all(cut.begin(), cut.end());
    if (all.empty())
        co_return;
    auto const tokens = fmt::format("{}", fmt::join(all, " "));
    co_await tx.exec(kWords, row.id, tokens);
}

Task<int> published_since(db::Executor& db, AccountId author, Instant since) {
    auto const row = co_await db.one(kSince, author, since);
    co_return row->get<int>(0);
}
Task<int> drafts(db::Executor& db, AccountId author) {
    auto const row = co_await db.one(kDrafts, author);
    co_return row->get<int>(0);
}
Task<std::vector<PostEdit>> edits(db::Executor& db, PostId id, int limit) {
    auto const rows = co_await db.rows(kEdits, id, limit);
    std::vector<PostEdit> out;
    for (auto const row : rows)
        out.push_back({.title = row.get<std::string>(0),
                       .html = row.get<std::string>(1),
                       .edited_at = row.get<Instant>(2)});
    co_return out;
}

Task<void> set_official(db::Tx& tx, PostId id, bool on) { co_await tx.exec(kOfficial, id, on ? 1 : 0); }
Task<void> set_pinned(db::Tx& tx, PostId id, std::optional<Instant> at) { co_await tx.exec(kPin, id, at); }
Task<int> pinned(db::Executor& db) {
    auto const row = co_await db.one(kPins);
    co_return row->get<int>(0);
}

Task<void> like(db::Tx& tx, PostId id, AccountId who, bool on) {
    auto const changed = co_await tx.exec(on ? kLike : kUnlike, id, who);
    if (changed > 0)
        co_await count(tx, id, on ? 1 : -1, 0);
}
Task<void> count_comments(db::Tx& tx, PostId id, int more) { co_await count(tx, id, 0, more); }

Task<void> view(db::Tx& tx, PostId id, AccountId who, std::int64_t day) {
    auto const fresh = co_await tx.exec(kView, day, id, who);
    if (fresh > 0)
        co_await tx.exec(kCountView, id);
}
Task<void> forget_views(db::Tx& tx, std::int64_t before_day) { co_await tx.exec(kForgetViews, before_day); }

Task<std::int64_t> last_published(db::Executor& db) {
    auto const row = co_await db.one(kLastPublished);
    co_return row->get<std::int64_t>(0);
}
Task<std::vector<Published>> published(db::Executor& db, PostId from, PostId to) {
    auto const rows = co_await db.rows(kPublished, from, to);
    std::vector<Published> out;
    out.reserve(rows.size());
    for (auto const row : rows) out.push_back({.id = row.get<PostId>(0), .changed_at = row.get<Instant>(1)});
    co_return out;
}

}  // namespace ax::community::store
