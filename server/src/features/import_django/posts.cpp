#include "features/import_django/posts.h"

#include "contract/formats.h"
#include "features/community/community.h"
#include "features/import_django/authors.h"

#include <fmt/format.h>

namespace ax::import_django {
namespace {

using community::PostId;

db::Query const kLiked{"import_django.liked",
                       "SELECT 1 FROM post_like WHERE post_id = $1 AND account_id = $2"};

constexpr std::size_t kTitle = 80;
constexpr std::size_t kPost = 10'000;
constexpr std::size_t kComment = 2000;
constexpr std::size_t kOpening = 600;  // as the community cuts

// Author and post first, whatever a table calls them.
enum Column : std::uint8_t { kKey, kType, kObject, kText, kCreated, kOfPost };

std::string title_of(std::string const& text, Instant at) {
    auto const title = beginning(std::string_view(text).substr(0, text.find('\n')), kTitle);
    auto const date = std::chrono::year_month_day{std::chrono::floor<days>(at)};
    return contract::code_points(title) >= 3 ? title : fmt::format("Post of {}", to_iso(date));
}

Task<Verdict> take_post(Import& import, db::Tx& tx, Fields& row) {
    auto const person = co_await author(import, tx, row.text(kType), row.text(kObject));
    if (!person)
        co_return Fields::refuse("author_not_taken");
    auto const text = row.words(kText, kPost, "text");
    if (text.empty())
        co_return Fields::refuse("empty");
    auto const at = row.happened(kCreated, import.now(), import.now(), "created_at");
    auto const opening = community::opening_of(text, kOpening);
    community::store::Row post{.id = {},
                               .author = person->account,
                               .title = title_of(text, at),
                               .text = text,
                               .html = community::to_html(text),
                               .opening = opening.empty() ? std::string{} : community::to_html(opening),
                               .tags = {},
                               .created_at = at,
                               .published_at = at,
                               .deleted_at = {},
                               .deleted_by = {}};
    auto const id = co_await community::store::insert(tx, post, fmt::format("django-post-{}", row.key()));
    if (!id)
        co_return Fields::refuse("key_repeated");
    post.id = *id;
    co_await community::store::index(tx, post);
    co_return row.take(id->value);
}

Task<Verdict> take_like(Import& import, db::Tx& tx, Fields& row) {
    auto const post = co_await taken::id_of(tx, "community_post", row.text(kOfPost));
    if (!post)
        co_return Fields::refuse("post_not_taken");
    auto const person = co_await author(import, tx, row.text(kType), row.text(kObject));
    if (!person)
        co_return Fields::refuse("author_not_taken");
    // Both roles of one person liked it, or they like it here.
    if (co_await tx.one(kLiked, *post, person->account))
        co_return Fields::refuse("liked_already");
    co_await community::store::like(tx, PostId{*post}, person->account, true);
    co_return row.take(*post);
}

Task<Verdict> take_comment(Import& import, db::Tx& tx, Fields& row) {
    auto const post = co_await taken::id_of(tx, "community_post", row.text(kOfPost));
    if (!post)
        co_return Fields::refuse("post_not_taken");
    auto const person = co_await author(import, tx, row.text(kType), row.text(kObject));
    if (!person)
        co_return Fields::refuse("author_not_taken");
    auto const text = row.words(kText, kComment, "text");
    if (text.empty())
        co_return Fields::refuse("empty");
    community::comments::Row comment{
        .id = {},
        .post = PostId{*post},
        .thread = {},
        .author = person->account,
        .html = community::to_html(text),
        .created_at = row.happened(kCreated, import.now(), import.now(), "created_at"),
        .deleted_by = {}};
    auto const made = co_await community::comments::insert(tx, std::move(comment), text,
                                                           fmt::format("django-comment-{}", row.key()));
    if (!made)
        co_return Fields::refuse("key_repeated");
    co_await community::store::count_comments(tx, PostId{*post}, 1);
    co_return row.take(made->id.value);
}

Part part(Import& import, std::string const& table, Task<Verdict> (*take)(Import&, db::Tx&, Fields&)) {
    bool const there = import.source.has(table);
    // "content_type_id" by itself, or behind a word for whose it is.
    auto const type =
        there ? import.source.column_like(table, "content_type_id") : std::string("content_type_id");
    auto const object = there ? import.source.column_like(table, "object_id") : std::string("object_id");
    return {.selection = {.table = table, .columns = {"id", type, object, "text", "created_at", "post_id"}},
            .take = [&import, take](db::Tx& tx, Fields& row) { return take(import, tx, row); }};
}

}  // namespace

Part posts_part(Import& import) { return part(import, "community_post", take_post); }
Part likes_part(Import& import) { return part(import, "community_like", take_like); }
Part comments_part(Import& import) { return part(import, "community_comment", take_comment); }

}  // namespace ax::import_django
