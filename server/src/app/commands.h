#pragma once

#include "app/command_line.h"

#include <string>

namespace ax::app {

/// Runs the command of this name; throws std::invalid_argument for one that does not exist or misses
/// something.
int dispatch(std::string const& command, Flags const& flags, config::Values const& settings);

}  // namespace ax::app
