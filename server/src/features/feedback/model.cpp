#include "features/feedback/model.h"

#include <numeric>

namespace ax::feedback {
namespace {

constexpr int kPriorReviews = 5;
constexpr int kPriorStars = 4;

}  // namespace

int count_of(Distribution const& given) { return std::accumulate(given.begin(), given.end(), 0); }

std::optional<double> mean_of(Distribution const& given) {
    int const count = count_of(given);
    if (count == 0)
        return std::nullopt;
    int sum = 0;
    for (int stars = 1; stars <= 5; ++stars) sum += stars * given.at(static_cast<std::size_t>(stars - 1));
    return static_cast<double>(sum) / count;
}

std::optional<int> rating_of(Distribution const& given) {
    int const count = count_of(given);
    if (count == 0)
        return std::nullopt;
    int sum = kPriorReviews * kPriorStars;
    for (int stars = 1; stars <= 5; ++stars) sum += stars * given.at(static_cast<std::size_t>(stars - 1));
    int const all = kPriorReviews + count;
    return (200 * sum + all) / (2 * all);  // rounded to the nearest
}

}  // namespace ax::feedback
