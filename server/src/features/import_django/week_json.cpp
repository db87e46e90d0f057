#include "features/import_django/week_builder.h"

#include <array>

#include <boost/json/parse.hpp>

namespace ax::import_django {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 7> kDays{"monday", "tuesday",  "wednesday", "thursday",
                                                "friday", "saturday", "sunday"};
constexpr std::size_t kMostSlots = 100;  // of a day

void read_day(WeekBuilder& week, int weekday, json::value const& day) {
    auto const* const object = day.if_object();
    auto const* const slots = object == nullptr ? nullptr : object->if_contains("slots");
    auto const* const list = slots == nullptr ? nullptr : slots->if_array();
    if (list == nullptr || list->size() > kMostSlots)
        return week.problem("slots_not_understood");
    for (auto const& entry : *list) {
        auto const* const slot = entry.if_object();
        auto const* const time = slot == nullptr ? nullptr : slot->if_contains("time");
        auto const* const text = time == nullptr ? nullptr : time->if_string();
        if (text == nullptr) {
            week.problem("slots_not_understood");
            continue;
        }
        auto const* const available = slot->if_contains("available");
        if (available != nullptr && available->is_bool() && !available->get_bool())
            continue;
        std::string_view const words(text->data(), text->size());
        if (auto const hours = parse_hours(words))
            week.open(weekday, *hours);
        else if (auto const start = parse_clock(words))
            week.open(weekday, {*start, *start + 60});
        else
            week.problem("slots_not_understood");
    }
}

}  // namespace

Week parse_week_json(std::string_view text) {
    WeekBuilder week;
    json::error_code failed;
    auto const value = json::parse(json::string_view(text.data(), text.size()), failed);
    auto const* const object = failed ? nullptr : value.if_object();
    if (object == nullptr)
        return {.rules = {}, .problem = "week_not_understood"};
    for (auto const& [name, day] : *object) {
        std::string plain(name);
        for (auto& c : plain) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        auto const found = std::ranges::find(kDays, plain);
        if (found == kDays.end())
            week.problem("week_not_understood");
        else
            read_day(week, static_cast<int>(found - kDays.begin()) + 1, day);
    }
    return week.done();
}

}  // namespace ax::import_django
