#pragma once

#include "platform/config/settings.h"
#include "platform/otlp/exporter.h"

#include <memory>

namespace ax::app {

/// What records and sends traces from now on; null where the settings name no collector. Throws
/// std::invalid_argument for settings that make no sense.
[[nodiscard]] std::unique_ptr<otlp::Exporter> trace_exporter(config::Values const& settings,
                                                             Clock const& clock);

}  // namespace ax::app
