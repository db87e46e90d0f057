#pragma once

#include "app/command_line.h"

namespace ax::app {

/// `status`: asks a running server how it is. 0 if everything is well, 1 if something is not or nobody
/// answers.
int status_command(Flags const& flags, config::Values const& settings);

}  // namespace ax::app
