#pragma once

#include "base/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// iCalendar files (RFC 5545) and what is mailed of them (iTIP, RFC 5546): pure functions, any UTF-8 in,
/// lines of at most 75 bytes out. No input can add a property or leave its own.
namespace ax::ical {

/// publish: a file to look at. request, cancel: what an organizer tells those who come.
enum class Method : unsigned char { publish, request, cancel };

/// As in the text: PUBLISH, REQUEST, CANCEL.
[[nodiscard]] std::string_view name_of(Method method);

struct Person {
    std::string name;
    std::string email;
};

struct Event {
    std::string uid;   // stable for ever
    int sequence = 0;  // rises with every change that a calendar shows
    bool cancelled = false;
    Instant stamp;  // of the last change
    Instant start;
    Instant end;
    /// IANA name: the times are written on its clock and the file explains the zone. Empty, UTC or unknown,
    /// or where that clock shows a time twice: in UTC.
    std::string zone = {};
    std::string summary;
    std::string description;
    std::string location;
    std::string url;
    std::optional<Person> organizer = {};
    std::optional<Person> attendee = {};  // the reader, who comes: nobody is asked for an answer
};

struct Calendar {
    std::string product;  // who wrote it
    Method method = Method::publish;
    std::string name = {};  // shown by programs that subscribe
    std::vector<Event> events;
};

/// With CRLF line ends. A zone is explained from the first to a year after the last time that uses it, one
/// observance for each change of its clocks.
[[nodiscard]] std::string to_text(Calendar const& calendar);

}  // namespace ax::ical
