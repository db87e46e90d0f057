#include "base/ical.h"

#include "base/text.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include <date/tz.h>
#include <fmt/format.h>

namespace ax::ical {
namespace {

constexpr std::size_t kLineBytes = 75;
/// Programs keep a zone by its name and use it for what they show next as well.
constexpr Duration kBeyond = days{366};

// Section 3.1: at most 75 bytes before the line break, never within a character.
void add_line(std::string& out, std::string_view line) {
    std::size_t room = kLineBytes;
    while (line.size() > room) {
        auto part = whole_characters(line, room);
        if (part.empty())  // no UTF-8: cut anywhere rather than not at all
            part = line.substr(0, room);
        out += part;
        out += "\r\n ";
        line.remove_prefix(part.size());
        room = kLineBytes - 1;
    }
    out += line;
    out += "\r\n";
}

bool is_printable(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; }

// Section 3.3.11. Other control characters are no text at all.
std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\\' || c == ';' || c == ',')
            (out += '\\') += c;
        else if (is_printable(c))
            out += c;
        else if (c == '\t')
            out += ' ';
    }
    return out;
}

// An address or URI as it stands: what has no place in one is left out.
std::string uri(std::string_view text) {
    std::string out;
    for (char const c : text)
        if (is_printable(c) && c != ' ' && c != '"')
            out += c;
    return out;
}

// A quoted parameter (section 3.2): it can't hold a double quote.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text)
        if (is_printable(c))
            out += c == '"' ? '\'' : c;
    return out + '"';
}

// The clock that an offset shows; without a mark of UTC.
std::string wall(Instant at, seconds offset = {}) {
    Instant const local = at + offset;
    auto const day = std::chrono::floor<days>(local);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<seconds>(local - day)};
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string utc(Instant at) { return wall(at) + "Z"; }

date::time_zone const* find_zone(std::string const& name) {
    if (name.empty() || name == "UTC")
        return nullptr;
    try {
        return date::locate_zone(name);
    } catch (std::runtime_error const&) {
        return nullptr;
    }
}

date::sys_info info_at(date::time_zone const& zone, Instant at) {
    return zone.get_info(std::chrono::floor<seconds>(at));
}

std::string offset_text(seconds offset) {
    auto const total = std::abs(offset.count());
    auto text = fmt::format("{}{:02}{:02}", offset.count() < 0 ? '-' : '+', total / 3600, total / 60 % 60);
    if (total % 60 != 0)
        text += fmt::format("{:02}", total % 60);
    return text;
}

// Section 3.6.5. Written out change by change: rules of the tz database need not be rules of iCalendar.
void add_zone(std::string& out, std::string const& name, date::time_zone const& zone, Instant from,
              Instant to) {
    add_line(out, "BEGIN:VTIMEZONE");
    add_line(out, "TZID:" + escaped(name));
    // A zone that has not changed for ages begins where all programs can count.
    Instant const eldest = from_micros(0);
    for (Instant at = from; at < to;) {
        auto const info = info_at(zone, at);
        bool const old = info.begin <= eldest;
        auto const before = old ? info.offset : info_at(zone, Instant{info.begin} - seconds{1}).offset;
        auto const* const kind = info.save == minutes{0} ? "STANDARD" : "DAYLIGHT";
        add_line(out, fmt::format("BEGIN:{}", kind));
        add_line(out, "DTSTART:" + (old ? wall(eldest) : wall(Instant{info.begin}, before)));
        add_line(out, "TZOFFSETFROM:" + offset_text(before));
        add_line(out, "TZOFFSETTO:" + offset_text(info.offset));
        add_line(out, "TZNAME:" + escaped(info.abbrev));
        add_line(out, fmt::format("END:{}", kind));
        if (info.end >= to)  // the last piece may end beyond all counting
            break;
        at = info.end;
    }
    add_line(out, "END:VTIMEZONE");
}

void add_time(std::string& out, std::string_view property, Instant at, Event const& event,
              date::time_zone const* zone) {
    if (zone == nullptr)
        add_line(out, fmt::format("{}:{}", property, utc(at)));
    else
        add_line(out,
                 fmt::format("{};TZID={}:{}", property, event.zone, wall(at, info_at(*zone, at).offset)));
}

void add_event(std::string& out, Event const& event, date::time_zone const* zone) {
    add_line(out, "BEGIN:VEVENT");
    add_line(out, "UID:" + escaped(event.uid));
    add_line(out, fmt::format("SEQUENCE:{}", event.sequence));
    add_line(out, "DTSTAMP:" + utc(event.stamp));
    add_time(out, "DTSTART", event.start, event, zone);
    add_time(out, "DTEND", event.end, event, zone);
    add_line(out, event.cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    add_line(out, "SUMMARY:" + escaped(event.summary));
    if (!event.description.empty())
        add_line(out, "DESCRIPTION:" + escaped(event.description));
    if (!event.location.empty())
        add_line(out, "LOCATION:" + escaped(event.location));
    if (!event.url.empty())
        add_line(out, "URL:" + uri(event.url));
    if (event.organizer)
        add_line(out, fmt::format("ORGANIZER;CN={}:mailto:{}", quoted(event.organizer->name),
                                  uri(event.organizer->email)));
    if (event.attendee)
        add_line(out,
                 fmt::format("ATTENDEE;CN={};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{}",
                             quoted(event.attendee->name), uri(event.attendee->email)));
    add_line(out, "END:VEVENT");
}

bool is_shown_twice(date::time_zone const& zone, Instant at) {
    auto const local = std::chrono::floor<seconds>(at) + info_at(zone, at).offset;
    return zone.get_info(date::local_seconds{local.time_since_epoch()}).result == date::local_info::ambiguous;
}

// A time that the wall shows twice can't be written on its clock: that event is in UTC.
date::time_zone const* zone_for(Event const& event) {
    auto const* const zone = find_zone(event.zone);
    bool const clear =
        zone != nullptr && !is_shown_twice(*zone, event.start) && !is_shown_twice(*zone, event.end);
    return clear ? zone : nullptr;
}

struct Span {
    date::time_zone const* zone = nullptr;
    Instant from;
    Instant to;
};

std::map<std::string, Span> zones_of(std::vector<Event> const& events) {
    std::map<std::string, Span> out;
    for (auto const& event : events) {
        auto const* const zone = zone_for(event);
        if (zone == nullptr)
            continue;
        auto& span = out.try_emplace(event.zone, Span{zone, event.start, event.end}).first->second;
        span.from = std::min(span.from, event.start);
        span.to = std::max(span.to, event.end);
    }
    return out;
}

}  // namespace

std::string_view name_of(Method method) {
    switch (method) {
        case Method::request:
            return "REQUEST";
        case Method::cancel:
            return "CANCEL";
        case Method::publish:
            break;
    }
    return "PUBLISH";
}

std::string to_text(Calendar const& calendar) {
    auto const zones = zones_of(calendar.events);
    std::string out;
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, fmt::format("PRODID:-//{}//Calendar//EN", escaped(calendar.product)));
    add_line(out, "CALSCALE:GREGORIAN");
    add_line(out, fmt::format("METHOD:{}", name_of(calendar.method)));
    if (!calendar.name.empty())
        add_line(out, "X-WR-CALNAME:" + escaped(calendar.name));
    for (auto const& [name, span] : zones) add_zone(out, name, *span.zone, span.from, span.to + kBeyond);
    for (auto const& event : calendar.events) add_event(out, event, zone_for(event));
    add_line(out, "END:VCALENDAR");
    return out;
}

}  // namespace ax::ical
