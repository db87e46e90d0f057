#pragma once

#include <string>
#include <string_view>

namespace ax::crypto {

/// Lower-case hex. For those who ask for it: signatures of requests to others. Nothing of ours relies on it.
/// Thread-safe; throws std::runtime_error as hash.h does.
[[nodiscard]] std::string sha1_hex(std::string_view data);

}  // namespace ax::crypto
