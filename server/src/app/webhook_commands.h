#pragma once

#include "app/command_line.h"

namespace ax::app {

/// `aspirex webhooks …`: where events are sent, and what came of them.
int webhooks_command(Flags const& flags, config::Values const& settings);

}  // namespace ax::app
