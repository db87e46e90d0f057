#pragma once

#include "app/command_line.h"

namespace ax::app {

/// `aspirex import-django --sqlite FILE | --postgres URL [--dry-run] [--report FILE] [--zone NAME]`.
int import_django_command(Flags const& flags, config::Values const& settings);

}  // namespace ax::app
