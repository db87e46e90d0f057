#pragma once

#include <string>
#include <string_view>

namespace ax::telemetry {

/// Appends `text` as a JSON string with its quotes. The output is valid JSON and valid UTF-8 whatever the
/// bytes are: control characters are escaped, so a value can't end a log line, and broken UTF-8 becomes
/// U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Length of the valid UTF-8 sequence at the start of `text`, 0 if it is not one.
[[nodiscard]] std::size_t utf8_sequence(std::string_view text) noexcept;

}  // namespace ax::telemetry
