#include "features/traffic/vitals.h"

#include <algorithm>
#include <numeric>

namespace ax::traffic {
namespace {

constexpr std::size_t kGood = 10;
constexpr std::size_t kNeedsWork = 5;

using Edges = std::array<std::int64_t, kBuckets - 1>;  // a bucket holds what is at most its edge

constexpr Edges edges(std::int64_t good, std::int64_t poor) {
    Edges out{};
    for (std::size_t i = 0; i < kGood; ++i) out[i] = good * static_cast<std::int64_t>(i + 1) / 10;
    for (std::size_t i = 0; i < kNeedsWork; ++i)
        out[kGood + i] = good + (poor - good) * static_cast<std::int64_t>(i + 1) / 5;
    constexpr std::array<std::int64_t, 5> kBeyond{125, 150, 200, 300, 500};
    for (std::size_t i = 0; i < kBeyond.size(); ++i) out[kGood + kNeedsWork + i] = poor * kBeyond[i] / 100;
    return out;
}

constexpr std::array<Edges, kVitalCount> kEdges{edges(2500, 4000), edges(200, 500), edges(100, 250),
                                                edges(1800, 3000), edges(800, 1800)};

Edges const& edges_of(Vital vital) noexcept { return kEdges.at(static_cast<std::size_t>(vital)); }

}  // namespace

std::size_t bucket_of(Vital vital, std::int64_t value) noexcept {
    auto const& edges = edges_of(vital);
    return static_cast<std::size_t>(std::ranges::lower_bound(edges, value) - edges.begin());
}

Rating rating_of(std::size_t bucket) noexcept {
    if (bucket < kGood)
        return Rating::good;
    return bucket < kGood + kNeedsWork ? Rating::needs_work : Rating::poor;
}

std::int64_t Histogram::total() const noexcept {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

std::optional<VitalFigure> Histogram::figure(Vital vital) const noexcept {
    auto const all = total();
    if (all == 0)
        return {};
    VitalFigure out{.vital = vital};
    for (std::size_t i = 0; i < kBuckets; ++i) {
        auto& part = rating_of(i) == Rating::good         ? out.good
                     : rating_of(i) == Rating::needs_work ? out.needs_work
                                                          : out.poor;
        part += counts.at(i);
    }
    auto const& edges = edges_of(vital);
    auto left = (all * 3 + 3) / 4;  // the place of the percentile, from 1
    std::size_t at = 0;
    while (left > counts.at(at)) left -= counts.at(at++);
    auto const low = at == 0 ? 0 : edges.at(at - 1);
    auto const high =
        at < edges.size() ? edges.at(at) : low;  // of the last bucket only its beginning is known
    out.p75 = low + (high - low) * left / counts.at(at);
    out.rating = rating_of(at);
    return out;
}

}  // namespace ax::traffic
