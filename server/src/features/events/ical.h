#pragma once

#include "base/time.h"

#include <string>
#include <string_view>

/// One event as an iCalendar file (RFC 5545), in UTC: every program shows it right, whatever it knows of
/// zones.
namespace ax::events {

struct IcalEvent {
    std::string uid;   // stable for ever
    int sequence = 0;  // rises with every edit
    bool cancelled = false;
    Instant stamp;  // of the last edit
    Instant start;
    Instant end;
    std::string summary;
    std::string description;
    std::string location;
    std::string url;
};

[[nodiscard]] std::string to_ical(IcalEvent const& event, std::string_view product);

}  // namespace ax::events
