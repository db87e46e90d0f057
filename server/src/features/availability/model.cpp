#include "features/availability/model.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::availability {
namespace {

bool sensible(Hours hours) { return hours.start >= 0 && hours.end <= kDayMinutes && hours.start < hours.end; }

void merge(std::vector<Hours>& ranges) {
    std::ranges::sort(ranges);
    std::size_t kept = 0;
    for (auto const& next : ranges) {
        if (kept > 0 && next.start <= ranges[kept - 1].end)
            ranges[kept - 1].end = std::max(ranges[kept - 1].end, next.end);
        else
            ranges[kept++] = next;
    }
    ranges.resize(kept);
}

void check_range(std::vector<FieldError>& errors, std::string_view field, int value, int least, int most) {
    if (value < least)
        errors.push_back({std::string(field), "too_small", least});
    else if (value > most)
        errors.push_back({std::string(field), "too_large", most});
}

void check_hours(std::vector<FieldError>& errors, std::string_view owner, Hours hours) {
    if (hours.start < 0 || hours.start >= kDayMinutes)
        errors.push_back({fmt::format("{}.start", owner), "not_a_time", {}});
    else if (hours.end < 0 || hours.end > kDayMinutes)
        errors.push_back({fmt::format("{}.end", owner), "not_a_time", {}});
    else if (hours.end <= hours.start)
        errors.push_back({fmt::format("{}.end", owner), "not_after_start", {}});
}

// A date that is off and open at once says nothing.
void check_contradictions(std::vector<FieldError>& errors, std::vector<Override> const& overrides) {
    std::vector<Date> open;
    for (auto const& entry : overrides)
        if (entry.hours)
            open.push_back(entry.date);
    std::ranges::sort(open);
    for (std::size_t i = 0; i < overrides.size(); ++i)
        if (!overrides[i].hours && std::ranges::binary_search(open, overrides[i].date))
            errors.push_back({fmt::format("overrides[{}].date", i), "conflicting", {}});
}

}  // namespace

std::vector<FieldError> validate(Schedule const& s) {
    std::vector<FieldError> errors;
    check_range(errors, "buffer_before", s.buffer_before, 0, kLimits.longest_buffer);
    check_range(errors, "buffer_after", s.buffer_after, 0, kLimits.longest_buffer);
    check_range(errors, "minimum_notice", s.minimum_notice, 0, kLimits.longest_notice);
    check_range(errors, "horizon_days", s.horizon_days, 1, kLimits.farthest_horizon);
    check_range(errors, "daily_cap", s.daily_cap, 0, kLimits.largest_cap);
    if (std::ranges::find(kStartGrids, s.start_every) == kStartGrids.end())
        errors.push_back({"start_every", "not_a_choice", {}});
    if (s.valid_from && s.valid_until && *s.valid_until < *s.valid_from)
        errors.push_back({"valid_until", "not_after_start", {}});
    if (s.rules.size() > static_cast<std::size_t>(kLimits.most_rules))
        return errors.push_back({"rules", "too_many", kLimits.most_rules}), errors;
    if (s.overrides.size() > static_cast<std::size_t>(kLimits.most_overrides))
        return errors.push_back({"overrides", "too_many", kLimits.most_overrides}), errors;

    for (std::size_t i = 0; i < s.rules.size(); ++i) {
        auto const owner = fmt::format("rules[{}]", i);
        check_range(errors, owner + ".weekday", s.rules[i].weekday, 1, 7);
        check_hours(errors, owner, s.rules[i].hours);
    }
    for (std::size_t i = 0; i < s.overrides.size(); ++i)
        if (s.overrides[i].hours)
            check_hours(errors, fmt::format("overrides[{}]", i), *s.overrides[i].hours);
    check_contradictions(errors, s.overrides);
    return errors;
}

std::optional<int> parse_wall_time(std::string_view text) {
    auto const digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
        return {};
    int const hour = (text[0] - '0') * 10 + (text[1] - '0');
    int const minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (minute > 59 || hour * 60 + minute > kDayMinutes)
        return {};
    return hour * 60 + minute;
}

std::string to_wall_time(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

std::string_view key(Reason reason) {
    static constexpr std::array<std::string_view, kReasonCount> kKeys{"in_the_past",
                                                                      "inside_minimum_notice",
                                                                      "beyond_horizon",
                                                                      "day_off",
                                                                      "outside_hours",
                                                                      "nonexistent_local_time",
                                                                      "off_grid",
                                                                      "taken",
                                                                      "buffer",
                                                                      "daily_cap",
                                                                      "session_does_not_fit",
                                                                      "away",
                                                                      "busy_elsewhere"};
    return kKeys.at(static_cast<std::size_t>(reason));
}

std::vector<Reason> Reasons::list() const {
    std::vector<Reason> out;
    for (int i = 0; i < kReasonCount; ++i)
        if (auto const reason = static_cast<Reason>(i); has(reason))
            out.push_back(reason);
    return out;
}

LocalHours::LocalHours(Schedule const& schedule, Date first, Date last)
    : valid_from_(schedule.valid_from), valid_until_(schedule.valid_until) {
    for (auto const& rule : schedule.rules)
        if (rule.weekday >= 1 && rule.weekday <= 7 && sensible(rule.hours))
            week_[static_cast<std::size_t>(rule.weekday - 1)].push_back(rule.hours);
    for (auto& day : week_) merge(day);

    for (auto const& range : schedule.away)
        if (range.first <= last && range.last >= first)
            away_.push_back(range);
    for (auto const& entry : schedule.overrides) {
        if (entry.date < first || entry.date > last)
            continue;
        auto day = std::ranges::lower_bound(days_, entry.date, {}, &Day::date);
        if (day == days_.end() || day->date != entry.date)
            day = days_.insert(day, {entry.date, {}});
        if (entry.hours && sensible(*entry.hours))
            day->hours.push_back(*entry.hours);
    }
    for (auto& day : days_) merge(day.hours);
}

bool LocalHours::is_away(Date date) const {
    return std::ranges::any_of(away_,
                               [&](Away const& range) { return range.first <= date && date <= range.last; });
}

std::vector<Hours> const& LocalHours::on(Date date) const {
    static std::vector<Hours> const kClosed;
    if (is_away(date))
        return kClosed;
    if ((valid_from_ && date < *valid_from_) || (valid_until_ && date > *valid_until_))
        return kClosed;
    auto const day = std::ranges::lower_bound(days_, date, {}, &Day::date);
    if (day != days_.end() && day->date == date)
        return day->hours;
    return week_[std::chrono::weekday{date}.iso_encoding() - 1];
}

}  // namespace ax::availability
