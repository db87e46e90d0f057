#include "platform/visitors/seen.h"

#include <utility>

namespace ax::visitors {
namespace {

constexpr std::size_t kFirst = 256;

}  // namespace

std::uint64_t& Seen::slot_of(std::uint64_t hash) noexcept {
    auto const mask = slots_.size() - 1;
    auto at = static_cast<std::size_t>(hash) & mask;
    while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & mask;
    return slots_[at];
}

bool Seen::insert(std::uint64_t hash) {
    hash |= std::uint64_t{1} << 63;  // never 0
    if (slots_.size() < 2 * (size_ + 1))
        grow();
    auto& slot = slot_of(hash);
    if (slot == hash || size_ >= kMost)
        return false;
    slot = hash;
    ++size_;
    return true;
}

void Seen::grow() {
    if (size_ >= kMost)
        return;
    auto const before =
        std::exchange(slots_, std::vector<std::uint64_t>(slots_.empty() ? kFirst : slots_.size() * 2));
    for (auto const hash : before)
        if (hash != 0)
            slot_of(hash) = hash;
}

void Seen::clear() {
    slots_ = {};
    size_ = 0;
}

}  // namespace ax::visitors
