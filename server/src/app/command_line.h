#pragma once

#include "platform/config/settings.h"

#include <map>
#include <string>
#include <vector>

namespace ax::app {

/// `aspirex COMMAND …`. Returns the process's exit code: 0 done, 1 failed, 2 misused or misconfigured (one
/// readable line per fault on standard error).
int run(std::vector<std::string> arguments);

/// Flags of a command line: `--name value`, `--name=value`, or `--switch`; the rest in order.
struct Flags {
    std::map<std::string, std::string> values;
    std::vector<std::string> rest;
    [[nodiscard]] bool has(std::string const& name) const { return values.contains(name); }
    [[nodiscard]] std::string value(std::string const& name) const;
};
/// Throws std::invalid_argument with a readable line for a flag that is not in `with_value` or `switches`.
[[nodiscard]] Flags parse_flags(std::vector<std::string> const& arguments,
                                std::vector<std::string> const& with_value,
                                std::vector<std::string> const& switches);

int serve(config::Values const& settings, bool demo);

}  // namespace ax::app
