#include "features/import_django/slots.h"

#include "features/import_django/clock_text.h"
#include "features/import_django/text.h"

#include <array>
#include <string>

namespace ax::import_django {
namespace {

using availability::Date;
using availability::Zone;

constexpr std::array<std::string_view, 7> kShort{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> kLong{"monday", "tuesday",  "wednesday", "thursday",
                                                "friday", "saturday", "sunday"};
constexpr int kDaysAhead = 35;

struct Named {
    std::optional<int> weekday;  // 1 Monday
    std::optional<int> number;   // of the month
    int minutes = 0;
};

std::optional<int> weekday_of(std::string_view word) {
    for (std::size_t i = 0; i < kShort.size(); ++i)
        if (word == kShort[i] || word == kLong[i])
            return static_cast<int>(i) + 1;
    return std::nullopt;
}

// The time of day is what stands at the end; before it weekdays (that agree) and one number.
std::optional<Named> read_named(std::string_view text) {
    std::string plain = clean(text, Lines::one, 100).text;
    for (auto& c : plain) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    Named out;
    std::string_view rest = plain;
    while (true) {
        while (!rest.empty() && std::string_view(" ,-").find(rest.front()) != std::string_view::npos)
            rest.remove_prefix(1);
        if (auto const clock = parse_clock(rest)) {
            out.minutes = *clock;
            return out;
        }
        auto const word = rest.substr(0, rest.find_first_of(" ,-"));
        if (word.empty())
            return std::nullopt;
        rest.remove_prefix(word.size());
        if (auto const day = weekday_of(word)) {
            if (out.weekday && out.weekday != day)
                return std::nullopt;
            out.weekday = day;
        } else if (auto const number = to_number(word);
                   number && *number >= 1 && *number <= 31 && !out.number) {
            out.number = static_cast<int>(*number);
        } else {
            return std::nullopt;
        }
    }
}

Slot at_local(availability::LocalTime local, Zone const& zone) {
    auto const found = zone.instants_of(local);
    if (found.empty())
        return {.start = {}, .problem = "slot_skipped_by_clocks"};
    return {.start = found.front(), .problem = {}};
}

Slot on_first_such_day(Named const& named, Instant booked, Zone const& zone) {
    auto const today = zone.date_of(booked);
    for (int i = 0; i <= kDaysAhead; ++i) {
        Date const date = today + days{i};
        auto const calendar = availability::to_calendar(date);
        auto const weekday = static_cast<int>(std::chrono::weekday{date}.iso_encoding());
        if ((named.weekday && *named.weekday != weekday) ||
            (named.number && static_cast<unsigned>(*named.number) != static_cast<unsigned>(calendar.day())))
            continue;
        auto const slot =
            at_local(availability::LocalTime{date.time_since_epoch()} + minutes{named.minutes}, zone);
        if (!slot.start || *slot.start > booked)
            return slot;
    }
    return {.start = {}, .problem = "slot_has_no_such_day"};
}

bool names_an_offset(std::string_view text) {
    return text.ends_with('Z') || text.find('+') != std::string_view::npos ||
           (text.size() > 16 && text.find('-', 16) != std::string_view::npos);
}

}  // namespace

Slot resolve_slot(std::string_view text, Instant booked, Zone const& zone) {
    auto const plain = clean(text, Lines::one, 100).text;
    if (auto const utc = to_instant(plain)) {
        if (names_an_offset(plain))
            return {.start = utc, .problem = {}};
        return at_local(availability::LocalTime{utc->time_since_epoch()}, zone);
    }
    auto const named = read_named(plain);
    if (!named || (!named->weekday && !named->number))
        return {.start = {}, .problem = "slot_not_understood"};
    return on_first_such_day(*named, booked, zone);
}

}  // namespace ax::import_django
