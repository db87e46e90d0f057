#pragma once

#include "base/ids.h"
#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What travels about outgoing webhooks: the staff's, who say where events go and see what came of them.
namespace ax::webhooks {

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

using HookId = Id<struct HookTag>;
using HookDeliveryId = Id<struct HookDeliveryTag>;

enum class HookState : unsigned char { active, paused, failed };
constexpr auto wire_names(HookState) { return std::array<std::string_view, 3>{"active", "paused", "failed"}; }

enum class HookDeliveryState : unsigned char { waiting, delivered, failed, skipped };
constexpr auto wire_names(HookDeliveryState) {
    return std::array<std::string_view, 4>{"waiting", "delivered", "failed", "skipped"};
}

/// What came of one try. Stored as a number: new ones at the end.
enum class HookOutcome : unsigned char {
    none,  // not tried so far
    delivered,
    refused,  // an answer other than 2xx, also a redirect
    timeout,
    unreachable,
    tls,
    not_public,
    too_large,  // an answer without an end
    broken,     // not HTTP, or cut off
};
constexpr auto wire_names(HookOutcome) {
    return std::array<std::string_view, 9>{"none", "delivered",  "refused",   "timeout", "unreachable",
                                           "tls",  "not_public", "too_large", "broken"};
}

struct Hook {
    HookId id;
    std::string url;
    std::vector<std::string> kinds;
    std::string note;
    HookState state{};
    std::optional<Instant> last_success_at;
    std::optional<Instant> old_secret_until;
    Instant created_at;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Hook::id),
            field("url", &Hook::url),
            field("kinds", &Hook::kinds, "booking.confirmed; booking.* for all of those; * for everything"),
            field("note", &Hook::note),
            field("state", &Hook::state, "failed: paused, as nothing arrived for a day"),
            field("last_success_at", &Hook::last_success_at),
            field("old_secret_until", &Hook::old_secret_until,
                  "After a rotation: until then both secrets sign"),
            field("created_at", &Hook::created_at)};
    }
};

struct Hooks {
    std::vector<Hook> items;
    std::vector<std::string> kinds;
    static constexpr auto wire() {
        return contract::Fields{field("items", &Hooks::items),
                                field("kinds", &Hooks::kinds, "All that there are")};
    }
};

struct CreateHook {
    std::string url;
    std::vector<std::string> kinds;
    std::optional<std::string> note = {};
    static constexpr auto wire() {
        return contract::Fields{field("url", &CreateHook::url, Length{12, 1000}, "https"),
                                field("kinds", &CreateHook::kinds, Items{30}),
                                field("note", &CreateHook::note, Length{0, 200})};
    }
};

struct UpdateHook {
    HookId webhook;
    std::string url;
    std::vector<std::string> kinds;
    std::optional<std::string> note = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("webhook", &UpdateHook::webhook), field("url", &UpdateHook::url, Length{12, 1000}, "https"),
            field("kinds", &UpdateHook::kinds, Items{30}), field("note", &UpdateHook::note, Length{0, 200})};
    }
};

struct HookSecret {
    Hook webhook;
    std::string secret;
    static constexpr auto wire() {
        return contract::Fields{
            field("webhook", &HookSecret::webhook),
            field("secret", &HookSecret::secret, "whsec_…, for libraries of Standard Webhooks. Shown once")};
    }
};

struct OneHook {
    HookId webhook;
    static constexpr auto wire() { return contract::Fields{field("webhook", &OneHook::webhook)}; }
};

struct PauseHook {
    HookId webhook;
    bool paused = false;
    static constexpr auto wire() {
        return contract::Fields{field("webhook", &PauseHook::webhook), field("paused", &PauseHook::paused)};
    }
};

struct ReplaySince {
    HookId webhook;
    Instant since;
    static constexpr auto wire() {
        return contract::Fields{field("webhook", &ReplaySince::webhook), field("since", &ReplaySince::since)};
    }
};

struct Replayed {
    int deliveries = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("deliveries", &Replayed::deliveries, "At most 1000; ask again for more")};
    }
};

struct HookDelivery {
    HookDeliveryId id;
    std::string message;
    std::string kind;
    HookDeliveryState state{};
    int attempts = 0;
    std::optional<Instant> next_at;
    HookOutcome last_outcome{};
    int last_status = 0;
    Instant created_at;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &HookDelivery::id),
            field("message", &HookDelivery::message, "Its webhook-id, the same for every try"),
            field("kind", &HookDelivery::kind),
            field("state", &HookDelivery::state, "skipped: the webhook was paused"),
            field("attempts", &HookDelivery::attempts),
            field("next_at", &HookDelivery::next_at, "The next try"),
            field("last_outcome", &HookDelivery::last_outcome),
            field("last_status", &HookDelivery::last_status, "Of HTTP; 0: no answer"),
            field("created_at", &HookDelivery::created_at)};
    }
};

struct HookDeliveryQuery {
    HookId webhook;
    std::optional<HookDeliveryState> state;
    std::optional<std::int64_t> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{
            field("webhook", &HookDeliveryQuery::webhook),
            field("state", &HookDeliveryQuery::state, "Only these"),
            field("cursor", &HookDeliveryQuery::cursor, Range{1, (std::int64_t{1} << 53) - 1}),
            field("limit", &HookDeliveryQuery::limit, Range{1, 100}, "Default 50")};
    }
};

struct HookDeliveries {
    std::vector<HookDelivery> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &HookDeliveries::items, "Newest first, of the last 30 days"),
                                field("next", &HookDeliveries::next)};
    }
};

struct OneHookDelivery {
    HookDeliveryId delivery;
    static constexpr auto wire() { return contract::Fields{field("delivery", &OneHookDelivery::delivery)}; }
};

struct HookAttempt {
    Instant at;
    HookOutcome outcome{};
    int status = 0;
    std::int64_t millis = 0;
    std::string answer = {};
    static constexpr auto wire() {
        return contract::Fields{field("at", &HookAttempt::at), field("outcome", &HookAttempt::outcome),
                                field("status", &HookAttempt::status), field("millis", &HookAttempt::millis),
                                field("answer", &HookAttempt::answer, MultiLine{}, "How it begins")};
    }
};

struct HookDeliveryDetails {
    HookDelivery delivery;
    std::string body;
    std::vector<HookAttempt> tries;
    static constexpr auto wire() {
        return contract::Fields{field("delivery", &HookDeliveryDetails::delivery),
                                field("body", &HookDeliveryDetails::body, MultiLine{}, "As it is sent"),
                                field("tries", &HookDeliveryDetails::tries, "Newest first")};
    }
};

}  // namespace ax::webhooks
