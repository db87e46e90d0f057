// Size: every shape and endpoint of bookings, side by side.
#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What travels about bookings. Public shapes name no e-mail address and nobody but the two members.
namespace ax::booking {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::Range;
using contract::Verb;

/// held -> confirmed -> completed | missed; cancelled from the first two; a hold that nobody pays expires.
/// The order is the database's: the first four keep their time from others.
enum class BookingState : unsigned char { held, confirmed, completed, missed, cancelled, expired };
constexpr auto wire_names(BookingState) {
    return std::array<std::string_view, 6>{"held",   "confirmed", "completed",
                                           "missed", "cancelled", "expired"};
}

enum class MoneyState : unsigned char { unpaid, pending, paid, refunding, refunded };
constexpr auto wire_names(MoneyState) {
    return std::array<std::string_view, 5>{"unpaid", "pending", "paid", "refunding", "refunded"};
}

enum class Side : unsigned char { student, mentor };
constexpr auto wire_names(Side) { return std::array<std::string_view, 2>{"student", "mentor"}; }

/// ongoing: begun and not settled yet. The last three are the states of these names.
enum class When : unsigned char { upcoming, past, ongoing, completed, missed, cancelled };
constexpr auto wire_names(When) {
    return std::array<std::string_view, 6>{"upcoming", "past", "ongoing", "completed", "missed", "cancelled"};
}

struct Party {
    std::string id;
    std::string name;
    std::string time_zone;
    static constexpr auto wire() {
        return contract::Fields{field("id", &Party::id), field("name", &Party::name),
                                field("time_zone", &Party::time_zone)};
    }
};

struct Booking {
    BookingId id;
    BookingState state{};
    MoneyState money{};
    Instant start;
    Instant end;
    int minutes = 0;
    std::string service_title;
    std::string topic;
    std::string note;
    Money price;
    Party student;
    Party mentor;
    Instant created_at;
    std::optional<Instant> hold_expires_at;
    std::optional<Instant> refund_free_until;
    std::optional<Side> cancelled_by;
    bool can_cancel = false;
    bool can_pay = false;
    bool can_move = false;
    std::optional<Instant> move_until;
    int moves_left = 0;
    bool mentor_away = false;
    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Booking::id),
            field("state", &Booking::state),
            field("money", &Booking::money),
            field("start", &Booking::start),
            field("end", &Booking::end),
            field("minutes", &Booking::minutes),
            field("service_title", &Booking::service_title),
            field("topic", &Booking::topic),
            field("note", &Booking::note),
            field("price", &Booking::price),
            field("student", &Booking::student),
            field("mentor", &Booking::mentor),
            field("created_at", &Booking::created_at),
            field("hold_expires_at", &Booking::hold_expires_at, "Only while held"),
            field(
                "refund_free_until", &Booking::refund_free_until,
                "The student gets everything back when cancelling before; the mentor's cancelling always refunds"),
            field("cancelled_by", &Booking::cancelled_by),
            field("can_cancel", &Booking::can_cancel, "By the caller, now"),
            field("can_pay", &Booking::can_pay, "By the caller, now"),
            field("can_move", &Booking::can_move, "By the caller, now"),
            field("move_until", &Booking::move_until,
                  "The caller may move it until then; only while confirmed"),
            field("moves_left", &Booking::moves_left, "How often the caller may still move it"),
            field(
                "mentor_away", &Booking::mentor_away,
                "The mentor entered a vacation that it falls into: the student may move or cancel it up to its "
                "start without losing a move or money"),
        };
    }
};

struct Bookings {
    std::vector<Booking> items;
    std::optional<std::string> next;
    static constexpr auto wire() {
        return contract::Fields{field("items", &Bookings::items), field("next", &Bookings::next)};
    }
};

struct FreeTimesQuery {
    MentorId mentor;
    ServiceId service;
    std::string from;
    std::string to;
    std::string zone;
    static constexpr auto wire() {
        return contract::Fields{
            field("mentor", &FreeTimesQuery::mentor),
            field("service", &FreeTimesQuery::service),
            field("from", &FreeTimesQuery::from, contract::Date{}, "First date, in `zone`"),
            field("to", &FreeTimesQuery::to, contract::Date{}, "Last date, included; at most 42 days"),
            field("zone", &FreeTimesQuery::zone, contract::Zone{}, "The viewer's time zone"),
        };
    }
};

struct FreeDay {
    std::string date;
    std::vector<Instant> times;
    static constexpr auto wire() {
        return contract::Fields{field("date", &FreeDay::date, "In the viewer's zone"),
                                field("times", &FreeDay::times)};
    }
};

struct Away {
    std::string from;
    std::string to;
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{field("from", &Away::from, "First date, in the mentor's zone"),
                                field("to", &Away::to, "Last date, included"),
                                field("note", &Away::note, "The mentor's words")};
    }
};

struct FreeTimes {
    std::string zone;
    std::string mentor_zone;
    int minutes = 0;
    std::vector<FreeDay> days;
    std::optional<Instant> next_free_at;
    std::optional<Away> away;
    static constexpr auto wire() {
        return contract::Fields{
            field("zone", &FreeTimes::zone),
            field("mentor_zone", &FreeTimes::mentor_zone),
            field("minutes", &FreeTimes::minutes),
            field("days", &FreeTimes::days, "Days with at least one free time"),
            field("next_free_at", &FreeTimes::next_free_at, "The first free time of all, for this service"),
            field("away", &FreeTimes::away,
                  "The mentor's vacation: the one going on, or the next before `to`"),
        };
    }
};

struct WhyNotQuery {
    MentorId mentor;
    ServiceId service;
    Instant start;
    static constexpr auto wire() {
        return contract::Fields{field("mentor", &WhyNotQuery::mentor),
                                field("service", &WhyNotQuery::service), field("start", &WhyNotQuery::start)};
    }
};

struct WhyNot {
    bool offered = false;
    std::vector<std::string> reasons;
    static constexpr auto wire() {
        return contract::Fields{field("offered", &WhyNot::offered), field("reasons", &WhyNot::reasons)};
    }
};

struct Hold {
    MentorId mentor_id;
    ServiceId service_id;
    Instant start;
    std::optional<std::string> topic;
    std::optional<std::string> note;
    static constexpr auto wire() {
        return contract::Fields{
            field("mentor_id", &Hold::mentor_id),
            field("service_id", &Hold::service_id),
            field("start", &Hold::start, "One of the free times"),
            field("topic", &Hold::topic, Length{0, 200}),
            field("note", &Hold::note, Length{0, 2000}, contract::MultiLine{}),
        };
    }
};

struct BookingPath {
    BookingId booking;
    static constexpr auto wire() { return contract::Fields{field("booking", &BookingPath::booking)}; }
};

struct BookingListQuery {
    std::optional<Side> as;
    std::optional<When> when;
    std::optional<std::string> cursor;
    std::optional<int> limit;
    static constexpr auto wire() {
        return contract::Fields{
            field("as", &BookingListQuery::as, "Needed by people who are both"),
            field("when", &BookingListQuery::when,
                  "upcoming (default): next first; all others: latest first"),
            field("cursor", &BookingListQuery::cursor, Length{1, 60}),
            field("limit", &BookingListQuery::limit, Range{1, 50}),
        };
    }
};

struct DescribeBooking {
    BookingId booking;
    std::optional<std::string> topic;
    std::optional<std::string> note;
    static constexpr auto wire() {
        return contract::Fields{
            field("booking", &DescribeBooking::booking),
            field("topic", &DescribeBooking::topic, Length{0, 200}),
            field("note", &DescribeBooking::note, Length{0, 2000}, contract::MultiLine{})};
    }
};

struct MoveTimesQuery {
    BookingId booking;
    std::string from;
    std::string to;
    std::string zone;
    static constexpr auto wire() {
        return contract::Fields{
            field("booking", &MoveTimesQuery::booking),
            field("from", &MoveTimesQuery::from, contract::Date{}, "First date, in `zone`"),
            field("to", &MoveTimesQuery::to, contract::Date{}, "Last date, included; at most 42 days"),
            field("zone", &MoveTimesQuery::zone, contract::Zone{}, "The viewer's time zone"),
        };
    }
};

struct MoveBooking {
    BookingId booking;
    Instant from;
    Instant start;
    static constexpr auto wire() {
        return contract::Fields{
            field("booking", &MoveBooking::booking),
            field("from", &MoveBooking::from,
                  "The start that the caller saw: of two moves at once, one wins"),
            field("start", &MoveBooking::start, "One of the times that can be moved to"),
        };
    }
};

struct CancelBooking {
    BookingId booking;
    std::optional<std::string> note;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &CancelBooking::booking),
                                field("note", &CancelBooking::note, Length{0, 500}, contract::MultiLine{})};
    }
};

inline constexpr Endpoint<FreeTimesQuery, FreeTimes> kFreeTimes{
    .verb = Verb::get,
    .path = "/mentors/{mentor}/free-times/",
    .name = "booking.freeTimes",
    .access = Access::anyone,
    .summary = "When a service of a mentor can be booked, by day of the viewer's zone",
    .limit = {240},
    .etag = true,
    .cache_control = "public, max-age=0, must-revalidate",
    .failures = {"booking.unknown_service"}};

inline constexpr Endpoint<WhyNotQuery, WhyNot> kWhyNot{.verb = Verb::get,
                                                       .path = "/mentors/{mentor}/why-not/",
                                                       .name = "booking.whyNot",
                                                       .access = Access::anyone,
                                                       .summary = "Why a time is not offered",
                                                       .failures = {"booking.unknown_service"}};

inline constexpr Endpoint<Hold, Booking> kHold{
    .verb = Verb::post,
    .path = "/bookings/",
    .name = "booking.hold",
    .access = Access::student,
    .summary = "Hold a free time while paying",
    .limit = {30},
    .success = 201,
    .idempotency_key = true,
    .failures = {"booking.unknown_service", "booking.slot_taken", "booking.not_offered",
                 "booking.student_busy", "booking.too_many_holds", "booking.own_session"}};

inline constexpr Endpoint<BookingListQuery, Bookings> kList{.verb = Verb::get,
                                                            .path = "/bookings/",
                                                            .name = "booking.list",
                                                            .access = Access::signed_in,
                                                            .summary = "The caller's sessions"};

inline constexpr Endpoint<BookingPath, Booking> kGet{.verb = Verb::get,
                                                     .path = "/bookings/{booking}/",
                                                     .name = "booking.get",
                                                     .access = Access::signed_in,
                                                     .summary = "One session of the caller's",
                                                     .failures = {"booking.not_found"}};

inline constexpr Endpoint<DescribeBooking, Booking> kDescribe{
    .verb = Verb::patch,
    .path = "/bookings/{booking}/",
    .name = "booking.describe",
    .access = Access::student,
    .summary = "Say what the session is about",
    .failures = {"booking.not_found", "booking.closed"}};

inline constexpr Endpoint<MoveTimesQuery, FreeTimes> kMoveTimes{
    .verb = Verb::get,
    .path = "/bookings/{booking}/move-times/",
    .name = "booking.moveTimes",
    .access = Access::signed_in,
    .summary = "Where the caller can move a session to, by day of the viewer's zone",
    .failures = {"booking.not_found", "booking.closed", "booking.move_too_late", "booking.too_many_moves"}};

inline constexpr Endpoint<MoveBooking, Booking> kMove{
    .verb = Verb::post,
    .path = "/bookings/{booking}/move/",
    .name = "booking.move",
    .access = Access::signed_in,
    .summary = "Move a confirmed session to another time, at the same price",
    .limit = {30},
    .idempotency_key = true,
    .failures = {"booking.not_found", "booking.closed", "booking.move_too_late", "booking.too_many_moves",
                 "booking.moved_meanwhile", "booking.slot_taken", "booking.not_offered",
                 "booking.student_busy", "booking.other_busy"}};

inline constexpr Endpoint<CancelBooking, Booking> kCancel{
    .verb = Verb::post,
    .path = "/bookings/{booking}/cancel/",
    .name = "booking.cancel",
    .access = Access::signed_in,
    .summary = "Cancel a session, or give a hold back",
    .limit = {30},
    .idempotency_key = true,
    .failures = {"booking.not_found", "booking.closed"}};

}  // namespace ax::booking
