#include "base/local_time.h"

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
                       found == nullptr ? "UTC" : zone);
}

std::string money_text(std::int64_t minor, std::string_view currency) {
    auto whole = fmt::format("{}", minor / 100);
    for (int place = static_cast<int>(whole.size()) - 3; place > 0; place -= 3)
        whole.insert(static_cast<std::size_t>(place), ",");
    return fmt::format("{} {}.{:02}", currency, whole, minor % 100);
}

}  // namespace ax
