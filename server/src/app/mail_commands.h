#pragma once

#include "app/command_line.h"

namespace ax::app {

/// `aspirex mail log|list|preview`. Only the first needs a database.
int mail_command(Flags const& flags, config::Values const& settings);

}  // namespace ax::app
