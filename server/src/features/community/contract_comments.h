#pragma once

#include "features/community/contract.h"

/// What travels about comments and reports.
namespace ax::community {

using CommentId = Id<struct CommentTag>;
using PostReportId = Id<struct PostReportTag>;

struct PostComment {
    CommentId id;
    std::optional<CommentId> reply_to;
    Author author;
    std::string html;
    bool deleted = false;
    bool mine = false;
    Instant created_at;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &PostComment::id),
            field("reply_to", &PostComment::reply_to, "The comment above that it answers"),
            field("author", &PostComment::author),
            field("html", &PostComment::html, "Made by the server; empty if deleted"),
            field("deleted", &PostComment::deleted),
            field("mine", &PostComment::mine),
            field("created_at", &PostComment::created_at)};
    }
};

struct CommentQuery {
    PostId post;
    std::optional<std::string> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{field("post", &CommentQuery::post),
                                field("cursor", &CommentQuery::cursor, Length{1, 60}),
                                field("limit", &CommentQuery::limit, Range{1, 100}, "Default 50")};
    }
};
struct PostComments {
    std::vector<PostComment> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &PostComments::items, "Oldest first, answers below what they answer"),
            field("next", &PostComments::next)};
    }
};

struct AddComment {
    PostId post;
    std::string text;
    std::optional<CommentId> reply_to;
    std::string client_key;
    static constexpr auto wire() {
        return contract::Fields{
            field("post", &AddComment::post),
            field("text", &AddComment::text, Length{1, 2000}, MultiLine{}, "Markdown"),
            field("reply_to", &AddComment::reply_to, "An answer to an answer stands beside it"),
            field("client_key", &AddComment::client_key, Length{8, 64}, "The same key is the same comment")};
    }
};
struct CommentRef {
    CommentId comment;
    static constexpr auto wire() { return contract::Fields{field("comment", &CommentRef::comment)}; }
};

enum class PostReportReason : unsigned char { spam, abuse, wrong, other };
constexpr auto wire_names(PostReportReason) {
    return std::array<std::string_view, 4>{"spam", "abuse", "wrong", "other"};
}

struct ReportPost {
    PostId post;
    std::optional<CommentId> comment;
    PostReportReason reason{};
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{
            field("post", &ReportPost::post),
            field("comment", &ReportPost::comment, "Below this post; left out: the post itself"),
            field("reason", &ReportPost::reason),
            field("note", &ReportPost::note, Length{0, 500}, MultiLine{})};
    }
};

struct PostReport {
    PostReportId id;
    PostId post;
    std::optional<CommentId> comment;
    std::string title;
    std::string html;
    Author author;
    Author reporter;
    PostReportReason reason{};
    std::string note;
    bool deleted = false;
    Instant created_at;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &PostReport::id),
            field("post", &PostReport::post),
            field("comment", &PostReport::comment),
            field("title", &PostReport::title, "Of the post"),
            field("html", &PostReport::html, "What was reported; of a long post the beginning"),
            field("author", &PostReport::author),
            field("reporter", &PostReport::reporter),
            field("reason", &PostReport::reason),
            field("note", &PostReport::note),
            field("deleted", &PostReport::deleted, "By its author, meanwhile"),
            field("created_at", &PostReport::created_at)};
    }
};
struct PostReportQuery {
    std::optional<PostReportId> cursor;
    static constexpr auto wire() { return contract::Fields{field("cursor", &PostReportQuery::cursor)}; }
};
struct PostReports {
    std::vector<PostReport> items;
    std::optional<PostReportId> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &PostReports::items), field("next", &PostReports::next)};
    }
};
struct DecideReport {
    PostReportId report;
    bool remove = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("report", &DecideReport::report),
            field("remove", &DecideReport::remove, "Take down what was reported, or leave it")};
    }
};

inline constexpr Endpoint<CommentQuery, PostComments> kComments{
    .verb = Verb::get,
    .path = "/community/posts/{post}/comments/",
    .name = "community.comments",
    .access = Access::anyone,
    .summary = "What was said below a post",
    .cached = {.seconds = 5,
               .shared_seconds = 10,
               .tag = "community",
               .tables = {"post", "post_comment", "account"},
               .visitors_only = true},
    .failures = {"community.not_found"}};
inline constexpr Endpoint<AddComment, PostComment> kComment{
    .verb = Verb::post,
    .path = "/community/posts/{post}/comments/",
    .name = "community.comment",
    .access = Access::signed_in,
    .summary = "Say something below a post",
    .limit = PerMinute{20},
    .success = 201,
    .failures = {"community.not_found", "community.comment_not_found"}};
inline constexpr Endpoint<CommentRef, Empty> kDeleteComment{.verb = Verb::del,
                                                            .path = "/community/comments/{comment}/",
                                                            .name = "community.deleteComment",
                                                            .access = Access::signed_in,
                                                            .summary = "Delete one's comment; the staff any",
                                                            .failures = {"community.comment_not_found"}};
inline constexpr Endpoint<CommentRef, Empty> kRestoreComment{.verb = Verb::post,
                                                             .path = "/community/comments/{comment}/restore/",
                                                             .name = "community.restoreComment",
                                                             .access = Access::signed_in,
                                                             .summary = "Undo one's own deletion",
                                                             .failures = {"community.comment_not_found"}};
inline constexpr Endpoint<ReportPost, Empty> kReport{
    .verb = Verb::post,
    .path = "/community/posts/{post}/report/",
    .name = "community.report",
    .access = Access::signed_in,
    .summary = "Tell the staff about a post or comment; once each",
    .limit = PerMinute{10},
    .failures = {"community.not_found", "community.comment_not_found", "community.own_words"}};
inline constexpr Endpoint<PostReportQuery, PostReports> kReports{
    .verb = Verb::get,
    .path = "/community/reports/",
    .name = "community.reports",
    .access = Access::staff,
    .summary = "What was reported and waits, oldest first"};
inline constexpr Endpoint<DecideReport, Empty> kDecide{.verb = Verb::post,
                                                       .path = "/community/reports/{report}/decide/",
                                                       .name = "community.decide",
                                                       .access = Access::staff,
                                                       .summary = "Close all reports of the same thing",
                                                       .failures = {"community.report_not_found"}};

/// Somebody was named in a post or comment. One per person and text.
struct Mentioned {
    static constexpr std::string_view kName = "community.mentioned";
    AccountId to;
    std::string by;
    std::string title;
    PostId post;
    std::optional<CommentId> comment;
    static constexpr auto wire() {
        return contract::Fields{field("to", &Mentioned::to), field("by", &Mentioned::by),
                                field("title", &Mentioned::title), field("post", &Mentioned::post),
                                field("comment", &Mentioned::comment)};
    }
};

/// Somebody likes a post, for the first time.
struct Liked {
    static constexpr std::string_view kName = "community.liked";
    AccountId to;
    AccountId who;
    std::string by;
    std::string title;
    PostId post;
    static constexpr auto wire() {
        return contract::Fields{field("to", &Liked::to), field("who", &Liked::who), field("by", &Liked::by),
                                field("title", &Liked::title), field("post", &Liked::post)};
    }
};

/// Somebody commented on a post of somebody else, who is not named in it.
struct Commented {
    static constexpr std::string_view kName = "community.commented";
    AccountId to;
    std::string by;
    std::string title;
    PostId post;
    CommentId comment;
    static constexpr auto wire() {
        return contract::Fields{field("to", &Commented::to), field("by", &Commented::by),
                                field("title", &Commented::title), field("post", &Commented::post),
                                field("comment", &Commented::comment)};
    }
};

}  // namespace ax::community
