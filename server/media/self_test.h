#pragma once

#include <string>
#include <string_view>

namespace ax::media {

/// For the tests of the sandbox, inside it: tries what a decoder that was led astray would. The process is
/// dead then, or this says what came of it.
[[nodiscard]] std::string self_test(std::string_view attempt);

}  // namespace ax::media
