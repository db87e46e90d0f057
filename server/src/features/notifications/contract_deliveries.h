#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What was sent to a person outside the product, and what came of it.
namespace ax::notifications {

enum class DeliveryChannel : unsigned char { mail, push };
constexpr auto wire_names(DeliveryChannel) { return std::array<std::string_view, 2>{"mail", "push"}; }

enum class DeliveryState : unsigned char { queued, sent, failed, skipped };
constexpr auto wire_names(DeliveryState) {
    return std::array<std::string_view, 4>{"queued", "sent", "failed", "skipped"};
}

/// Stored as a number: new ones at the end.
enum class DeliveryReason : unsigned char {
    none,
    waits,         // queued: for the end of the quiet time
    tried,         // queued: failed for now, is tried again
    refused,       // failed: the other side will never take it
    given_up,      // failed: tried for too long
    gone,          // the browser is no longer subscribed or signed in
    switched_off,  // skipped: the person ended it meanwhile
    too_late,      // skipped: of no use any more
    bounced,       // failed: not tried, as a server said before that the address is none
};
constexpr auto wire_names(DeliveryReason) {
    return std::array<std::string_view, 9>{"none", "waits",        "tried",    "refused", "given_up",
                                           "gone", "switched_off", "too_late", "bounced"};
}

struct NoticeDelivery {
    std::int64_t id = 0;
    DeliveryChannel channel{};
    std::string title;
    std::string target;
    DeliveryState state{};
    DeliveryReason reason{};
    Instant recorded_at;
    Instant changed_at;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{
            field("id", &NoticeDelivery::id),
            field("channel", &NoticeDelivery::channel),
            field("title", &NoticeDelivery::title),
            field("target", &NoticeDelivery::target, "The address, or the browser's name"),
            field("state", &NoticeDelivery::state),
            field("reason", &NoticeDelivery::reason),
            field("recorded_at", &NoticeDelivery::recorded_at),
            field("changed_at", &NoticeDelivery::changed_at)};
    }
};

struct DeliveryQuery {
    std::optional<std::int64_t> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        using contract::field;
        using contract::Range;
        return contract::Fields{
            field("cursor", &DeliveryQuery::cursor, Range{1, (std::int64_t{1} << 53) - 1}),
            field("limit", &DeliveryQuery::limit, Range{1, 50}, "Default 10")};
    }
};

struct NoticeDeliveries {
    std::vector<NoticeDelivery> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("items", &NoticeDeliveries::items, "Newest first, of the last 30 days"),
                                field("next", &NoticeDeliveries::next)};
    }
};

inline constexpr contract::Endpoint<DeliveryQuery, NoticeDeliveries> kDeliveries{
    .verb = contract::Verb::get,
    .path = "/notifications/deliveries/",
    .name = "notifications.deliveries",
    .access = contract::Access::signed_in,
    .summary = "Mails and pushes to the caller, and what came of them"};

}  // namespace ax::notifications
