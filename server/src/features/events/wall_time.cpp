#include "features/events/wall_time.h"

#include "features/availability/availability.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace ax::events {
namespace {

using availability::LocalTime;

std::optional<int> two_digits(std::string_view text) {
    int value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc{} && end == text.data() + text.size() && value >= 0 ? std::optional(value)
                                                                                   : std::nullopt;
}

std::optional<LocalTime> parse(std::string_view text) {
    if (text.size() != 16 || text[10] != 'T' || text[13] != ':')
        return std::nullopt;
    auto const date = parse_date(text.substr(0, 10));
    auto const hour = two_digits(text.substr(11, 2));
    auto const minute = two_digits(text.substr(14, 2));
    if (!date || !hour || !minute || *hour > 23 || *minute > 59)
        return std::nullopt;
    return LocalTime{std::chrono::local_days{*date}} + hours{*hour} + minutes{*minute};
}

std::string to_text(LocalTime at) {
    auto const day = std::chrono::floor<days>(at);
    std::chrono::hh_mm_ss const time{at - day};
    return fmt::format("{}T{:02}:{:02}", to_iso(std::chrono::year_month_day{day}), time.hours().count(),
                       time.minutes().count());
}

}  // namespace

Result<Instant> instant_of(std::string_view local_start, std::string_view zone) {
    auto const found = availability::Zone::find(zone);
    if (!found)
        return fail_field("time_zone", "unknown_zone");
    auto const local = parse(local_start);
    if (!local)
        return fail_field("local_start", "invalid");
    auto const instants = found->instants_of(*local);
    if (instants.empty())
        return fail_field("local_start", "skipped");
    return instants.front();
}

std::string days_later(std::string_view local_start, int count) {
    return to_text(parse(local_start).value_or(LocalTime{}) + days{count});
}

std::string wall_text(Instant at, std::string_view zone) {
    return availability::wall_text(at, availability::Zone::find(zone).value_or(availability::Zone{}));
}

}  // namespace ax::events
