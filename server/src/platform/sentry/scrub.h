#pragma once

#include <string>
#include <string_view>

namespace ax::sentry {

/// A text of an error without what may lead to a person: mail and network addresses, long numbers, tokens,
/// queries of addresses, and whatever stands in quotes or as a value in parentheses, which is how databases
/// and parsers cite what they were given. At most 2,000 bytes of it.
[[nodiscard]] std::string scrubbed(std::string_view text);

}  // namespace ax::sentry
