#pragma once

#include "platform/otlp/origin.h"
#include "platform/telemetry/snapshot.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ax::otlp {

/// Collectors refuse what is too large (New Relic: above 1 MB).
inline constexpr std::size_t kMostBytes = 512UL * 1024;

struct MetricsBody {
    std::string text;
    std::size_t points = 0;
};

/// ExportMetricsServiceRequests in OTLP's JSON: counters as monotonic sums, cumulative since the process
/// began, with the names that Prometheus reads. As many as are needed for none to have more than `most` bytes
/// and one point.
[[nodiscard]] std::vector<MetricsBody> encode(metrics::Snapshot const& snapshot, Origin const& origin,
                                              std::size_t most = kMostBytes);

}  // namespace ax::otlp
