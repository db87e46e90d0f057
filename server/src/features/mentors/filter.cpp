#include "features/mentors/filter.h"

#include "base/fold.h"
#include "features/mentors/tokens.h"

#include <cmath>

#include <fmt/format.h>

namespace ax::mentors {

std::string Filter::key() const {
    constexpr char kBetween = '\x1f';  // in no text: requests hold no control characters
    return fmt::format("{1}{0}{2}{0}{3}{0}{4}{0}{5}{0}{6}{0}{7}{0}{8}", kBetween, price_min, price_max,
                       rating_key, zone, free_before, skill, language, text);
}

db::Params Filter::params() const {
    return {price_min, price_max, rating_key, zone, free_before, skill, language};
}

Filter filter_of(MentorSearch const& asked, db::Engine engine) {
    Filter filter;
    if (asked.q) {
        filter.text = match_query(*asked.q, engine);
        filter.nothing = filter.text.empty() && !tidy(*asked.q).empty();
    }
    if (asked.skill) {
        filter.skill = fold(*asked.skill);
        if (auto const full = full_skill_name(filter.skill); !full.empty())
            filter.skill = fold(full);
    }
    filter.language = fold(asked.language.value_or(""));
    filter.zone = asked.zone.value_or("");
    filter.price_min = asked.price_min.value_or(filter.price_min);
    filter.price_max = asked.price_max.value_or(filter.price_max);
    filter.rating_key = -static_cast<std::int64_t>(std::ceil(asked.rating_min.value_or(0) * 100 - 1e-6));
    if (asked.free_before)
        filter.free_before = to_micros(*asked.free_before);
    return filter;
}

}  // namespace ax::mentors
