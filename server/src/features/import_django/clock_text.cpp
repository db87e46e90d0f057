#include "features/import_django/clock_text.h"

#include "features/import_django/week_builder.h"

#include <array>

namespace ax::import_django {
namespace {

using availability::kDayMinutes;

enum class Half : unsigned char { none, am, pm };

struct Reading {
    int hour = 0;
    int minute = 0;
    Half half = Half::none;
    bool full = false;  // with minutes or a leading zero: a clock of 24 hours, if no half is named
    bool with_minutes = false;
};

std::string lower(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        // The dashes that word processors make, and the narrow space that browsers put before AM.
        if (text.substr(i).starts_with("\xE2\x80\x93") || text.substr(i).starts_with("\xE2\x80\x94")) {
            out += '-';
            i += 2;
        } else if (text.substr(i).starts_with("\xE2\x80\xAF")) {
            out += ' ';
            i += 2;
        } else if (text.substr(i).starts_with("\xC2\xA0")) {
            out += ' ';
            i += 1;
        } else {
            char const c = text[i];
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return out;
}

bool digit(std::string_view text) { return !text.empty() && text.front() >= '0' && text.front() <= '9'; }
void skip_blank(std::string_view& text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}
bool skip(std::string_view& text, std::string_view what) {
    if (!text.starts_with(what))
        return false;
    text.remove_prefix(what.size());
    return true;
}

int take_number(std::string_view& text, std::size_t& digits) {
    int value = 0;
    digits = 0;
    for (; digit(text) && digits < 3; text.remove_prefix(1), ++digits)
        value = value * 10 + (text.front() - '0');
    return value;
}

// Off the front of a text in lower case.
std::optional<Reading> take_reading(std::string_view& text) {
    skip_blank(text);
    if (skip(text, "noon"))
        return Reading{12, 0, Half::pm, true, true};
    if (skip(text, "midnight"))
        return Reading{12, 0, Half::am, true, true};
    if (!digit(text))
        return std::nullopt;
    Reading out;
    std::size_t digits = 0;
    bool const zero = text.front() == '0';
    out.hour = take_number(text, digits);
    if (digits > 2)
        return std::nullopt;
    out.full = zero && digits == 2;
    if (text.size() > 1 && (text[0] == ':' || text[0] == '.') && digit(text.substr(1))) {
        text.remove_prefix(1);
        out.minute = take_number(text, digits);
        if (digits != 2)
            return std::nullopt;
        out.full = true;
        out.with_minutes = true;
        if (text.starts_with(":00"))
            text.remove_prefix(3);
    }
    auto rest = text;
    skip_blank(rest);
    for (auto const& [word, half] : {std::pair{"a.m.", Half::am}, std::pair{"p.m.", Half::pm},
                                     std::pair{"am", Half::am}, std::pair{"pm", Half::pm}})
        if (out.half == Half::none && skip(rest, word)) {
            out.half = half;
            text = rest;
        }
    bool const fits = out.half == Half::none ? out.hour <= 24 : out.hour >= 1 && out.hour <= 12;
    if (!fits || out.minute > 59 || (out.hour == 24 && out.minute != 0))
        return std::nullopt;
    out.full = out.full || out.hour > 12;
    return out;
}

int minutes_of(Reading const& reading, Half half) {
    int const hour = half == Half::none ? reading.hour : reading.hour % 12 + (half == Half::pm ? 12 : 0);
    return hour * 60 + reading.minute;
}

bool take_dash(std::string_view& text) {
    skip_blank(text);
    for (auto const* word : {"--", "-", "to ", "till ", "until ", "upto ", "~"})
        if (skip(text, word))
            return true;
    return false;
}

std::optional<availability::Hours> take_hours(std::string_view& text) {
    auto const from = take_reading(text);
    if (!from || !take_dash(text))
        return std::nullopt;
    auto const to = take_reading(text);
    if (!to)
        return std::nullopt;
    int start = 0;
    int end = 0;
    if (from->half == Half::none && to->half == Half::none) {
        // 9-5 has two readings; 9-17 and 09:00-12:00 have one.
        if (!((from->full && to->full) || from->hour > 12 || to->hour > 12))
            return std::nullopt;
        start = minutes_of(*from, Half::none);
        end = minutes_of(*to, Half::none);
    } else if (from->half == Half::none) {
        // Of 6-9pm both are in the evening; of 9-5pm only the end is.
        end = minutes_of(*to, to->half);
        if (from->hour < 1 || from->hour > 12)
            start = minutes_of(*from, Half::none);
        else if (start = minutes_of(*from, to->half); start >= end)
            start = minutes_of(*from, to->half == Half::am ? Half::pm : Half::am);
    } else {
        start = minutes_of(*from, from->half);
        auto const other = from->half == Half::am ? Half::pm : Half::am;
        if (to->half != Half::none || to->hour < 1 || to->hour > 12)
            end = minutes_of(*to, to->half);
        else if (end = minutes_of(*to, from->half); end <= start)
            end = minutes_of(*to, other);
    }
    if (start >= kDayMinutes || start == end)
        return std::nullopt;
    if (end < start)
        end += kDayMinutes;
    return availability::Hours{start, end};
}

// Day names by what they begin with; the longest words first where one begins another.
struct DayWord {
    std::string_view word;
    int first;
    int last;
};
constexpr std::array kDayWords{
    DayWord{"monday", 1, 1},   DayWord{"tuesday", 2, 2}, DayWord{"wednesday", 3, 3},
    DayWord{"thursday", 4, 4}, DayWord{"friday", 5, 5},  DayWord{"saturday", 6, 6},
    DayWord{"sunday", 7, 7},   DayWord{"mon", 1, 1},     DayWord{"tues", 2, 2},
    DayWord{"tue", 2, 2},      DayWord{"weds", 3, 3},    DayWord{"wed", 3, 3},
    DayWord{"thurs", 4, 4},    DayWord{"thur", 4, 4},    DayWord{"thu", 4, 4},
    DayWord{"fri", 5, 5},      DayWord{"sat", 6, 6},     DayWord{"sun", 7, 7},
    DayWord{"weekday", 1, 5},  DayWord{"weekend", 6, 7}, DayWord{"every day", 1, 7},
    DayWord{"everyday", 1, 7}, DayWord{"daily", 1, 7},   DayWord{"all days", 1, 7},
    DayWord{"all day", 0, 0},
};

bool letter(std::string_view text) { return !text.empty() && text.front() >= 'a' && text.front() <= 'z'; }

std::optional<DayWord> take_day(std::string_view& text) {
    skip_blank(text);
    for (auto const& word : kDayWords) {
        auto rest = text;
        if (!skip(rest, word.word))
            continue;
        if (word.first == 0)
            return std::nullopt;
        skip(rest, "s");
        skip(rest, ".");
        if (letter(rest))
            continue;
        text = rest;
        return word;
    }
    return std::nullopt;
}

void skip_joins(std::string_view& text) {
    for (bool more = true; more;) {
        skip_blank(text);
        more = skip(text, ",") || skip(text, "&") || skip(text, "/") || skip(text, "and ") || skip(text, "+");
    }
}

std::optional<std::vector<int>> take_days(std::string_view& text) {
    std::vector<int> days;
    while (auto const first = take_day(text)) {
        auto rest = text;
        auto last = std::optional(*first);
        if (take_dash(rest) && (last = take_day(rest)))
            text = rest;
        else
            last = first;
        if (first->first == first->last && last->first == last->last) {
            // Sat-Mon goes over the end of the week.
            int const span = (last->first - first->first + 7) % 7;
            for (int i = 0; i <= span; ++i) days.push_back((first->first - 1 + i) % 7 + 1);
        } else {
            if (last->word != first->word)
                return std::nullopt;
            for (int day = first->first; day <= first->last; ++day) days.push_back(day);
        }
        skip_joins(text);
    }
    return days;
}

std::vector<availability::Hours> take_ranges(std::string_view& text) {
    std::vector<availability::Hours> out;
    auto rest = text;
    while (auto const hours = take_hours(rest)) {
        out.push_back(*hours);
        skip_joins(rest);
        text = rest;
    }
    return out;
}

void skip_fillers(std::string_view& text) {
    for (bool more = true; more;) {
        skip_blank(text);
        more = skip(text, ":") || skip(text, "(") || skip(text, ")") || skip(text, "from ") ||
               skip(text, "at ") || skip(text, "between ") || skip(text, ",") || skip(text, "- ");
    }
}

}  // namespace

std::optional<int> parse_clock(std::string_view text) {
    auto const plain = lower(text);
    std::string_view rest = plain;
    auto const reading = take_reading(rest);
    skip_blank(rest);
    if (!reading || !rest.empty() || (reading->half == Half::none && !reading->with_minutes) ||
        reading->hour == 24)
        return std::nullopt;
    return minutes_of(*reading, reading->half);
}

std::optional<availability::Hours> parse_hours(std::string_view text) {
    auto const plain = lower(text);
    std::string_view rest = plain;
    auto const hours = take_hours(rest);
    skip_blank(rest);
    return rest.empty() ? hours : std::nullopt;
}

Week parse_week(std::string_view text) {
    auto const plain = lower(text);
    WeekBuilder week;
    std::string_view rest = plain;
    while (true) {
        while (!rest.empty() && std::string_view(" \t\r\n;|.").find(rest.front()) != std::string_view::npos)
            rest.remove_prefix(1);
        if (rest.empty())
            break;
        auto ranges = take_ranges(rest);
        skip_fillers(rest);
        auto const days = take_days(rest);
        if (!days)
            return {.rules = {}, .problem = "days_not_understood"};
        skip_fillers(rest);
        if (ranges.empty())
            ranges = take_ranges(rest);
        skip_fillers(rest);
        if (skip(rest, "ist"))  // the clock that all times of the previous system were on
            skip_fillers(rest);
        if (days->empty() && ranges.empty())
            return {.rules = {}, .problem = "not_understood"};
        if (days->empty() || ranges.empty())
            return {.rules = {}, .problem = days->empty() ? "hours_without_days" : "days_without_hours"};
        for (int const day : *days)
            for (auto const& hours : ranges) week.open(day, hours);
    }
    return week.done();
}

}  // namespace ax::import_django
