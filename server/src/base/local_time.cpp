#include "base/local_time.h"

#include <algorithm>
#include <array>

#include <date/tz.h>
#include <fmt/format.h>

namespace ax {
namespace {

constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

date::time_zone const* find_zone(std::string_view name) {
    try {
        return date::locate_zone(std::string(name));
    } catch (std::runtime_error const&) {
        return nullptr;
    }
}

/// `Kolkata time`: the place after which the zone is named, as the client says it.
std::string zone_text(std::string_view zone) {
    auto const slash = zone.rfind('/');
    if (slash == std::string_view::npos)
        return std::string(zone);
    std::string place(zone.substr(slash + 1));
    std::ranges::replace(place, '_', ' ');
    return zone.starts_with("Etc/") ? place : place + " time";
}

struct Currency {
    std::string_view code;
    std::string_view symbol;
    int group;  // digits between commas beyond the thousand
};
constexpr std::array kCurrencies{Currency{"INR", "\u20B9", 2}, Currency{"USD", "$", 3},
                                 Currency{"EUR", "\u20AC", 3}, Currency{"GBP", "\u00A3", 3}};

}  // namespace

std::string local_text(Instant at, std::string_view zone) {
    auto const* const found = find_zone(zone);
    Instant const local = at + (found == nullptr ? seconds{0} : found->get_info(at).offset);
    auto const day = std::chrono::floor<days>(local);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{local - day};
    return fmt::format("{} {} {} {}, {:02}:{:02} ({})", kDays[std::chrono::weekday{day}.c_encoding()],
                       static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       zone_text(found == nullptr ? "UTC" : zone));
}

std::string money_text(std::int64_t minor, std::string_view currency) {
    auto const* const known = std::ranges::find(kCurrencies, currency, &Currency::code);
    bool const found = known != kCurrencies.end();
    auto text = fmt::format("{}", minor / 100);
    for (int place = static_cast<int>(text.size()) - 3; place > 0; place -= found ? known->group : 3)
        text.insert(static_cast<std::size_t>(place), ",");
    if (minor % 100 != 0)
        text += fmt::format(".{:02}", minor % 100);
    return found ? std::string(known->symbol) + text : fmt::format("{} {}", currency, text);
}

}  // namespace ax
