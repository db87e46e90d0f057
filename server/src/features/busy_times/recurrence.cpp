#include "features/busy_times/recurrence.h"

#include <algorithm>
#include <charconv>

namespace ax::busy_times {
namespace {

namespace chrono = std::chrono;
using availability::Date;
using availability::LocalTime;

std::optional<int> digits(std::string_view text) {
    int out = 0;
    for (char const c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        out = out * 10 + (c - '0');
    }
    return out;
}

int weekday_of(Date date) { return static_cast<int>(chrono::weekday{date}.iso_encoding()); }

/// A month by its number since year 0.
struct Month {
    int number = 0;
    [[nodiscard]] chrono::year_month ym() const {
        return chrono::year{number / 12} / chrono::month{static_cast<unsigned>(number % 12 + 1)};
    }
    [[nodiscard]] Date first() const { return Date{ym() / 1}; }
    [[nodiscard]] int length() const {
        return static_cast<int>(static_cast<unsigned>((ym() / chrono::last).day()));
    }
};

int month_number(Date date) {
    chrono::year_month_day const ymd{date};
    return static_cast<int>(ymd.year()) * 12 + static_cast<int>(static_cast<unsigned>(ymd.month())) - 1;
}

int day_of_month(Date date) {
    return static_cast<int>(static_cast<unsigned>(chrono::year_month_day{date}.day()));
}

void add_weekdays(std::vector<Date>& out, Month month, Rule::Weekday wanted) {
    int const first = 1 + (wanted.day - weekday_of(month.first()) + 7) % 7;
    std::vector<int> all;
    for (int day = first; day <= month.length(); day += 7) all.push_back(day);
    for (std::size_t i = 0; i < all.size(); ++i) {
        int const from_start = static_cast<int>(i) + 1;
        int const from_end = static_cast<int>(i) - static_cast<int>(all.size());
        if (wanted.ordinal == 0 || wanted.ordinal == from_start || wanted.ordinal == from_end)
            out.push_back(month.first() + days{all[i] - 1});
    }
}

std::vector<Date> dates_of_month(Rule const& rule, Month month, Date start) {
    std::vector<Date> out;
    for (auto const& day : rule.by_day) add_weekdays(out, month, day);
    for (int const day : rule.by_month_day) {
        int const counted = day > 0 ? day : month.length() + 1 + day;
        if (counted >= 1 && counted <= month.length())
            out.push_back(month.first() + days{counted - 1});
    }
    if (rule.by_day.empty() && rule.by_month_day.empty() && day_of_month(start) <= month.length())
        out.push_back(month.first() + days{day_of_month(start) - 1});
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    return out;
}

bool on_weekday(Rule const& rule, Date date) {
    return rule.by_day.empty() ||
           std::ranges::any_of(rule.by_day, [&](auto const& day) { return day.day == weekday_of(date); });
}

/// The dates of a rule's periods: the k-th day, week, month or year after that of the start.
class Periods {
public:
    Periods(Rule const& rule, Date start) : rule_(rule), start_(start) {
        week_ = start - days{(weekday_of(start) - rule.week_start + 7) % 7};
    }
    [[nodiscard]] Date begin(std::int64_t k) const {
        using enum Rule::Frequency;
        switch (rule_.frequency) {
            case daily:
                return start_ + days{k * rule_.interval};
            case weekly:
                return week_ + days{7 * k * rule_.interval};
            case monthly:
            case yearly:
                return month(k).first();
        }
        return start_;
    }
    [[nodiscard]] std::vector<Date> dates(std::int64_t k) const {
        using enum Rule::Frequency;
        switch (rule_.frequency) {
            case daily:
                return on_weekday(rule_, begin(k)) ? std::vector{begin(k)} : std::vector<Date>{};
            case weekly: {
                std::vector<Date> out;
                for (int i = 0; i < 7; ++i) {
                    auto const date = begin(k) + days{i};
                    if (rule_.by_day.empty() ? weekday_of(date) == weekday_of(start_)
                                             : on_weekday(rule_, date))
                        out.push_back(date);
                }
                return out;
            }
            case monthly:
            case yearly:
                return dates_of_month(rule_, month(k), start_);
        }
        return {};
    }
    /// A period that begins before `date`, near it.
    [[nodiscard]] std::int64_t before(Date date) const {
        if (date <= start_)
            return 0;
        auto const apart = (date - start_).count();
        using enum Rule::Frequency;
        std::int64_t const longest = rule_.frequency == daily     ? 1
                                     : rule_.frequency == weekly  ? 7
                                     : rule_.frequency == monthly ? 31
                                                                  : 366;
        return std::max<std::int64_t>(0, apart / (longest * rule_.interval) - 1);
    }

private:
    [[nodiscard]] Month month(std::int64_t k) const {
        int const step = rule_.frequency == Rule::Frequency::yearly ? 12 : 1;
        return {month_number(start_) + static_cast<int>(k) * rule_.interval * step};
    }

    Rule const& rule_;
    Date start_;
    Date week_;
};

}  // namespace

std::optional<When> parse_when(std::string_view value) {
    if (value.size() != 8 && value.size() != 15 && value.size() != 16)
        return std::nullopt;
    auto const year = digits(value.substr(0, 4));
    auto const month = digits(value.substr(4, 2));
    auto const day = digits(value.substr(6, 2));
    if (!year || !month || !day || *year < 1900 || *year > 2200)
        return std::nullopt;
    chrono::year_month_day const date = chrono::year{*year} / chrono::month{static_cast<unsigned>(*month)} /
                                        chrono::day{static_cast<unsigned>(*day)};
    if (!date.ok())
        return std::nullopt;
    When out{.local = Date{date}, .is_date = value.size() == 8};
    if (out.is_date)
        return out;
    auto const hour = digits(value.substr(9, 2));
    auto const minute = digits(value.substr(11, 2));
    auto const second = digits(value.substr(13, 2));
    if (value[8] != 'T' || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60 ||
        (value.size() == 16 && value[15] != 'Z'))
        return std::nullopt;
    out.local += hours{*hour} + minutes{*minute} + seconds{*second};
    out.is_utc = value.size() == 16;
    return out;
}

std::optional<Duration> parse_duration(std::string_view value) {
    if (value.starts_with('+'))
        value.remove_prefix(1);
    if (!value.starts_with('P') || value.size() > 30)
        return std::nullopt;
    value.remove_prefix(1);
    Duration out{};
    bool in_time = false;
    bool any = false;
    while (!value.empty()) {
        if (value.front() == 'T') {
            in_time = true;
            value.remove_prefix(1);
            continue;
        }
        int number = 0;
        auto const* const end = value.data() + value.size();
        auto const [next, failed] = std::from_chars(value.data(), end, number);
        if (failed != std::errc{} || next == end || number < 0 || number > 1'000'000)
            return std::nullopt;
        switch (*next) {
            case 'W':
                out += days{7} * number;
                break;
            case 'D':
                out += days{1} * number;
                break;
            case 'H':
                out += hours{1} * number;
                break;
            case 'M':
                out += minutes{1} * number;
                break;
            case 'S':
                out += seconds{1} * number;
                break;
            default:
                return std::nullopt;
        }
        bool const is_time = *next == 'H' || *next == 'M' || *next == 'S';
        if (is_time != in_time)
            return std::nullopt;
        any = true;
        value.remove_prefix(static_cast<std::size_t>(next - value.data()) + 1);
    }
    return any ? std::optional(out) : std::nullopt;
}

bool Recurrence::each(int& steps, std::function<void(When const&)> const& take,
                      std::function<Instant(When const&)> const& to_instant) const {
    auto const first = chrono::floor<days>(start.local);
    auto const time_of_day = start.local - first;
    Periods const periods(rule, first);
    int counted = 0;
    // Whoever counts has to begin at the beginning.
    for (auto k = rule.count ? 0 : periods.before(from); periods.begin(k) <= to; ++k) {
        if (--steps < 0)
            return false;
        for (auto const date : periods.dates(k)) {
            if (date < first)
                continue;
            if (rule.count && ++counted > *rule.count)
                return true;
            if (date > to)
                return true;
            When one = start;
            one.local = date + time_of_day;
            if (rule.until && !rule.until_is_utc && one.local > *rule.until)
                return true;
            if (rule.until && rule.until_is_utc && to_instant(one) > Instant{rule.until->time_since_epoch()})
                return true;
            if (date >= from)
                take(one);
        }
    }
    return true;
}

}  // namespace ax::busy_times
