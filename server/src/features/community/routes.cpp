#include "features/community/community.h"
#include "platform/visitors/visitor.h"

namespace ax::community {

void Community::bind(api::Router& router) {
    router.bind(kPosts, [this](Caller const& who, PostQuery query) { return posts(who, std::move(query)); });
    router.bind(kPost, [this](Caller const& who, PostRef ref) { return post(who, ref.post); });
    router.bind(kCreate, [this](Caller const& who, CreatePost wish) { return create(who, std::move(wish)); });
    router.bind(kEdit, [this](Caller const& who, EditPost wish) { return edit(who, std::move(wish)); });
    router.bind(kDelete, [this](Caller const& who, PostRef ref) { return remove(who, ref.post); });
    router.bind(kRestore, [this](Caller const& who, PostRef ref) { return restore(who, ref.post); });
    router.bind(kEdits, [this](Caller const& who, PostRef ref) { return edits(who, ref.post); });
    router.bind(kLike, [this](Caller const& who, PostRef ref) { return like(who, ref.post, true); });
    router.bind(kUnlike, [this](Caller const& who, PostRef ref) { return like(who, ref.post, false); });
    router.bind(kView, [this](api::Call& call, PostRef ref) {
        return view(call.caller, ref.post, !visitors::wants_privacy(call.request));
    });
    router.bind(kMark, [this](Caller const& who, MarkPost wish) { return mark(wish, who); });
    router.bind(kPreview, [this](Caller const&, PreviewText text) { return preview(std::move(text)); });
    router.bind(kAuthor, [this](Caller const& who, AuthorRef ref) { return author(who, ref.account); });
    router.bind(kFollow, [this](Caller const& who, AuthorRef ref) { return follow(who, ref.account, true); });
    router.bind(kUnfollow,
                [this](Caller const& who, AuthorRef ref) { return follow(who, ref.account, false); });
    router.bind(kComments,
                [this](Caller const& who, CommentQuery query) { return comments(who, std::move(query)); });
    router.bind(kComment,
                [this](Caller const& who, AddComment wish) { return comment(who, std::move(wish)); });
    router.bind(kDeleteComment,
                [this](Caller const& who, CommentRef ref) { return remove_comment(who, ref.comment); });
    router.bind(kRestoreComment,
                [this](Caller const& who, CommentRef ref) { return restore_comment(who, ref.comment); });
    router.bind(kReport, [this](Caller const& who, ReportPost wish) { return report(who, std::move(wish)); });
    router.bind(kReports, [this](Caller const&, PostReportQuery query) { return reports(query); });
    router.bind(kDecide, [this](Caller const& who, DecideReport wish) { return decide(who, wish); });
}

void Community::listen(jobs::Listeners& listeners) {
    // Yesterday's stay for requests that began before midnight.
    listeners.every("community.forget_views", hours{6}, [this]() -> Task<void> {
        auto const today = p_.clock.now().time_since_epoch() / days{1};
        co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            co_await store::forget_views(tx, today - 1);
            co_return Result<void>{};
        });
    });
}

}  // namespace ax::community
