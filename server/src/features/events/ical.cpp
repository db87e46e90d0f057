#include "features/events/ical.h"

#include "base/text.h"

#include <fmt/format.h>

namespace ax::events {
namespace {

constexpr std::size_t kLineBytes = 75;

std::string utc(Instant at) {
    auto const day = std::chrono::floor<days>(at);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<seconds>(at - day)};
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

// Section 3.3.11. Other control characters are no text at all.
std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\\' || c == ';' || c == ',')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
            out += c;
        else if (c == '\t')
            out += ' ';
    }
    return out;
}

// Section 3.1: at most 75 bytes before the line break, never within a character.
void add_line(std::string& out, std::string_view line) {
    std::size_t room = kLineBytes;
    while (line.size() > room) {
        auto const part = whole_characters(line, room);
        out += part;
        out += "\r\n ";
        line.remove_prefix(part.size());
        room = kLineBytes - 1;
    }
    out += line;
    out += "\r\n";
}

}  // namespace

std::string to_ical(IcalEvent const& event, std::string_view product) {
    std::string out;
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, fmt::format("PRODID:-//{}//Events//EN", escaped(product)));
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, "METHOD:PUBLISH");
    add_line(out, "BEGIN:VEVENT");
    add_line(out, "UID:" + escaped(event.uid));
    add_line(out, fmt::format("SEQUENCE:{}", event.sequence));
    add_line(out, "DTSTAMP:" + utc(event.stamp));
    add_line(out, "DTSTART:" + utc(event.start));
    add_line(out, "DTEND:" + utc(event.end));
    add_line(out, event.cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    add_line(out, "SUMMARY:" + escaped(event.summary));
    if (!event.description.empty())
        add_line(out, "DESCRIPTION:" + escaped(event.description));
    if (!event.location.empty())
        add_line(out, "LOCATION:" + escaped(event.location));
    add_line(out, "URL:" + event.url);
    add_line(out, "END:VEVENT");
    add_line(out, "END:VCALENDAR");
    return out;
}

}  // namespace ax::events
