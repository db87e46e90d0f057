#pragma once

#include "features/auth/auth.h"
#include "features/community/comment_store.h"
#include "features/community/contract_authors.h"
#include "features/community/contract_comments.h"
#include "features/community/markdown.h"
#include "features/community/post_store.h"
#include "platform/api/router.h"
#include "platform/jobs/jobs.h"

namespace ax::community {

using contract::Caller;

/// What people tell each other: posts, comments, likes, and what the staff do about them.
///
/// Made once; thread-safe after bind() and listen(). A draft of somebody else's, and what is deleted, can't
/// be found.
class Community {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox& outbox;
        auth::Accounts const& accounts;
    };
    explicit Community(Ports ports) : p_(ports) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    Task<Result<Posts>> posts(Caller const& who, PostQuery query);
    Task<Result<Post>> post(Caller const& who, PostId id);
    Task<Result<Post>> create(Caller const& who, CreatePost wish);
    Task<Result<Post>> edit(Caller const& who, EditPost wish);
    Task<Result<Empty>> remove(Caller const& who, PostId id);
    Task<Result<Post>> restore(Caller const& who, PostId id);
    Task<Result<PostEdits>> edits(Caller const& who, PostId id);
    Task<Result<Post>> like(Caller const& who, PostId id, bool on);
    /// `counted`: false for who asked not to be.
    Task<Result<Empty>> view(Caller const& who, PostId id, bool counted = true);
    Task<Result<Post>> mark(MarkPost wish, Caller const& who);
    Task<Result<Preview>> preview(PreviewText text);

    /// For the sitemap: see post_store.h.
    Task<std::int64_t> last_published() const { return store::last_published(p_.db); }
    Task<std::vector<store::Published>> published(PostId from, PostId to) const {
        return store::published(p_.db, from, to);
    }

    Task<Result<AuthorProfile>> author(Caller const& who, AccountId id);
    Task<Result<AuthorProfile>> follow(Caller const& who, AccountId id, bool on);

    Task<Result<PostComments>> comments(Caller const& who, CommentQuery query);
    Task<Result<PostComment>> comment(Caller const& who, AddComment wish);
    Task<Result<Empty>> remove_comment(Caller const& who, CommentId id);
    Task<Result<Empty>> restore_comment(Caller const& who, CommentId id);

    Task<Result<Empty>> report(Caller const& who, ReportPost wish);
    Task<Result<PostReports>> reports(PostReportQuery query);
    Task<Result<Empty>> decide(Caller const& who, DecideReport wish);

private:
    struct People {
        Names names;
        std::vector<auth::Account> accounts;
    };
    Task<People> mentioned(db::Executor& db, std::string_view text) const;
    Task<void> tell(db::Tx& tx, Caller const& who, People const& people, PostId post,
                    std::string const& title, std::optional<CommentId> comment) const;
    Task<void> tell_liked(db::Tx& tx, Caller const& who, store::Row const& row) const;
    Task<void> tell_author(db::Tx& tx, Caller const& who, People const& people, store::Row const& post,
                           CommentId comment) const;
    Task<bool> is_author(db::Executor& db, Caller const& who, auth::Account const& account) const;
    Task<AuthorProfile> profile(Caller const& who, auth::Account const& account) const;
    Task<Result<store::Row>> visible(db::Executor& db, Caller const& who, PostId id) const;
    Task<Result<store::Row>> own(db::Executor& db, Caller const& who, PostId id) const;
    Task<Result<void>> may_publish(db::Executor& db, AccountId who) const;
    Task<Result<Empty>> take_down(db::Tx& tx, store::Row row, AccountId who) const;
    Task<Result<Empty>> take_down(db::Tx& tx, community::comments::Row const& row, AccountId who) const;
    Task<std::vector<Post>> shape(feed::Items items) const;
    Task<std::vector<PostComment>> shape(Caller const& who, std::vector<community::comments::Row> rows) const;

    Ports p_;
};

/// The author as shown, of accounts ordered by id.
[[nodiscard]] Author author_of(std::vector<auth::Account> const& known, AccountId id);

}  // namespace ax::community
