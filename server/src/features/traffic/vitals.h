#pragma once

#include "features/traffic/contract.h"

#include <array>
#include <cstdint>
#include <optional>

/// Core Web Vitals as histograms, so that nodes and days add up. Pure.
namespace ax::traffic {

inline constexpr std::size_t kVitalCount = wire_names(Vital{}).size();
/// Ten to the limit of what is good, five to that of what is poor, six above. The limits (web.dev/vitals) are
/// edges, so ratings are exact; a percentile is right to within a tenth of the limit of what is good. What
/// stands in the table is numbers of buckets: they never change their meaning.
inline constexpr std::size_t kBuckets = 21;

[[nodiscard]] std::size_t bucket_of(Vital vital, std::int64_t value) noexcept;
[[nodiscard]] Rating rating_of(std::size_t bucket) noexcept;

struct Histogram {
    std::array<std::int64_t, kBuckets> counts{};

    [[nodiscard]] std::int64_t total() const noexcept;
    /// Nothing where nothing was measured.
    [[nodiscard]] std::optional<VitalFigure> figure(Vital vital) const noexcept;
};

}  // namespace ax::traffic
