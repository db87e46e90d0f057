#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What travels about posts. Comments and reports: contract_comments.h.
namespace ax::community {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Items;
using contract::Length;
using contract::MultiLine;
using contract::PerMinute;
using contract::Range;
using contract::Verb;

using PostId = Id<struct PostTag>;

constexpr int kPostLength = 10'000;
constexpr int kMostTags = 5;

struct Author {
    AccountId account;
    std::string name;
    std::optional<std::string> mention;
    bool mentor = false;
    bool staff = false;
    std::optional<std::string> photo = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("account", &Author::account),
            field("name", &Author::name),
            field("mention", &Author::mention, "What stands behind an @: M000001 or S000001"),
            field("mentor", &Author::mentor),
            field("staff", &Author::staff),
            field("photo", &Author::photo, "Null without one")};
    }
};

struct Post {
    PostId id;
    Author author;
    std::string title;
    std::string html;
    bool cut = false;
    std::optional<std::string> text;
    std::vector<std::string> tags;
    bool draft = false;
    bool official = false;
    bool pinned = false;
    Instant created_at;
    std::optional<Instant> published_at;
    std::optional<Instant> edited_at;
    int likes = 0;
    int comments = 0;
    int views = 0;
    bool liked = false;
    bool mine = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Post::id),
            field("author", &Post::author),
            field("title", &Post::title),
            field("html", &Post::html, "Made from the Markdown by the server; safe to show as it is"),
            field("cut", &Post::cut, "html is the beginning: the post alone has all of it"),
            field("text", &Post::text, "The Markdown, of the caller's own post alone"),
            field("tags", &Post::tags),
            field("draft", &Post::draft),
            field("official", &Post::official, "The team speaks"),
            field("pinned", &Post::pinned),
            field("created_at", &Post::created_at),
            field("published_at", &Post::published_at),
            field("edited_at", &Post::edited_at),
            field("likes", &Post::likes),
            field("comments", &Post::comments),
            field("views", &Post::views, "One per person and day"),
            field("liked", &Post::liked, "By the caller"),
            field("mine", &Post::mine),
        };
    }
};

struct PostRef {
    PostId post;
    static constexpr auto wire() { return contract::Fields{field("post", &PostRef::post)}; }
};

enum class Feed : unsigned char { latest, top, mine, following };
constexpr auto wire_names(Feed) {
    return std::array<std::string_view, 4>{"latest", "top", "mine", "following"};
}

struct PostQuery {
    std::optional<Feed> feed;
    std::optional<std::string> tag;
    std::optional<std::string> q;
    std::optional<std::string> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{
            field("feed", &PostQuery::feed,
                  "Default latest; mine has the drafts too; following: of authors the caller follows"),
            field("tag", &PostQuery::tag, Length{1, 30}, "Of the latest"),
            field("q", &PostQuery::q, Length{1, 100}, "Words to find; newest first"),
            field("cursor", &PostQuery::cursor, Length{1, 60}),
            field("limit", &PostQuery::limit, Range{1, 50}, "Default 20")};
    }
};

struct Posts {
    std::vector<Post> pinned;
    std::vector<Post> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{field("pinned", &Posts::pinned, "On the first page of the latest"),
                                field("items", &Posts::items), field("next", &Posts::next)};
    }
};

struct CreatePost {
    std::string title;
    std::string text;
    std::vector<std::string> tags;
    bool draft = false;
    std::string client_key;
    static constexpr auto wire() {
        return contract::Fields{
            field("title", &CreatePost::title, Length{3, 120}),
            field("text", &CreatePost::text, Length{1, kPostLength}, MultiLine{}, "Markdown"),
            field("tags", &CreatePost::tags, Items{kMostTags}), field("draft", &CreatePost::draft),
            field("client_key", &CreatePost::client_key, Length{8, 64}, "The same key is the same post")};
    }
};

struct EditPost {
    PostId post;
    std::string title;
    std::string text;
    std::vector<std::string> tags;
    bool draft = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("post", &EditPost::post), field("title", &EditPost::title, Length{3, 120}),
            field("text", &EditPost::text, Length{1, kPostLength}, MultiLine{}, "Markdown"),
            field("tags", &EditPost::tags, Items{kMostTags}),
            field("draft", &EditPost::draft, "What is published stays published")};
    }
};

struct MarkPost {
    PostId post;
    std::optional<bool> official;
    std::optional<bool> pinned;
    static constexpr auto wire() {
        return contract::Fields{field("post", &MarkPost::post), field("official", &MarkPost::official),
                                field("pinned", &MarkPost::pinned)};
    }
};

struct PostEdit {
    std::string title;
    std::string html;
    Instant edited_at;
    static constexpr auto wire() {
        return contract::Fields{field("title", &PostEdit::title), field("html", &PostEdit::html),
                                field("edited_at", &PostEdit::edited_at, "When it stopped saying this")};
    }
};
struct PostEdits {
    std::vector<PostEdit> items;
    static constexpr auto wire() {
        return contract::Fields{field("items", &PostEdits::items, "Newest first; at most 50")};
    }
};

struct PreviewText {
    std::string text;
    static constexpr auto wire() {
        return contract::Fields{field("text", &PreviewText::text, Length{0, kPostLength}, MultiLine{})};
    }
};
struct Preview {
    std::string html;
    static constexpr auto wire() { return contract::Fields{field("html", &Preview::html)}; }
};

/// Visitors' alone: who is signed in reads what they liked and what is theirs.
inline constexpr contract::Cached kPublicPosts{
    .seconds = 5,
    .shared_seconds = 10,
    .tag = "community",
    .tables = {"post", "post_tag", "post_search", "post_like", "account"},
    .visitors_only = true};

inline constexpr Endpoint<PostQuery, Posts> kPosts{.verb = Verb::get,
                                                   .path = "/community/posts/",
                                                   .name = "community.posts",
                                                   .access = Access::anyone,
                                                   .summary = "A page of posts",
                                                   .cached = kPublicPosts,
                                                   .failures = {"auth.sign_in_needed"}};
inline constexpr Endpoint<PostRef, Post> kPost{.verb = Verb::get,
                                               .path = "/community/posts/{post}/",
                                               .name = "community.post",
                                               .access = Access::anyone,
                                               .summary = "One post",
                                               .cached = kPublicPosts,
                                               .failures = {"community.not_found"}};
inline constexpr Endpoint<CreatePost, Post> kCreate{
    .verb = Verb::post,
    .path = "/community/posts/",
    .name = "community.create",
    .access = Access::signed_in,
    .summary = "Write a post, or keep it as a draft",
    .limit = PerMinute{10},
    .success = 201,
    .failures = {"community.daily_limit", "community.too_many_drafts"}};
inline constexpr Endpoint<EditPost, Post> kEdit{
    .verb = Verb::put,
    .path = "/community/posts/{post}/",
    .name = "community.edit",
    .access = Access::signed_in,
    .summary = "Change one's post; what it said stays readable",
    .limit = PerMinute{20},
    .failures = {"community.not_found", "community.daily_limit", "community.too_many_edits"}};
inline constexpr Endpoint<PostRef, Empty> kDelete{.verb = Verb::del,
                                                  .path = "/community/posts/{post}/",
                                                  .name = "community.delete",
                                                  .access = Access::signed_in,
                                                  .summary = "Delete one's post; the staff any",
                                                  .failures = {"community.not_found"}};
inline constexpr Endpoint<PostRef, Post> kRestore{.verb = Verb::post,
                                                  .path = "/community/posts/{post}/restore/",
                                                  .name = "community.restore",
                                                  .access = Access::signed_in,
                                                  .summary = "Undo one's own deletion",
                                                  .failures = {"community.not_found"}};
inline constexpr Endpoint<PostRef, PostEdits> kEdits{.verb = Verb::get,
                                                     .path = "/community/posts/{post}/edits/",
                                                     .name = "community.edits",
                                                     .access = Access::signed_in,
                                                     .summary = "What a post said before",
                                                     .failures = {"community.not_found"}};
inline constexpr Endpoint<PostRef, Post> kLike{.verb = Verb::put,
                                               .path = "/community/posts/{post}/like/",
                                               .name = "community.like",
                                               .access = Access::signed_in,
                                               .summary = "Like a post; a repeat changes nothing",
                                               .failures = {"community.not_found"}};
inline constexpr Endpoint<PostRef, Post> kUnlike{.verb = Verb::del,
                                                 .path = "/community/posts/{post}/like/",
                                                 .name = "community.unlike",
                                                 .access = Access::signed_in,
                                                 .summary = "Take a like back",
                                                 .failures = {"community.not_found"}};
inline constexpr Endpoint<PostRef, Empty> kView{.verb = Verb::put,
                                                .path = "/community/posts/{post}/view/",
                                                .name = "community.view",
                                                .access = Access::signed_in,
                                                .summary = "The caller has read it; counted once a day",
                                                .failures = {"community.not_found"}};
inline constexpr Endpoint<MarkPost, Post> kMark{
    .verb = Verb::post,
    .path = "/community/posts/{post}/mark/",
    .name = "community.mark",
    .access = Access::staff,
    .summary = "Official, pinned",
    .failures = {"community.not_found", "community.too_many_pins"}};
inline constexpr Endpoint<PreviewText, Preview> kPreview{.verb = Verb::post,
                                                         .path = "/community/preview/",
                                                         .name = "community.preview",
                                                         .access = Access::signed_in,
                                                         .summary = "What a text will look like",
                                                         .limit = PerMinute{60}};

}  // namespace ax::community
