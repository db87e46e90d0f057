#pragma once

#include "app/command_line.h"

#include <map>
#include <optional>
#include <string>

namespace ax::app {

/// `backup`, `restore`, `move`, `files` and `upgrade`; nothing for another command. Throws
/// std::invalid_argument for misuse, std::runtime_error for what can't be done.
std::optional<int> operator_command(std::string const& command, Flags const& flags,
                                    config::Values const& settings);

/// `doctor`: loads the settings itself, for ones that can't be loaded are what it is asked about. 1 if
/// anything fails.
int doctor_command(Flags const& flags, std::map<std::string, std::string> const& overrides);

}  // namespace ax::app
