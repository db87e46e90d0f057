#pragma once

#include "app/command_line.h"

namespace ax::app {

/// `aspirex mail log|bounces|list|preview`. Only the first two need a database.
int mail_command(Flags const& flags, config::Values const& settings);

}  // namespace ax::app
