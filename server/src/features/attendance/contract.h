#pragma once

#include "contract/endpoint.h"
#include "features/booking/booking.h"

#include <array>
#include <optional>
#include <string>

/// What travels about attending a session: the way in, the keys, and objections.
namespace ax::attendance {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::Verb;

/// excused: the other side, or the staff, said that it is all right not to come. It changes nothing of how
/// the session is settled.
enum class Presence : unsigned char { pending, present, absent, excused };
constexpr auto wire_names(Presence) {
    return std::array<std::string_view, 4>{"pending", "present", "absent", "excused"};
}

/// What the staff made of an objection. refunded: the student's money goes back.
enum class Outcome : unsigned char { completed, missed, refunded };
constexpr auto wire_names(Outcome) {
    return std::array<std::string_view, 3>{"completed", "missed", "refunded"};
}

struct Dispute {
    std::optional<booking::Side> by;
    std::string text;
    Instant opened_at;
    std::optional<Outcome> outcome;
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{
            field("by", &Dispute::by, "Null: the staff decided by themselves"),
            field("text", &Dispute::text),
            field("opened_at", &Dispute::opened_at),
            field("outcome", &Dispute::outcome, "Null while it is open"),
            field("note", &Dispute::note, "The staff's words"),
        };
    }
};

struct Attendance {
    BookingId booking;
    std::optional<std::string> join_url;
    Instant join_from;
    Instant join_until;
    Instant opens_at;
    Instant closes_at;
    bool open = false;
    std::optional<std::string> key;
    Presence me{};
    Presence other{};
    int tries_left = 0;
    bool can_excuse = false;
    std::optional<Instant> dispute_until;
    std::optional<Dispute> dispute;
    static constexpr auto wire() {
        return contract::Fields{
            field("booking", &Attendance::booking),
            field("join_url", &Attendance::join_url,
                  "The room, to be opened from join_from until join_until"),
            field("join_from", &Attendance::join_from),
            field("join_until", &Attendance::join_until),
            field("opens_at", &Attendance::opens_at, "Keys are shown and taken from then"),
            field("closes_at", &Attendance::closes_at, "until then"),
            field("open", &Attendance::open, "Keys are taken now"),
            field("key", &Attendance::key, "The caller's own, to be told to the other side; while open"),
            field("me", &Attendance::me, "present: has entered the other's key"),
            field("other", &Attendance::other),
            field("tries_left", &Attendance::tries_left),
            field("can_excuse", &Attendance::can_excuse, "The caller may excuse the other side now"),
            field("dispute_until", &Attendance::dispute_until, "The caller may object until then"),
            field("dispute", &Attendance::dispute),
        };
    }
};

struct SessionRef {
    BookingId booking;
    static constexpr auto wire() { return contract::Fields{field("booking", &SessionRef::booking)}; }
};

struct EnterKey {
    BookingId booking;
    std::string key;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &EnterKey::booking),
                                field("key", &EnterKey::key, Length{1, 20},
                                      "The other's; case, blanks and hyphens don't matter")};
    }
};

struct OpenDispute {
    BookingId booking;
    std::string text;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &OpenDispute::booking),
                                field("text", &OpenDispute::text, Length{10, 1000}, contract::MultiLine{})};
    }
};

inline constexpr Endpoint<SessionRef, Attendance> kGet{.verb = Verb::get,
                                                       .path = "/bookings/{booking}/attendance/",
                                                       .name = "attendance.get",
                                                       .access = Access::signed_in,
                                                       .summary = "The way into a session, and who was there",
                                                       .failures = {"booking.not_found"}};

inline constexpr Endpoint<EnterKey, Attendance> kEnter{
    .verb = Verb::post,
    .path = "/bookings/{booking}/attendance/",
    .name = "attendance.enter",
    .access = Access::signed_in,
    .summary = "Enter the other's key; a repeat of the right one is no mistake",
    .limit = {12},
    .failures = {"booking.not_found", "attendance.closed", "attendance.wrong_key",
                 "attendance.too_many_tries"}};

inline constexpr Endpoint<SessionRef, Attendance> kExcuse{
    .verb = Verb::post,
    .path = "/bookings/{booking}/excuse/",
    .name = "attendance.excuse",
    .access = Access::signed_in,
    .summary = "Excuse the other side, who did not come; a repeat is no mistake",
    .limit = {6},
    .failures = {"booking.not_found", "attendance.cannot_excuse"}};

inline constexpr Endpoint<OpenDispute, Attendance> kDispute{
    .verb = Verb::post,
    .path = "/bookings/{booking}/dispute/",
    .name = "attendance.dispute",
    .access = Access::signed_in,
    .summary = "Object to how a session was settled; once per session",
    .limit = {6},
    .failures = {"booking.not_found", "attendance.dispute_closed"}};

}  // namespace ax::attendance
