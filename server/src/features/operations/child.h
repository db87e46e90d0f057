#pragma once

#include <map>
#include <string>
#include <vector>

namespace ax::operations {

/// Runs a program of the PATH to its end, with `environment` added to ours and nothing on its standard input.
/// Arguments are seen by everybody on the machine: secrets go into the environment. Throws std::runtime_error
/// with what it wrote to standard error if it fails, or that it is not installed. Blocks.
void run_child(std::vector<std::string> const& arguments,
               std::map<std::string, std::string> const& environment);

}  // namespace ax::operations
