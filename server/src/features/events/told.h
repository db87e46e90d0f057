#pragma once

#include "features/events/contract.h"

/// What the outbox carries for this feature.
namespace ax::events {

/// One thing to tell one person, in the product and by mail: features/notifications listens. `cause` and
/// person together are told once.
struct Told {
    static constexpr std::string_view kName = "events.told";
    AccountId to;
    std::string cause;
    std::string kind;
    std::string title;
    std::string body;
    std::string link;
    std::string button;
    static constexpr auto wire() {
        return contract::Fields{field("to", &Told::to),
                                field("cause", &Told::cause),
                                field("kind", &Told::kind),
                                field("title", &Told::title),
                                field("body", &Told::body, MultiLine{}),
                                field("link", &Told::link),
                                field("button", &Told::button)};
    }
};

/// At its time an offer that was not taken goes to the next in line.
struct OfferEnds {
    static constexpr std::string_view kName = "events.offer_ends";
    EventId event;
    RegistrationId registration;
    Instant expires_at;
    static constexpr auto wire() {
        return contract::Fields{field("event", &OfferEnds::event),
                                field("registration", &OfferEnds::registration),
                                field("expires_at", &OfferEnds::expires_at)};
    }
};

/// More places are free than one transaction offers.
struct PlacesFree {
    static constexpr std::string_view kName = "events.places_free";
    EventId event;
    static constexpr auto wire() { return contract::Fields{field("event", &PlacesFree::event)}; }
};

enum class News : unsigned char { changed, cancelled, reminder };
constexpr auto wire_names(News) {
    return std::array<std::string_view, 3>{"changed", "cancelled", "reminder"};
}

/// Something that everybody who comes is to hear. `version` is the sequence of a change, and the start (in
/// microseconds) that a reminder is about: of another one there is another reminder.
struct NewsForAll {
    static constexpr std::string_view kName = "events.news_for_all";
    EventId event;
    News news{};
    std::int64_t version = 0;
    static constexpr auto wire() {
        return contract::Fields{field("event", &NewsForAll::event), field("news", &NewsForAll::news),
                                field("version", &NewsForAll::version)};
    }
};

}  // namespace ax::events
