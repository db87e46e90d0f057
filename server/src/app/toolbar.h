#pragma once

#include "platform/config/settings.h"
#include "platform/toolbar/recorder.h"

#include <memory>

namespace ax::app {

/// What keeps for developers what requests did; null where the settings do not want it. Throws
/// std::invalid_argument where anybody but a developer could be served (ADR 0034). `next`: where spans go
/// besides; may be null.
[[nodiscard]] std::unique_ptr<toolbar::Recorder> developer_toolbar(config::Values const& settings,
                                                                   trace::Sink* next);

}  // namespace ax::app
