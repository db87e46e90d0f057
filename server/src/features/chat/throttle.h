#pragma once

#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace ax::chat {

/// Lets each key through once in a while. Bounded: when it is full, what is over is forgotten, then
/// everything. Thread-safe, one short lock.
class Throttle {
public:
    Throttle(Duration every, std::size_t most) : every_(every), most_(most) {}

    [[nodiscard]] bool allows(std::uint64_t key, Instant now) {
        std::lock_guard const lock(mutex_);
        if (last_.size() >= most_) {
            std::erase_if(last_, [&](auto const& one) { return now - one.second >= every_; });
            if (last_.size() >= most_)
                last_.clear();
        }
        auto const [at, added] = last_.try_emplace(key, now);
        if (added)
            return true;
        if (now - at->second < every_ && now >= at->second)
            return false;
        at->second = now;
        return true;
    }

private:
    Duration every_;
    std::size_t most_;
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, Instant> last_;
};

}  // namespace ax::chat
