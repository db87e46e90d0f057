#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ax::visitors {

/// A set of hashes, 8 bytes each where std::unordered_set takes 40. Not thread-safe.
class Seen {
public:
    /// Above so many nothing is taken any more: 16 MB at most.
    static constexpr std::size_t kMost = std::size_t{1} << 20;

    /// True if it was not there and could be taken.
    bool insert(std::uint64_t hash);
    void clear();
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    void grow();
    [[nodiscard]] std::uint64_t& slot_of(std::uint64_t hash) noexcept;

    std::vector<std::uint64_t> slots_;  // 0 is empty; a power of two, at most half full
    std::size_t size_ = 0;
};

}  // namespace ax::visitors
