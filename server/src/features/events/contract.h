// Size: every type that travels about an event, side by side.
#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What travels about community events: gatherings that people come to. (Events of the live connection are
/// contract/event.h.) The endpoints are in endpoints.h.
namespace ax::events {

using contract::field;
using contract::HttpUrl;
using contract::Items;
using contract::Length;
using contract::MultiLine;
using contract::Range;
using contract::Zone;

using EventId = Id<struct CommunityEventTag>;
using RegistrationId = Id<struct EventRegistrationTag>;

inline constexpr int kMostPlaces = 10'000;
inline constexpr int kLongestMinutes = 3 * 24 * 60;
inline constexpr int kMostTags = 5;

enum class EventState : unsigned char { draft, published, cancelled };
constexpr auto wire_names(EventState) {
    return std::array<std::string_view, 3>{"draft", "published", "cancelled"};
}

/// registered and offered hold a place; lapsed: an offer that was not taken in time.
enum class RegistrationState : unsigned char { registered, waiting, offered, cancelled, lapsed };
constexpr auto wire_names(RegistrationState) {
    return std::array<std::string_view, 5>{"registered", "waiting", "offered", "cancelled", "lapsed"};
}

enum class EventFilter : unsigned char { upcoming, past, mine, hosting };
constexpr auto wire_names(EventFilter) {
    return std::array<std::string_view, 4>{"upcoming", "past", "mine", "hosting"};
}

struct EventHost {
    std::string name;
    std::optional<MentorId> mentor_id;
    static constexpr auto wire() {
        return contract::Fields{field("name", &EventHost::name),
                                field("mentor_id", &EventHost::mentor_id, "Of a mentor's page")};
    }
};

struct MyRegistration {
    RegistrationState state{};
    std::optional<std::string> code;
    std::optional<Instant> offer_expires_at;
    std::optional<Instant> checked_in_at;
    std::optional<int> ahead;
    static constexpr auto wire() {
        return contract::Fields{
            field("state", &MyRegistration::state),
            field("code", &MyRegistration::code, "To show at the door, once registered"),
            field("offer_expires_at", &MyRegistration::offer_expires_at,
                  "Until then the place is the caller's to take, and nobody else's"),
            field("checked_in_at", &MyRegistration::checked_in_at),
            field("ahead", &MyRegistration::ahead, "How many wait before the caller; not in lists")};
    }
};

struct CommunityEvent {
    EventId id;
    EventState state{};
    std::string title;
    std::string summary;
    std::optional<std::string> description;
    EventHost host;
    std::string time_zone;
    std::string local_start;
    int minutes = 0;
    Instant starts_at;
    Instant ends_at;
    bool online = false;
    std::optional<std::string> online_url;
    std::optional<std::string> place;
    std::optional<int> capacity;
    int taken = 0;
    std::optional<int> free;
    int waiting = 0;
    std::vector<std::string> tags;
    int sequence = 0;
    std::optional<std::string> cancel_note;
    bool open = false;
    bool can_manage = false;
    std::optional<MyRegistration> mine;
    std::optional<std::string> cover = {};
    static constexpr auto wire() {
        using E = CommunityEvent;
        return contract::Fields{
            field("id", &E::id),
            field("state", &E::state),
            field("title", &E::title),
            field("summary", &E::summary, "The description's first line, shortened"),
            field("description", &E::description, "Plain text; not in lists"),
            field("host", &E::host),
            field("time_zone", &E::time_zone),
            field("local_start", &E::local_start, "2026-11-24T18:00 on the clocks of time_zone"),
            field("minutes", &E::minutes),
            field("starts_at", &E::starts_at),
            field("ends_at", &E::ends_at),
            field("online", &E::online, "There is a link to join"),
            field("online_url", &E::online_url, "Only for who is registered and who manages the event"),
            field("place", &E::place),
            field("capacity", &E::capacity, "Absent: as many as come"),
            field("taken", &E::taken, "Places of who is registered or has an offer"),
            field("free", &E::free, "Absent: no limit. Zero while others wait"),
            field("waiting", &E::waiting),
            field("tags", &E::tags),
            field("sequence", &E::sequence, "Rises with every edit"),
            field("cancel_note", &E::cancel_note),
            field("open", &E::open, "The caller could register or wait now; a visitor after signing in"),
            field("can_manage", &E::can_manage, "The caller is the host, or of the staff"),
            field("mine", &E::mine, "The caller's registration"),
            field("cover", &E::cover, "Of a picture; null without one"),
        };
    }
};

struct EventRef {
    EventId event;
    static constexpr auto wire() { return contract::Fields{field("event", &EventRef::event)}; }
};

struct EventQuery {
    std::optional<EventFilter> filter;
    std::optional<std::string> q;
    std::optional<std::string> tag;
    std::optional<std::string> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{
            field("filter", &EventQuery::filter,
                  "Default upcoming. mine: where the caller goes or waits; hosting: with drafts"),
            field("q", &EventQuery::q, Length{0, 100}, "Words in title, place, tags or description"),
            field("tag", &EventQuery::tag, Length{0, 40}),
            field("cursor", &EventQuery::cursor, Length{1, 60}),
            field("limit", &EventQuery::limit, Range{1, 50}, "Default 20")};
    }
};

struct EventList {
    std::vector<CommunityEvent> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &EventList::items, "upcoming: soonest first; otherwise latest first"),
            field("next", &EventList::next)};
    }
};

struct EventTag {
    std::string tag;
    int count = 0;
    static constexpr auto wire() {
        return contract::Fields{field("tag", &EventTag::tag), field("count", &EventTag::count)};
    }
};

struct EventTags {
    std::vector<EventTag> items;
    static constexpr auto wire() {
        return contract::Fields{field("items", &EventTags::items, "Of upcoming events, most used first")};
    }
};

/// What a host says about an event. A place, a link, or both.
struct EventWish {
    std::string title;
    std::string description;
    std::optional<std::string> online_url;
    std::optional<std::string> place;
    std::string time_zone;
    std::string local_start;
    int minutes = 0;
    std::optional<int> capacity;
    std::vector<std::string> tags;
    std::optional<std::string> cover = {};
    static constexpr auto wire() {
        return contract::Fields{
            field("title", &EventWish::title, Length{3, 120}),
            field("description", &EventWish::description, Length{0, 5000}, MultiLine{}, "Plain text"),
            field("online_url", &EventWish::online_url, Length{1, 500}, HttpUrl{}),
            field("place", &EventWish::place, Length{1, 200}),
            field("time_zone", &EventWish::time_zone, Zone{}),
            field("local_start", &EventWish::local_start, Length{16, 16}, "2026-11-24T18:00, of that zone"),
            field("minutes", &EventWish::minutes, Range{5, kLongestMinutes}),
            field("capacity", &EventWish::capacity, Range{1, kMostPlaces}, "Absent: as many as come"),
            field("tags", &EventWish::tags, Items{kMostTags}, Length{1, 40}),
            field("cover", &EventWish::cover, Length{1, 200}, "As its upload answered; absent: none"),
        };
    }
};

struct CreateEvent : EventWish {
    std::string client_key;
    static constexpr auto wire() {
        return contract::join(EventWish::wire(),
                              contract::Fields{field("client_key", &CreateEvent::client_key, Length{8, 64},
                                                     "The same key is the same event")});
    }
};

struct UpdateEvent : EventWish {
    EventId event;
    static constexpr auto wire() {
        return contract::join(contract::Fields{field("event", &UpdateEvent::event)}, EventWish::wire());
    }
};

struct DuplicateEvent {
    EventId event;
    std::string client_key;
    static constexpr auto wire() {
        return contract::Fields{
            field("event", &DuplicateEvent::event),
            field("client_key", &DuplicateEvent::client_key, Length{8, 64}, "The same key is the same copy")};
    }
};

struct PublishEvent {
    EventId event;
    bool published = false;
    static constexpr auto wire() {
        return contract::Fields{field("event", &PublishEvent::event),
                                field("published", &PublishEvent::published,
                                      "False: a draft again, while nobody is registered or waits")};
    }
};

struct CancelEvent {
    EventId event;
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{
            field("event", &CancelEvent::event),
            field("note", &CancelEvent::note, Length{0, 500}, MultiLine{}, "Why, for those who were coming")};
    }
};

struct RegisterForEvent {
    EventId event;
    std::optional<bool> wait;
    static constexpr auto wire() {
        return contract::Fields{
            field("event", &RegisterForEvent::event),
            field("wait", &RegisterForEvent::wait, "If there is no free place, join the waitlist")};
    }
};

struct AttendeeQuery {
    EventId event;
    std::optional<std::int64_t> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{
            field("event", &AttendeeQuery::event),
            field("cursor", &AttendeeQuery::cursor, Range{1, (std::int64_t{1} << 53) - 1}),
            field("limit", &AttendeeQuery::limit, Range{1, 100}, "Default 50")};
    }
};

struct Attendee {
    RegistrationId id;
    std::string name;
    RegistrationState state{};
    Instant since;
    std::optional<std::string> code;
    std::optional<Instant> checked_in_at;
    static constexpr auto wire() {
        return contract::Fields{field("id", &Attendee::id),
                                field("name", &Attendee::name),
                                field("state", &Attendee::state),
                                field("since", &Attendee::since),
                                field("code", &Attendee::code, "Of who is registered"),
                                field("checked_in_at", &Attendee::checked_in_at)};
    }
};

struct Attendees {
    std::vector<Attendee> items;
    std::optional<std::string> next;
    int taken = 0;
    int waiting = 0;
    int checked_in = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("items", &Attendees::items, "In the order they came to the list"),
            field("next", &Attendees::next),
            field("taken", &Attendees::taken, "Places of who is registered or has an offer"),
            field("waiting", &Attendees::waiting),
            field("checked_in", &Attendees::checked_in, "Of all, not of the page")};
    }
};

struct AttendeeFile {
    std::string name;
    std::string csv;
    static constexpr auto wire() {
        return contract::Fields{
            field("name", &AttendeeFile::name),
            field("csv", &AttendeeFile::csv, "RFC 4180 in UTF-8; no cell is a formula to a spreadsheet")};
    }
};

struct CheckIn {
    EventId event;
    std::string code;
    static constexpr auto wire() {
        return contract::Fields{field("event", &CheckIn::event), field("code", &CheckIn::code, Length{1, 40},
                                                                       "Case and spaces do not matter")};
    }
};

struct CheckedIn {
    Attendee attendee;
    bool again = false;
    static constexpr auto wire() {
        return contract::Fields{field("attendee", &CheckedIn::attendee),
                                field("again", &CheckedIn::again, "Was checked in before")};
    }
};

}  // namespace ax::events
