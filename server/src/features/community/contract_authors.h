#pragma once

#include "features/community/contract.h"

/// Following those who write.
namespace ax::community {

struct AuthorRef {
    AccountId account;
    static constexpr auto wire() { return contract::Fields{field("account", &AuthorRef::account)}; }
};

struct AuthorProfile {
    Author author;
    int followers = 0;
    bool following = false;
    bool me = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("author", &AuthorProfile::author), field("followers", &AuthorProfile::followers),
            field("following", &AuthorProfile::following, "By the caller"), field("me", &AuthorProfile::me)};
    }
};

inline constexpr Endpoint<AuthorRef, AuthorProfile> kAuthor{.verb = Verb::get,
                                                            .path = "/community/authors/{account}/",
                                                            .name = "community.author",
                                                            .access = Access::signed_in,
                                                            .summary = "Who writes, and who follows them",
                                                            .failures = {"community.no_author"}};
inline constexpr Endpoint<AuthorRef, AuthorProfile> kFollow{
    .verb = Verb::put,
    .path = "/community/authors/{account}/follow/",
    .name = "community.follow",
    .access = Access::signed_in,
    .summary = "Follow an author; a repeat changes nothing",
    .limit = PerMinute{30},
    .failures = {"community.no_author", "community.follow_self", "community.too_many_followed"}};
inline constexpr Endpoint<AuthorRef, AuthorProfile> kUnfollow{
    .verb = Verb::del,
    .path = "/community/authors/{account}/follow/",
    .name = "community.unfollow",
    .access = Access::signed_in,
    .summary = "Stop following; a repeat changes nothing",
    .failures = {"community.no_author"}};

/// Somebody follows an author, for the first time.
struct Followed {
    static constexpr std::string_view kName = "community.followed";
    AccountId to;
    AccountId who;
    std::string by;
    static constexpr auto wire() {
        return contract::Fields{field("to", &Followed::to), field("who", &Followed::who),
                                field("by", &Followed::by)};
    }
};

}  // namespace ax::community
