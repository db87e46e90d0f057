#include "features/feedback/model.h"

#include <numeric>

namespace ax::feedback {
namespace {

constexpr int kPriorReviews = 5;
constexpr int kPriorStars = 4;

}  // namespace

int count_of(Distribution const& given) { return std::accumulate(given.begin(), given.end(), 0); }

std::optional<int> rating_of(Distribution const& given) {
    int const count = count_of(given);
    if (count == 0)
        return std::nullopt;
    int sum = kPriorReviews * kPriorStars;
    for (int stars = 1; stars <= 5; ++stars) sum += stars * given.at(static_cast<std::size_t>(stars - 1));
    int const all = kPriorReviews + count;
    return (200 * sum + all) / (2 * all);  // rounded to the nearest
}

std::string author_of(std::string_view name) {
    auto const first = name.substr(0, name.find(' '));
    auto const gap = name.rfind(' ');
    if (gap == std::string_view::npos || gap + 1 >= name.size())
        return std::string(first);
    // The whole first letter, however many bytes it has.
    std::size_t length = 1;
    while (gap + 1 + length < name.size() &&
           (static_cast<unsigned char>(name[gap + 1 + length]) & 0xC0U) == 0x80U)
        ++length;
    return std::string(first) + ' ' + std::string(name.substr(gap + 1, length)) + '.';
}

}  // namespace ax::feedback
