// Size: reading entries and laying them out belong together: what a field means shows in what it causes.
#include "features/busy_times/ical.h"

#include "features/busy_times/recurrence.h"

#include <map>
#include <set>

namespace ax::busy_times {
namespace {

using availability::Date;
using availability::Interval;
using availability::LocalTime;
using availability::Zone;

constexpr Duration kLongestEntry = days{366};
constexpr std::size_t kMostExceptions = 2000;

struct Event {
    std::string uid;
    std::optional<When> start;
    std::optional<When> end;
    std::optional<Duration> duration;
    std::string rule;
    std::vector<When> except;
    std::vector<When> more;
    std::optional<When> replaces;
    bool free = false;
    bool cancelled = false;
};

class Reader {
public:
    Reader(Window const& window, Bounds const& bounds)
        : window_(window), bounds_(bounds), budget_(bounds.steps) {}

    std::optional<Reading> read(std::string_view text) {
        // Zones first: a calendar may define them after their use.
        for_each_line(text, [&](std::string_view line) { zone_line(line); });
        for_each_line(text, [&](std::string_view line) { event_line(line); });
        if (!is_calendar_)
            return std::nullopt;
        for (auto const& event : events_)
            if (event.replaces && event.start)
                replaced_[event.uid].insert(to_instant(*event.replaces));
        for (auto const& event : events_) lay_out(event);
        finish();
        return std::move(out_);
    }

private:
    void zone_line(std::string_view line);
    void event_line(std::string_view line);
    void property(Event& event, Property const& p);
    std::optional<When> when(Property const& p, std::string_view value) const;
    void all_of(std::vector<When>& list, Property const& p) const;
    Instant to_instant(When const& when) const;
    Duration length(Event const& event) const;
    void add(When const& start, Duration length);
    bool is_own(Event const& event) const;
    void lay_out(Event const& event);
    void finish();

    Window const& window_;
    Bounds const& bounds_;
    int budget_;
    bool is_calendar_ = false;
    std::map<std::string, Zone, std::less<>> zones_;  // by TZID
    std::string tzid_;
    bool in_zone_ = false;
    std::vector<Event> events_;
    std::optional<Event> open_;
    int inner_ = 0;  // components within the open event
    std::map<std::string, std::set<Instant>> replaced_;
    Reading out_;
};

void Reader::zone_line(std::string_view line) {
    // Most lines are none of these; looking at the name alone keeps large calendars cheap.
    if (!line.starts_with("BEGIN:VTIMEZONE") && !in_zone_)
        return;
    if (line.starts_with("BEGIN:VTIMEZONE")) {
        in_zone_ = true;
        tzid_.clear();
    } else if (line.starts_with("END:VTIMEZONE")) {
        in_zone_ = false;
    } else if (auto const p = parse_property(line); p && zones_.size() < 100) {
        if (p->name == "TZID")
            tzid_ = p->value;
        else if (p->name == "X-LIC-LOCATION")
            if (auto const zone = zone_of(p->value); zone && !tzid_.empty())
                zones_.insert_or_assign(tzid_, *zone);
    }
}

void Reader::event_line(std::string_view line) {
    auto const p = parse_property(line);
    if (!p)
        return;
    bool const begins = p->name == "BEGIN";
    if (begins && p->value == "VCALENDAR") {
        is_calendar_ = true;
    } else if (begins && p->value == "VEVENT" && !open_) {
        open_.emplace();
        inner_ = 0;
    } else if (!open_) {
        return;
    } else if (begins) {
        ++inner_;
    } else if (p->name == "END" && inner_ > 0) {
        --inner_;
    } else if (p->name == "END") {
        if (events_.size() < bounds_.events)
            events_.push_back(*std::move(open_));
        else
            out_.complete = false;
        open_.reset();
    } else if (inner_ == 0) {  // an alarm's fields are not the event's
        property(*open_, *p);
    }
}

void Reader::property(Event& event, Property const& p) {
    if (p.name == "UID")
        event.uid = p.value.substr(0, 500);
    else if (p.name == "DTSTART")
        event.start = when(p, p.value);
    else if (p.name == "DTEND")
        event.end = when(p, p.value);
    else if (p.name == "DURATION")
        event.duration = parse_duration(p.value);
    else if (p.name == "RRULE")
        event.rule = event.rule.empty() ? p.value : "more than one";
    else if (p.name == "EXDATE")
        all_of(event.except, p);
    else if (p.name == "RDATE")
        all_of(event.more, p);
    else if (p.name == "RECURRENCE-ID")
        event.replaces = when(p, p.value);
    else if (p.name == "TRANSP")
        event.free = event.free || p.value == "TRANSPARENT";
    else if (p.name == "X-MICROSOFT-CDO-BUSYSTATUS")
        event.free = event.free || p.value == "FREE";
    else if (p.name == "STATUS")
        event.cancelled = p.value == "CANCELLED";
}

std::optional<When> Reader::when(Property const& p, std::string_view value) const {
    auto out = parse_when(value);
    if (!out)
        return std::nullopt;
    out->zone = window_.zone;
    if (out->is_utc || out->is_date)
        return out;
    auto const tzid = p.parameter("TZID");
    if (tzid.empty())
        return out;
    if (auto const defined = zones_.find(tzid); defined != zones_.end())
        out->zone = defined->second;
    else if (auto const known = zone_of(tzid))
        out->zone = *known;
    return out;
}

void Reader::all_of(std::vector<When>& list, Property const& p) const {
    std::string_view rest = p.value;
    while (!rest.empty() && list.size() < kMostExceptions) {
        auto const end = rest.find(',');
        if (auto const one = when(p, rest.substr(0, end)))
            list.push_back(*one);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
}

Instant Reader::to_instant(When const& when) const {
    if (when.is_utc)
        return Instant{when.local.time_since_epoch()};
    auto const found = when.zone.instants_of(when.local);
    if (!found.empty())
        return found.front();
    // A time that clocks skip is meant with the offset before the change (RFC 5545, 3.3.5).
    Instant const about{when.local.time_since_epoch()};
    return about - when.zone.offset(about - days{1});
}

// Real time for times of day, so that a session stays as long as it is when clocks change; whole local days
// for dates.
Duration Reader::length(Event const& event) const {
    Duration out{};
    if (event.end)
        out = event.start->is_date ? event.end->local - event.start->local
                                   : to_instant(*event.end) - to_instant(*event.start);
    else if (event.duration)
        out = *event.duration;
    else if (event.start->is_date)
        out = days{1};
    return std::clamp(out, Duration{}, Duration{kLongestEntry});
}

void Reader::add(When const& start, Duration length) {
    Interval block{to_instant(start), {}};
    if (start.is_date) {
        When end = start;
        end.local += length;
        block.end = to_instant(end);
    } else {
        block.end = block.begin + length;
    }
    block.begin = std::max(block.begin, window_.from);
    block.end = std::min(block.end, window_.to);
    if (block.begin >= block.end)
        return;
    if (out_.busy.size() < bounds_.busy)
        out_.busy.push_back(block);
    else
        out_.complete = false;
}

bool Reader::is_own(Event const& event) const {
    return !window_.own_uids.empty() && event.uid.starts_with("session-") &&
           event.uid.ends_with(window_.own_uids);
}

void Reader::lay_out(Event const& event) {
    if (!event.start || event.free || event.cancelled || is_own(event))
        return;
    ++out_.entries;
    auto const length = this->length(event);
    if (event.replaces || (event.rule.empty() && event.more.empty())) {
        add(*event.start, length);
        return;
    }
    std::set<Instant> skipped;
    std::set<Date> skipped_dates;
    for (auto const& one : event.except) {
        if (one.is_date)
            skipped_dates.insert(std::chrono::floor<days>(one.local));
        else
            skipped.insert(to_instant(one));
    }
    auto const replaced = replaced_.find(event.uid);
    auto const take = [&](When const& start) {
        auto const at = to_instant(start);
        if (skipped.contains(at) || skipped_dates.contains(std::chrono::floor<days>(start.local)) ||
            (replaced != replaced_.end() && replaced->second.contains(at)))
            return;
        add(start, length);
    };
    for (auto const& one : event.more) take(one);
    if (event.rule.empty()) {
        take(*event.start);
        return;
    }
    auto const rule = parse_rule(event.rule);
    if (!rule) {
        ++out_.unread;
        take(*event.start);
        return;
    }
    // A day on each side, for a date of one zone reaches into two of another.
    Recurrence const recurrence{
        .rule = *rule,
        .start = *event.start,
        .from = std::chrono::floor<days>(LocalTime{window_.from.time_since_epoch()} - length) - days{1},
        .to = std::chrono::floor<days>(LocalTime{window_.to.time_since_epoch()}) + days{1}};
    if (!recurrence.each(
            budget_, [&](When const& start) { take(start); },
            [&](When const& start) { return to_instant(start); }))
        out_.complete = false;
}

void Reader::finish() {
    std::ranges::sort(out_.busy);
    std::vector<Interval> merged;
    for (auto const& block : out_.busy) {
        if (!merged.empty() && block.begin <= merged.back().end)
            merged.back().end = std::max(merged.back().end, block.end);
        else
            merged.push_back(block);
    }
    out_.busy = std::move(merged);
}

}  // namespace

std::optional<Reading> read_calendar(std::string_view text, Window const& window, Bounds const& bounds) {
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    return Reader(window, bounds).read(text);
}

}  // namespace ax::busy_times
