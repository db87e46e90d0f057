#pragma once

#include "contract/endpoint.h"

#include <optional>
#include <string>
#include <vector>

namespace ax::notifications {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::Range;
using contract::Verb;

struct Notification {
    std::int64_t id = 0;
    std::string kind;
    std::string title;
    std::string body;
    std::string link;
    Instant created_at;
    bool read = false;
    int group_size = 1;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Notification::id),
            field("kind", &Notification::kind, "The event behind it: booking.confirmed"),
            field("title", &Notification::title),
            field("body", &Notification::body),
            field("link", &Notification::link, "A path of the web client"),
            field("created_at", &Notification::created_at),
            field("read", &Notification::read, "With all that the line stands for"),
            field("group_size", &Notification::group_size,
                  "How many notices this line stands for, with itself; at most 100: more is many"),
        };
    }
};

struct NotificationQuery {
    std::optional<std::int64_t> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{
            field("cursor", &NotificationQuery::cursor, Range{1, (std::int64_t{1} << 53) - 1}),
            field("limit", &NotificationQuery::limit, Range{1, 50})};
    }
};

struct Notifications {
    std::vector<Notification> items;
    std::optional<std::string> next;
    int unread = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &Notifications::items, "Newest first; those of one subject are one line"),
            field("next", &Notifications::next),
            field("unread", &Notifications::unread, "At most 100: more is many")};
    }
};

struct UnreadCount {
    int unread = 0;
    static constexpr auto wire() { return contract::Fields{field("unread", &UnreadCount::unread)}; }
};

struct MarkRead {
    std::int64_t up_to = 0;
    static constexpr auto wire() {
        return contract::Fields{field("up_to", &MarkRead::up_to, Range{0, (std::int64_t{1} << 53) - 1},
                                      "This one and all older ones; never goes back")};
    }
};

struct GroupQuery {
    std::int64_t id = 0;
    std::optional<std::int64_t> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{field("id", &GroupQuery::id, Range{1, (std::int64_t{1} << 53) - 1}),
                                field("cursor", &GroupQuery::cursor, Range{1, (std::int64_t{1} << 53) - 1}),
                                field("limit", &GroupQuery::limit, Range{1, 50})};
    }
};

struct ReadOne {
    std::int64_t id = 0;
    static constexpr auto wire() {
        return contract::Fields{field("id", &ReadOne::id, Range{1, (std::int64_t{1} << 53) - 1})};
    }
};

inline constexpr Endpoint<NotificationQuery, Notifications> kList{.verb = Verb::get,
                                                                  .path = "/notifications/",
                                                                  .name = "notifications.list",
                                                                  .access = Access::signed_in,
                                                                  .summary = "What the caller was told"};

inline constexpr Endpoint<contract::Empty, UnreadCount> kUnread{.verb = Verb::get,
                                                                .path = "/notifications/unread-count/",
                                                                .name = "notifications.unread",
                                                                .access = Access::signed_in,
                                                                .summary = "How much of it is new",
                                                                .etag = true};

inline constexpr Endpoint<MarkRead, UnreadCount> kMarkRead{.verb = Verb::post,
                                                           .path = "/notifications/read/",
                                                           .name = "notifications.markRead",
                                                           .access = Access::signed_in,
                                                           .summary = "Mark as read"};

inline constexpr Endpoint<ReadOne, UnreadCount> kReadOne{.verb = Verb::post,
                                                         .path = "/notifications/{id}/read/",
                                                         .name = "notifications.readOne",
                                                         .access = Access::signed_in,
                                                         .summary = "Mark one as read",
                                                         .failures = {"notifications.not_found"}};

inline constexpr Endpoint<GroupQuery, Notifications> kGroup{
    .verb = Verb::get,
    .path = "/notifications/{id}/group/",
    .name = "notifications.group",
    .access = Access::signed_in,
    .summary = "What a line stands for: itself and the older ones of its subject, each with its own title",
    .failures = {"notifications.not_found"}};

inline constexpr Endpoint<ReadOne, UnreadCount> kReadGroup{
    .verb = Verb::post,
    .path = "/notifications/{id}/group/read/",
    .name = "notifications.readGroup",
    .access = Access::signed_in,
    .summary = "Mark a whole line as read: this one and the older ones of its subject",
    .failures = {"notifications.not_found"}};

}  // namespace ax::notifications
