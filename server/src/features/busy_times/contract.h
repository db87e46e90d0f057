#pragma once

#include "contract/endpoint.h"

#include <array>
#include <optional>
#include <string>

/// What travels about a mentor's own calendar. Its address goes in and never comes out again.
namespace ax::busy_times {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::Verb;

/// Why the last try did not work. none: it did.
enum class FeedFailure : unsigned char {
    none,
    unreachable,  // no connection, or no answer in time
    refused,      // an answer, but an error: the address may have been withdrawn
    not_public,   // an address inside a private network
    too_large,
    not_a_calendar,
};
constexpr auto wire_names(FeedFailure) {
    return std::array<std::string_view, 6>{"none",       "unreachable", "refused",
                                           "not_public", "too_large",   "not_a_calendar"};
}

struct BusyFeed {
    bool connected = false;
    std::string host;
    bool reading = false;
    std::optional<Instant> read_at;
    FeedFailure failure{};
    std::optional<Instant> failing_since;
    std::optional<Instant> kept_until;
    bool expired = false;
    int entries = 0;
    int unread = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("connected", &BusyFeed::connected),
            field("host", &BusyFeed::host, "Of the address; the rest of it is not shown again"),
            field("reading", &BusyFeed::reading, "It was never read so far, and will be in a moment"),
            field("read_at", &BusyFeed::read_at, "The last time that worked"),
            field("failure", &BusyFeed::failure, "Of the last try"),
            field("failing_since", &BusyFeed::failing_since),
            field("kept_until", &BusyFeed::kept_until,
                  "While it fails: until then the busy times that were read last are kept"),
            field("expired", &BusyFeed::expired, "Times are offered without this calendar"),
            field("entries", &BusyFeed::entries, "That were read"),
            field("unread", &BusyFeed::unread,
                  "Repeating ones whose rule can't be followed: only their first time counts"),
        };
    }
};

struct SetFeed {
    std::string url;
    static constexpr auto wire() {
        return contract::Fields{
            field("url", &SetFeed::url, Length{12, 2000},
                  "The secret address of an iCalendar file: https, or webcal for the same")};
    }
};

inline constexpr Endpoint<Empty, BusyFeed> kGet{
    .verb = Verb::get,
    .path = "/mentors/me/calendar-feed/",
    .name = "busyTimes.get",
    .access = Access::mentor,
    .summary = "The mentor's outside calendar and how it is read"};

inline constexpr Endpoint<SetFeed, BusyFeed> kSet{
    .verb = Verb::put,
    .path = "/mentors/me/calendar-feed/",
    .name = "busyTimes.set",
    .access = Access::mentor,
    .summary = "Read busy times from this calendar, about every quarter of an hour",
    .limit = {10}};

inline constexpr Endpoint<Empty, BusyFeed> kRemove{
    .verb = Verb::del,
    .path = "/mentors/me/calendar-feed/",
    .name = "busyTimes.remove",
    .access = Access::mentor,
    .summary = "Forget the calendar, its address and its busy times"};

inline constexpr Endpoint<Empty, BusyFeed> kReadNow{.verb = Verb::post,
                                                    .path = "/mentors/me/calendar-feed/read/",
                                                    .name = "busyTimes.readNow",
                                                    .access = Access::mentor,
                                                    .summary = "Read the calendar now",
                                                    .limit = {4},
                                                    .failures = {"busy_times.none"}};

}  // namespace ax::busy_times
