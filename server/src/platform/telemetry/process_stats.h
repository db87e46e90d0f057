#pragma once

#include <string>

namespace ax::metrics {

/// Appends the standard `process_*` metrics (CPU, resident memory, open files, start time) as read from
/// /proc/self. Leaves out what can't be read.
void append_process_stats(std::string& out);

}  // namespace ax::metrics
