#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What travels about waiting for a mentor's times.
namespace ax::waitlist {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::Range;
using contract::Verb;

using WaitId = Id<struct WaitTag>;

/// waiting -> offered -> accepted; back to waiting by declining, ended by letting the offer run out. left: by
/// the student. ended: nobody waits here any more.
enum class WaitState : unsigned char { waiting, offered, accepted, left, ended };
constexpr auto wire_names(WaitState) {
    return std::array<std::string_view, 5>{"waiting", "offered", "accepted", "left", "ended"};
}

/// A later session of the caller's that can be moved to the offered time instead of paying for another one.
struct MovableSession {
    BookingId booking;
    Instant start;
    int moves_left = 0;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &MovableSession::booking),
                                field("start", &MovableSession::start),
                                field("moves_left", &MovableSession::moves_left, "This move included")};
    }
};

struct Wait {
    WaitId id;
    WaitState state{};
    MentorId mentor;
    std::string mentor_name;
    ServiceId service;
    std::string service_title;
    int minutes = 0;
    std::string from;
    std::string to;
    std::string zone;
    int earliest_hour = 0;
    int latest_hour = 24;
    std::optional<Instant> before;
    int ahead = 0;
    std::optional<BookingId> booking;
    std::optional<Instant> offer_start;
    std::optional<Instant> offer_expires_at;
    bool can_rejoin = false;
    std::optional<MovableSession> movable;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Wait::id),
            field("state", &Wait::state),
            field("mentor", &Wait::mentor),
            field("mentor_name", &Wait::mentor_name),
            field("service", &Wait::service),
            field("service_title", &Wait::service_title),
            field("minutes", &Wait::minutes),
            field("from", &Wait::from, "First date, in `zone`"),
            field("to", &Wait::to, "Last date, included"),
            field("zone", &Wait::zone),
            field("earliest_hour", &Wait::earliest_hour, "Sessions start at this hour of the day or later"),
            field("latest_hour", &Wait::latest_hour, "and before this one"),
            field("before", &Wait::before, "Only what starts before: the student's present session"),
            field("ahead", &Wait::ahead, "So many joined this line earlier and wait"),
            field("booking", &Wait::booking, "The hold that is offered, or the session it became"),
            field("offer_start", &Wait::offer_start),
            field("offer_expires_at", &Wait::offer_expires_at, "Nobody else gets the time until then"),
            field("can_rejoin", &Wait::can_rejoin, "Leaving can be taken back, with the place in the line"),
            field(
                "movable", &Wait::movable,
                "Only by waitlist.get, of an offer: a later session with this mentor that can be moved to it"),
        };
    }
};

struct Waits {
    std::vector<Wait> items;
    static constexpr auto wire() {
        return contract::Fields{field("items", &Waits::items, "Offers first; at most 10")};
    }
};

struct JoinWaitlist {
    MentorId mentor;
    ServiceId service;
    std::string from;
    std::string to;
    std::string zone;
    std::optional<int> earliest_hour;
    std::optional<int> latest_hour;
    std::optional<BookingId> before_booking;
    static constexpr auto wire() {
        return contract::Fields{
            field("mentor", &JoinWaitlist::mentor),
            field("service", &JoinWaitlist::service),
            field("from", &JoinWaitlist::from, contract::Date{}, "First date, in `zone`"),
            field("to", &JoinWaitlist::to, contract::Date{},
                  "Last date, included; at most 180 days from today"),
            field("zone", &JoinWaitlist::zone, contract::Zone{}),
            field("earliest_hour", &JoinWaitlist::earliest_hour, Range{0, 23}),
            field("latest_hour", &JoinWaitlist::latest_hour, Range{1, 24}),
            field("before_booking", &JoinWaitlist::before_booking,
                  "A confirmed session of the caller with this mentor: only what starts before it"),
        };
    }
};

struct FreeNow {
    std::vector<Instant> times;
    static constexpr auto wire() {
        return contract::Fields{field("times", &FreeNow::times, "Soonest first; at most 3")};
    }
};

struct OneWait {
    WaitId wait;
    static constexpr auto wire() { return contract::Fields{field("wait", &OneWait::wait)}; }
};

struct AcceptOffer {
    WaitId wait;
    std::optional<BookingId> move;
    static constexpr auto wire() {
        return contract::Fields{
            field("wait", &AcceptOffer::wait),
            field("move", &AcceptOffer::move,
                  "A later session with this mentor, of this service: it moves to the offered "
                  "time, and nothing is paid")};
    }
};

inline constexpr Endpoint<Empty, Waits> kList{.verb = Verb::get,
                                              .path = "/waitlist/",
                                              .name = "waitlist.list",
                                              .access = Access::student,
                                              .summary = "For whose times the caller waits"};

inline constexpr Endpoint<JoinWaitlist, Wait> kJoin{
    .verb = Verb::post,
    .path = "/waitlist/",
    .name = "waitlist.join",
    .access = Access::student,
    .summary =
        "Be offered a time of a mentor when one frees up. Who waits already changes the wish and keeps "
        "the place",
    .limit = {30},
    .failures = {"waitlist.unknown_service", "waitlist.own_session", "waitlist.too_many", "waitlist.full",
                 "waitlist.already_waiting", "booking.not_found"}};

inline constexpr Endpoint<JoinWaitlist, FreeNow> kFreeNow{
    .verb = Verb::get,
    .path = "/waitlist/free-now/",
    .name = "waitlist.freeNow",
    .access = Access::student,
    .summary = "What suits the wish and is free already, so that nobody waits for it",
    .failures = {"waitlist.unknown_service", "waitlist.own_session", "booking.not_found",
                 "booking.unknown_service"}};

inline constexpr Endpoint<OneWait, Wait> kGet{.verb = Verb::get,
                                              .path = "/waitlist/{wait}/",
                                              .name = "waitlist.get",
                                              .access = Access::student,
                                              .summary = "One wait of the caller's, with its offer",
                                              .failures = {"waitlist.not_found"}};

inline constexpr Endpoint<OneWait, Wait> kLeave{.verb = Verb::del,
                                                .path = "/waitlist/{wait}/",
                                                .name = "waitlist.leave",
                                                .access = Access::student,
                                                .summary = "Wait no longer; an offer goes to the next",
                                                .failures = {"waitlist.not_found"}};

inline constexpr Endpoint<OneWait, Wait> kRejoin{
    .verb = Verb::post,
    .path = "/waitlist/{wait}/rejoin/",
    .name = "waitlist.rejoin",
    .access = Access::student,
    .summary = "Take leaving back, within ten minutes; the place in the line is kept",
    .failures = {"waitlist.not_found", "waitlist.gone", "waitlist.already_waiting", "waitlist.too_many"}};

inline constexpr Endpoint<AcceptOffer, Wait> kAccept{
    .verb = Verb::post,
    .path = "/waitlist/{wait}/accept/",
    .name = "waitlist.accept",
    .access = Access::student,
    .summary =
        "Take the offered time: it is held while paying, or a session moves there. A repeat changes nothing",
    .failures = {"waitlist.not_found", "waitlist.offer_gone", "booking.not_found", "booking.closed",
                 "booking.move_too_late", "booking.too_many_moves", "booking.slot_taken",
                 "booking.not_offered", "booking.student_busy"}};

inline constexpr Endpoint<OneWait, Wait> kDecline{
    .verb = Verb::post,
    .path = "/waitlist/{wait}/decline/",
    .name = "waitlist.decline",
    .access = Access::student,
    .summary = "Let the offered time pass to the next and wait for another, at the end of the line",
    .failures = {"waitlist.not_found", "waitlist.offer_gone"}};

}  // namespace ax::waitlist
