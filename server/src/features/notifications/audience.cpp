#include "features/notifications/letters.h"
#include "features/notifications/notifications.h"

#include <fmt/format.h>

/// What authors are told of their readers. Likes and followers are good to know and nothing to be called for:
/// they stay in the product.
namespace ax::notifications {
namespace {

// A popular post keeps one line a week, not one for ever.
std::string this_week(std::string_view what, Instant now) {
    return fmt::format("{}-{}", what, now.time_since_epoch() / days{7});
}

}  // namespace

Task<void> Feature::liked(community::Liked const& event) {
    Message const message{
        .to = event.to,
        .cause = fmt::format("community-liked-{}-{}", event.post.value, event.who.value),
        .category = NoticeCategory::community,
        .kind = "community.liked",
        .words = p_.templates.words<letters::kLiked>({{"by", event.by}, {"post", event.title}}),
        .link = fmt::format("/community/{}", event.post.value),
        .subject = this_week(fmt::format("liked-{}", event.post.value), p_.clock.now()),
        .only_in_app = true};
    co_await tell(message);
}

Task<void> Feature::commented(community::Commented const& event) {
    Message const message{
        .to = event.to,
        .cause = fmt::format("community-commented-{}", event.comment.value),
        .category = NoticeCategory::community,
        .kind = "community.commented",
        .words = p_.templates.words<letters::kCommented>({{"by", event.by}, {"post", event.title}}),
        .link = fmt::format("/community/{}#comments", event.post.value),
        .subject = this_week(fmt::format("commented-{}", event.post.value), p_.clock.now())};
    co_await tell(message);
}

Task<void> Feature::followed(community::Followed const& event) {
    Message const message{.to = event.to,
                          .cause = fmt::format("community-followed-{}", event.who.value),
                          .category = NoticeCategory::community,
                          .kind = "community.followed",
                          .words = p_.templates.words<letters::kFollowed>({{"by", event.by}}),
                          .link = "/community",
                          .subject = this_week("followed", p_.clock.now()),
                          .only_in_app = true};
    co_await tell(message);
}

}  // namespace ax::notifications
