#pragma once

#include "platform/telemetry/metrics.h"

namespace ax::metrics {

/// A gauge that is set in microseconds and told in seconds, as Prometheus wants times.
[[nodiscard]] Gauge& seconds_gauge(std::string_view name, std::string_view help, Labels labels = {});

}  // namespace ax::metrics
