#pragma once

#include "platform/telemetry/snapshot.h"

#include <vector>

namespace ax::metrics {

/// Appends the standard `process_*` metrics (CPU, resident memory, open files, start time) as read from
/// /proc/self. Leaves out what can't be read.
void append_process_stats(std::vector<Family>& out);

}  // namespace ax::metrics
