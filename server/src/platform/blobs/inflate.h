#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ax::blobs {

/// Inflates what somebody else made, never more than there is room for.
class Inflater {
public:
    /// For everything that is inflated, input and output together: blocks may be empty.
    explicit Inflater(std::size_t room) : room_(room) {}
    /// A whole zlib stream at the beginning of the bytes; nothing if it is broken, cut off or too large.
    [[nodiscard]] std::optional<std::string> inflate(std::string_view bytes);

private:
    std::size_t room_;
};

}  // namespace ax::blobs
