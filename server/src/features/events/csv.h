#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ax::events {

/// Appends one line of a table (RFC 4180). A cell that a spreadsheet would run as a formula gets an
/// apostrophe before it.
void add_csv_line(std::string& out, std::span<std::string const> cells);

}  // namespace ax::events
