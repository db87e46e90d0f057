#pragma once

#include "features/import_django/clock_text.h"

#include <algorithm>

namespace ax::import_django {

/// Hours of a week as they are found; done() has them merged. Not more rules than a schedule may have.
class WeekBuilder {
public:
    /// `hours` may go on into the next day.
    void open(int weekday, availability::Hours hours) {
        using availability::kDayMinutes;
        if (hours.end > kDayMinutes) {
            rules_.push_back({weekday % 7 + 1, {0, hours.end - kDayMinutes}});
            hours.end = kDayMinutes;
        }
        rules_.push_back({weekday, hours});
    }
    void problem(std::string_view why) {
        if (week_.problem.empty())
            week_.problem = why;
    }
    Week done() {
        std::ranges::sort(rules_, {}, [](availability::Rule const& rule) {
            return std::pair{rule.weekday, rule.hours.start};
        });
        auto& out = week_.rules;
        for (auto const& rule : rules_) {
            if (!out.empty() && out.back().weekday == rule.weekday &&
                out.back().hours.end >= rule.hours.start)
                out.back().hours.end = std::max(out.back().hours.end, rule.hours.end);
            else
                out.push_back(rule);
        }
        if (out.size() > static_cast<std::size_t>(availability::kLimits.most_rules)) {
            out.clear();
            problem("too_many_hours");
        }
        return std::move(week_);
    }

private:
    std::vector<availability::Rule> rules_;
    Week week_;
};

}  // namespace ax::import_django
