#pragma once

#include "platform/config/settings.h"
#include "platform/otlp/exporter.h"

#include <memory>

namespace ax::app {

/// What records and sends traces and sends metrics from now on; null where the settings name no collector.
/// Throws std::invalid_argument for settings that make no sense.
[[nodiscard]] std::unique_ptr<otlp::Exporter> otlp_exporter(config::Values const& settings,
                                                            Clock const& clock);
/// Whether metrics are sent, and gauges that are renewed only when somebody looks need somebody.
[[nodiscard]] bool sends_metrics(config::Values const& settings);

}  // namespace ax::app
