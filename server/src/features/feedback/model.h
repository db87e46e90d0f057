#pragma once

#include "base/time.h"

#include <array>
#include <optional>

/// The arithmetic of ratings, without database or clock.
namespace ax::feedback {

/// How many reviews gave one, two … five stars.
using Distribution = std::array<int, 5>;

inline constexpr Duration kEditable = days{7};

[[nodiscard]] int count_of(Distribution const& given);

/// The Bayesian mean times 100: as if five reviews with an average of 4 stars had been there before, so that
/// one review neither makes nor breaks a mentor. Nothing before the first review.
[[nodiscard]] std::optional<int> rating_of(Distribution const& given);

/// Of all stars given, unweighted. Nothing before the first review.
[[nodiscard]] std::optional<double> mean_of(Distribution const& given);

}  // namespace ax::feedback
