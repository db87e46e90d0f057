#pragma once

#include "app/command_line.h"

namespace ax::app {

/// `aspirex site maintenance on|off [--message M]`.
int site_command(Flags const& flags, config::Values const& settings);
/// `aspirex newsletter send --subject S`: the text from standard input, blank lines between paragraphs.
int newsletter_command(Flags const& flags, config::Values const& settings);

}  // namespace ax::app
