#pragma once

#include "app/command_line.h"

namespace ax::app {

/// `aspirex mail log`: what was sent to somebody.
int mail_log_command(Flags const& flags, config::Values const& settings);
/// `aspirex mail bounces …`: addresses that are not written to any more. `address` empty: all of them.
int list_bounces_command(config::Values const& settings);
int clear_bounces_command(std::string const& address, config::Values const& settings);
/// `aspirex chat …`: what people reported.
int chat_command(Flags const& flags, config::Values const& settings);
/// `aspirex support …`: tickets without a browser.
int support_command(Flags const& flags, config::Values const& settings);

/// `aspirex session …`: objections to how sessions were settled.
int session_command(Flags const& flags, config::Values const& settings);

/// `aspirex testimonial …`: reviews that may be shown on the home page.
int testimonial_command(Flags const& flags, config::Values const& settings);

}  // namespace ax::app
