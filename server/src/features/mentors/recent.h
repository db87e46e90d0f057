#pragma once

#include "base/time.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace ax::mentors {

/// Answers that may be a few seconds old: kept until their time is over or the list's version has moved on.
/// Bounded, thread-safe; the lock is held for a lookup only.
template <class T>
class Recent {
public:
    explicit Recent(Duration life) : life_(life) {}

    [[nodiscard]] std::optional<T> find(std::string const& key, std::uint64_t version, Instant now) const {
        std::lock_guard const lock(mutex_);
        auto const found = kept_.find(key);
        if (found == kept_.end() || found->second.version != version || found->second.until <= now)
            return {};
        return found->second.value;
    }

    /// `version` is the one from before the value was read.
    void keep(std::string key, T value, std::uint64_t version, Instant now) {
        std::lock_guard const lock(mutex_);
        if (kept_.size() >= kMost)
            kept_.clear();
        kept_.insert_or_assign(std::move(key), Entry{std::move(value), version, now + life_});
    }

private:
    static constexpr std::size_t kMost = 500;
    struct Entry {
        T value;
        std::uint64_t version = 0;
        Instant until;
    };

    Duration life_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Entry> kept_;
};

}  // namespace ax::mentors
