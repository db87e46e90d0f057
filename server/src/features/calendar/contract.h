#pragma once

#include "contract/endpoint.h"

#include <optional>
#include <string>

/// What travels about sessions in calendars.
namespace ax::calendar {

using contract::Access;
using contract::Endpoint;
using contract::field;
using contract::Verb;

struct SessionPath {
    BookingId booking;
    static constexpr auto wire() { return contract::Fields{field("booking", &SessionPath::booking)}; }
};

struct CalendarFile {
    std::string name;
    std::string content;
    static constexpr auto wire() {
        return contract::Fields{
            field("name", &CalendarFile::name),
            field("content", &CalendarFile::content, contract::MultiLine{}, "iCalendar (RFC 5545)")};
    }
};

struct CalendarFeed {
    std::optional<Instant> since;
    static constexpr auto wire() {
        return contract::Fields{
            field("since", &CalendarFeed::since, "When the private address was made; null: there is none")};
    }
};

struct NewCalendarFeed {
    std::string url;
    Instant since;
    static constexpr auto wire() {
        return contract::Fields{
            field("url", &NewCalendarFeed::url, "Shown this once; whoever has it can read along"),
            field("since", &NewCalendarFeed::since)};
    }
};

inline constexpr Endpoint<SessionPath, CalendarFile> kSession{
    .verb = Verb::get,
    .path = "/bookings/{booking}/calendar/",
    .name = "calendar.session",
    .access = Access::signed_in,
    .summary = "A confirmed or cancelled session as a calendar file, for its two members",
    .failures = {"booking.not_found", "calendar.not_confirmed"}};

inline constexpr Endpoint<contract::Empty, CalendarFeed> kFeed{
    .verb = Verb::get,
    .path = "/calendar/feed/",
    .name = "calendar.feed",
    .access = Access::signed_in,
    .summary = "Whether the caller has a private address for calendar programs"};

// Without an Idempotency-Key, whose answers are stored: a repeat makes another address, and the last one
// works.
inline constexpr Endpoint<contract::Empty, NewCalendarFeed> kRenewFeed{
    .verb = Verb::post,
    .path = "/calendar/feed/",
    .name = "calendar.renewFeed",
    .access = Access::signed_in,
    .summary = "Make a private address; the one before ends",
    .limit = {10}};

inline constexpr Endpoint<contract::Empty, CalendarFeed> kEndFeed{.verb = Verb::del,
                                                                  .path = "/calendar/feed/",
                                                                  .name = "calendar.endFeed",
                                                                  .access = Access::signed_in,
                                                                  .summary = "End the private address",
                                                                  .limit = {10}};

}  // namespace ax::calendar
