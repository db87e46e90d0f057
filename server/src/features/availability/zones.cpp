#include "features/availability/zones.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <date/tz.h>
#include <fmt/format.h>

namespace ax::availability {
namespace {

namespace chrono = std::chrono;

// Names in the folder that are not places: the machine's own zone, the "not set" placeholder, the fallback
// rules.
bool is_pseudo_zone(std::string_view name) {
    return name == "localtime" || name == "Factory" || name == "posixrules";
}

// Transitions happen on whole seconds.
date::sys_seconds to_seconds(Instant at) { return chrono::floor<seconds>(at); }

date::time_zone const* lookup(std::string_view name) {
    // Sorted by the library; its own locate_zone throws for what is an everyday answer here.
    auto const& zones = date::get_tzdb().zones;
    auto const found = std::ranges::lower_bound(
        zones, name, {}, [](auto const& zone) -> std::string_view { return zone.name(); });
    return found != zones.end() && found->name() == name && !is_pseudo_zone(name) ? &*found : nullptr;
}

date::time_zone const* utc() {
    static auto const* const zone = [] {
        auto const* found = lookup("UTC");
        if (!found)
            throw std::runtime_error("the tz database has no zone UTC: is the package tzdata installed?");
        return found;
    }();
    return zone;
}

std::vector<std::string> read_zone_tab() {
    std::vector<std::string> names{"UTC"};
    std::ifstream file("/usr/share/zoneinfo/zone.tab");
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#')
            continue;
        std::istringstream columns(line);
        std::string country, coordinates, name;
        if (columns >> country >> coordinates >> name && lookup(name))
            names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace

Zone::Zone() : zone_(utc()) {}

std::optional<Zone> Zone::find(std::string_view name) {
    auto const* const found = lookup(name);
    return found ? std::optional(Zone{found}) : std::nullopt;
}

std::string const& Zone::name() const { return zone_->name(); }

seconds Zone::offset(Instant at) const { return zone_->get_info(to_seconds(at)).offset; }

std::vector<Instant> Zone::instants_of(LocalTime local) const {
    auto const info = zone_->get_info(date::local_seconds{chrono::floor<seconds>(local.time_since_epoch())});
    auto const at = [&](date::sys_info const& side) {
        return Instant{local.time_since_epoch()} - side.offset;
    };
    switch (info.result) {
        case date::local_info::nonexistent:
            return {};
        case date::local_info::ambiguous:
            return {at(info.first), at(info.second)};
        default:
            return {at(info.first)};
    }
}

Instant Zone::begin_of(Date date) const {
    auto const info = zone_->get_info(date::local_seconds{date.time_since_epoch()});
    if (info.result == date::local_info::nonexistent)
        return info.first.end;
    return Instant{date.time_since_epoch()} - info.first.offset;
}

std::string wall_text(Instant at, Zone const& zone) {
    auto const local = zone.to_local(at);
    auto const day = chrono::floor<days>(local);
    chrono::hh_mm_ss const time{local - day};
    return fmt::format("{} {:02}:{:02}", to_iso(to_calendar(day)), time.hours().count(),
                       time.minutes().count());
}

std::vector<std::string> const& canonical_zones() {
    static std::vector<std::string> const names = read_zone_tab();
    return names;
}

Offsets::Offsets(Zone zone, Instant from, Instant to) {
    pieces_.reserve(3);
    Instant at = from;
    do {
        auto const info = zone.zone_->get_info(to_seconds(at));
        Instant const end = std::min<Instant>(info.end, to);
        // A rule change may keep the offset (only the name of the time changes): that is no new piece.
        if (!pieces_.empty() && pieces_.back().offset == info.offset)
            pieces_.back().end = end;
        else
            pieces_.push_back({.begin = at, .end = end, .offset = info.offset});
        at = end;
    } while (at < to);
}

LocalTime Offsets::to_local(Instant at) const {
    // Two or three pieces at most in two months: a scan beats a search.
    auto piece = pieces_.begin();
    while (at >= piece->end && piece + 1 != pieces_.end()) ++piece;
    return piece->to_local(at);
}

}  // namespace ax::availability
