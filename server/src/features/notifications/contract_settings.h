#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What a person wants to be told of, and how.
namespace ax::notifications {

/// security: mails about the account itself (password, devices); they are always sent.
enum class NoticeCategory : unsigned char { sessions, reminders, events, community, profile, security };
constexpr auto wire_names(NoticeCategory) {
    return std::array<std::string_view, 6>{"sessions",  "reminders", "events",
                                           "community", "profile",   "security"};
}

struct NoticeChannels {
    NoticeCategory category{};
    bool in_app = true;
    bool mail = true;
    bool push = true;
    bool digest = false;
    bool fixed = false;
    bool can_wait = true;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{
            field("category", &NoticeChannels::category),
            field("in_app", &NoticeChannels::in_app),
            field("mail", &NoticeChannels::mail),
            field("push", &NoticeChannels::push, "To the browsers that take pushes"),
            field("digest", &NoticeChannels::digest, "Mails that can wait are one mail a day"),
            field("fixed", &NoticeChannels::fixed, "Can't be changed"),
            field("can_wait", &NoticeChannels::can_wait, "False: there is no daily mail of these")};
    }
};

struct QuietHours {
    int from_minute = 0;
    int to_minute = 0;
    static constexpr auto wire() {
        using contract::field;
        using contract::Range;
        return contract::Fields{
            field("from_minute", &QuietHours::from_minute, Range{0, 1439}, "Minute of the person's own day"),
            field("to_minute", &QuietHours::to_minute, Range{0, 1439},
                  "Not included; over midnight if earlier than the first")};
    }
};

struct NotificationSettings {
    std::vector<NoticeChannels> categories;
    std::optional<QuietHours> quiet;
    int digest_hour = 8;
    std::string time_zone;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("categories", &NotificationSettings::categories),
                                field("quiet", &NotificationSettings::quiet,
                                      "Mails and pushes that can wait are sent at the end of this time"),
                                field("digest_hour", &NotificationSettings::digest_hour,
                                      "When the daily mail is sent, of the person's own day"),
                                field("time_zone", &NotificationSettings::time_zone, "Of the account")};
    }
};

struct SetChannels {
    NoticeCategory category{};
    bool in_app = true;
    bool mail = true;
    std::optional<bool> push;
    std::optional<bool> digest;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("category", &SetChannels::category),
                                field("in_app", &SetChannels::in_app), field("mail", &SetChannels::mail),
                                field("push", &SetChannels::push, "Absent: as it was"),
                                field("digest", &SetChannels::digest, "Absent: as it was")};
    }
};

struct SetDigestHour {
    int hour = 8;
    static constexpr auto wire() {
        return contract::Fields{contract::field("hour", &SetDigestHour::hour, contract::Range{0, 23})};
    }
};

struct SetQuietHours {
    std::optional<QuietHours> quiet;
    static constexpr auto wire() {
        return contract::Fields{contract::field("quiet", &SetQuietHours::quiet, "Absent: no quiet time")};
    }
};

struct UnsubscribeToken {
    std::string token;
    static constexpr auto wire() {
        return contract::Fields{
            contract::field("token", &UnsubscribeToken::token, contract::Length{1, 200}, "From the mail")};
    }
};

struct MailSubscription {
    NoticeCategory category{};
    bool mail = true;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{
            field("category", &MailSubscription::category),
            field("mail", &MailSubscription::mail, "Whether mails of this category are sent")};
    }
};

inline constexpr contract::Endpoint<contract::Empty, NotificationSettings> kSettings{
    .verb = contract::Verb::get,
    .path = "/notifications/settings/",
    .name = "notifications.settings",
    .access = contract::Access::signed_in,
    .summary = "What the caller wants to be told of, and how"};

inline constexpr contract::Endpoint<SetChannels, NotificationSettings> kSetChannels{
    .verb = contract::Verb::put,
    .path = "/notifications/settings/channels/",
    .name = "notifications.setChannels",
    .access = contract::Access::signed_in,
    .summary = "Choose the channels of a category"};

inline constexpr contract::Endpoint<SetQuietHours, NotificationSettings> kSetQuietHours{
    .verb = contract::Verb::put,
    .path = "/notifications/settings/quiet/",
    .name = "notifications.setQuietHours",
    .access = contract::Access::signed_in,
    .summary = "Choose when no mails and pushes are sent that can wait"};

inline constexpr contract::Endpoint<SetDigestHour, NotificationSettings> kSetDigestHour{
    .verb = contract::Verb::put,
    .path = "/notifications/settings/digest/",
    .name = "notifications.setDigestHour",
    .access = contract::Access::signed_in,
    .summary = "Choose when the daily mail is sent"};

inline constexpr contract::Endpoint<UnsubscribeToken, MailSubscription> kSubscription{
    .verb = contract::Verb::get,
    .path = "/notifications/unsubscribe/",
    .name = "notifications.subscription",
    .access = contract::Access::anyone,
    .summary = "What the link in a mail would end",
    .limit = {30},
    .failures = {"notifications.bad_token"}};

inline constexpr contract::Endpoint<UnsubscribeToken, MailSubscription> kUnsubscribe{
    .verb = contract::Verb::post,
    .path = "/notifications/unsubscribe/",
    .name = "notifications.unsubscribe",
    .access = contract::Access::anyone,
    .summary = "End the mails of a category by the link in one of them",
    .limit = {30},
    .failures = {"notifications.bad_token"}};

}  // namespace ax::notifications
