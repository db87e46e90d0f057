#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ax {

/// Appends one line of a table (RFC 4180). A cell that a spreadsheet would run as a formula gets an
/// apostrophe before it; a plain number, negative ones included, stays a number.
void add_csv_line(std::string& out, std::span<std::string const> cells);

/// Minor units of two digits as a spreadsheet reads them: `-1200.50`.
[[nodiscard]] std::string csv_amount(std::int64_t minor);

}  // namespace ax
