#pragma once

#include "contract/describe.h"
#include "contract/endpoint.h"
#include "contract/event.h"

#include <optional>
#include <string>
#include <vector>

/// What travels about the live connection itself.
namespace ax::realtime {

using contract::Access;
using contract::Delivery;
using contract::Direction;
using contract::Endpoint;
using contract::Event;
using contract::field;
using contract::Items;
using contract::Length;
using contract::PerMinute;
using contract::Range;
using contract::Verb;

inline constexpr std::int64_t kMaxNumber = (std::int64_t{1} << 53) - 1;

/// One lasting event of a stream.
struct LiveEvent {
    std::int64_t seq = 0;
    std::string name;
    Instant at;
    contract::RawJson data;
    static constexpr auto wire() {
        return contract::Fields{field("seq", &LiveEvent::seq, "1, 2, 3 … without holes, per account"),
                                field("name", &LiveEvent::name, "One of the lasting events of events.json"),
                                field("at", &LiveEvent::at),
                                field("data", &LiveEvent::data, "The event's payload")};
    }
};

struct Since {
    std::int64_t seen = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("seen", &Since::seen, Range{0, kMaxNumber}, "The last number the client has")};
    }
};

struct Rest {
    std::vector<LiveEvent> events;
    std::int64_t last = 0;
    bool reload = false;
    bool more = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("events", &Rest::events, "Oldest first, at most 200"),
            field("last", &Rest::last, "The newest number of the stream"),
            field("reload", &Rest::reload, "What was asked for is no longer kept: fetch everything again"),
            field("more", &Rest::more, "Ask again with the last number of these"),
        };
    }
};

struct Ticket {
    std::string ticket;
    int expires_in = 30;
    static constexpr auto wire() {
        return contract::Fields{
            field("ticket", &Ticket::ticket,
                  "For one WebSocket: offer the subprotocols `aspirex.v1` and `ticket.<ticket>`"),
            field("expires_in", &Ticket::expires_in, "Seconds")};
    }
};

/// The first event after CONNECT.
struct Ready {
    std::int64_t account = 0;
    std::int64_t last = 0;
    bool reload = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("account", &Ready::account),
            field("last", &Ready::last,
                  "The newest number; what came after the client's `seen` follows at once"),
            field("reload", &Ready::reload, "`seen` is too old or was not given: fetch everything again"),
        };
    }
};

/// The last event before the server ends a connection for good: the client must not come back by itself.
struct Closing {
    std::string reason;
    static constexpr auto wire() {
        return contract::Fields{field("reason", &Closing::reason,
                                      "auth.sign_in_needed: the device was signed out; "
                                      "realtime.too_many_connections: newer ones took its place")};
    }
};

struct PresenceOf {
    std::int64_t account = 0;
    bool online = false;
    std::optional<Instant> last_seen;
    static constexpr auto wire() {
        return contract::Fields{field("account", &PresenceOf::account), field("online", &PresenceOf::online),
                                field("last_seen", &PresenceOf::last_seen, "Empty for who hides it")};
    }
};

struct Watch {
    std::vector<std::int64_t> accounts;
    static constexpr auto wire() {
        return contract::Fields{field("accounts", &Watch::accounts, Items{100},
                                      "Whose presence to tell from now on; replaces the list before")};
    }
};

struct Watched {
    std::vector<PresenceOf> people;
    static constexpr auto wire() { return contract::Fields{field("people", &Watched::people)}; }
};

struct LiveSettings {
    bool show_online = true;
    bool read_receipts = true;
    static constexpr auto wire() {
        return contract::Fields{
            field("show_online", &LiveSettings::show_online,
                  "Off: always shown as offline, without last seen"),
            field("read_receipts", &LiveSettings::read_receipts,
                  "Off: others don't see what the caller has read, nor the caller what others have")};
    }
};

inline constexpr Endpoint<contract::Empty, Ticket> kTicket{.verb = Verb::post,
                                                           .path = "/realtime/tickets/",
                                                           .name = "realtime.ticket",
                                                           .access = Access::signed_in,
                                                           .summary = "A one-use ticket for a WebSocket",
                                                           .success = 201};
inline constexpr Endpoint<Since, Rest> kSince{.verb = Verb::get,
                                              .path = "/realtime/events/",
                                              .name = "realtime.events",
                                              .access = Access::signed_in,
                                              .summary = "What the caller missed"};
inline constexpr Endpoint<contract::Empty, LiveSettings> kSettings{
    .verb = Verb::get,
    .path = "/realtime/settings/",
    .name = "realtime.settings",
    .access = Access::signed_in,
    .summary = "What others may see of the caller"};
inline constexpr Endpoint<LiveSettings, LiveSettings> kSetSettings{
    .verb = Verb::put,
    .path = "/realtime/settings/",
    .name = "realtime.setSettings",
    .access = Access::signed_in,
    .summary = "Choose what others may see of the caller"};

inline constexpr Event<Ready> kReady{.name = "ready",
                                     .direction = Direction::to_client,
                                     .summary = "The connection is the account's; its stream follows",
                                     .delivery = Delivery::passing};
inline constexpr Event<Closing> kClosing{.name = "closing",
                                         .direction = Direction::to_client,
                                         .summary = "The connection ends and is not wanted back",
                                         .delivery = Delivery::passing};
/// Lasting events arrive as this one, whatever their name.
inline constexpr Event<LiveEvent> kEvent{.name = "event",
                                         .direction = Direction::to_client,
                                         .summary = "A lasting event with its number",
                                         .delivery = Delivery::passing};
inline constexpr Event<PresenceOf> kPresence{.name = "presence",
                                             .direction = Direction::to_client,
                                             .summary = "Somebody came or went",
                                             .delivery = Delivery::passing};
inline constexpr Event<Since, Rest> kSync{.name = "sync",
                                          .direction = Direction::to_server,
                                          .summary = "What came after a number",
                                          .limit = PerMinute{120}};
inline constexpr Event<Watch, Watched> kWatch{.name = "presence.watch",
                                              .direction = Direction::to_server,
                                              .summary = "Whose presence to tell",
                                              .limit = PerMinute{120}};

}  // namespace ax::realtime
