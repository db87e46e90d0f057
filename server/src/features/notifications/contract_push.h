#pragma once

#include "contract/endpoint.h"

#include <optional>
#include <string>
#include <vector>

/// Browsers that take pushes (RFC 8030), and where the person sees them.
namespace ax::notifications {

using PushDeviceId = Id<struct PushDeviceTag>;

struct PushKey {
    std::string key;
    static constexpr auto wire() {
        return contract::Fields{contract::field(
            "key", &PushKey::key, "applicationServerKey: the P-256 point, base64url (RFC 8292)")};
    }
};

struct SubscribePush {
    std::string endpoint;
    std::string p256dh;
    std::string auth;
    std::string name;
    static constexpr auto wire() {
        using contract::field;
        using contract::Length;
        return contract::Fields{
            field("endpoint", &SubscribePush::endpoint, Length{12, 1000},
                  "https, of the browser's push service"),
            field("p256dh", &SubscribePush::p256dh, Length{1, 120}, "The browser's public key, base64url"),
            field("auth", &SubscribePush::auth, Length{1, 60}, "The browser's secret, base64url"),
            field("name", &SubscribePush::name, Length{1, 80},
                  "For the person's own list: Firefox on Linux")};
    }
};

struct PushDevice {
    PushDeviceId id;
    std::string name;
    std::string endpoint;
    Instant created_at;
    std::optional<Instant> last_sent_at;
    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{field("id", &PushDevice::id), field("name", &PushDevice::name),
                                field("endpoint", &PushDevice::endpoint, "By which a browser knows itself"),
                                field("created_at", &PushDevice::created_at),
                                field("last_sent_at", &PushDevice::last_sent_at)};
    }
};

struct PushDevices {
    std::vector<PushDevice> items;
    static constexpr auto wire() {
        return contract::Fields{contract::field("items", &PushDevices::items, "At most 10")};
    }
};

struct PushDeviceRef {
    PushDeviceId push;
    static constexpr auto wire() { return contract::Fields{contract::field("push", &PushDeviceRef::push)}; }
};

inline constexpr contract::Endpoint<contract::Empty, PushKey> kPushKey{
    .verb = contract::Verb::get,
    .path = "/push/key/",
    .name = "push.key",
    .access = contract::Access::signed_in,
    .summary = "The key that a browser subscribes with"};

inline constexpr contract::Endpoint<contract::Empty, PushDevices> kPushDevices{
    .verb = contract::Verb::get,
    .path = "/push/subscriptions/",
    .name = "push.devices",
    .access = contract::Access::signed_in,
    .summary = "The caller's browsers that take pushes"};

inline constexpr contract::Endpoint<SubscribePush, PushDevice> kSubscribePush{
    .verb = contract::Verb::post,
    .path = "/push/subscriptions/",
    .name = "push.subscribe",
    .access = contract::Access::signed_in,
    .summary = "Push to this browser, as long as it is signed in; the same endpoint is the same browser",
    .limit = {20},
    .failures = {"push.too_many", "push.taken"}};

inline constexpr contract::Endpoint<PushDeviceRef, contract::Empty> kUnsubscribePush{
    .verb = contract::Verb::del,
    .path = "/push/subscriptions/{push}/",
    .name = "push.unsubscribe",
    .access = contract::Access::signed_in,
    .summary = "End the pushes to one browser",
    .failures = {"push.not_found"}};

}  // namespace ax::notifications
