#pragma once

#include "app/command_line.h"

namespace ax::app {

/// `aspirex account tokens|revoke-tokens`.
int tokens_command(Flags const& flags, config::Values const& settings);

}  // namespace ax::app
