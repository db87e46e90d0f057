#include "platform/api/limits.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace ax::api {
namespace {

constexpr std::size_t kShards = 16;
// The share of an allowance that the others learn of only later.
constexpr double kUntold = 0.05;

template <class Bucket>
void refill(Bucket& bucket, Instant now) {
    auto const elapsed = std::chrono::duration<double>(now - bucket.filled).count();
    if (elapsed > 0)
        bucket.tokens = std::min(bucket.capacity, bucket.tokens + elapsed * bucket.capacity / 60);
    bucket.filled = now;
}

// A full bucket says nothing that a new one would not.
template <class Buckets>
void forget_full(Buckets& buckets, std::size_t but, Instant now) {
    for (auto it = buckets.begin(); it != buckets.end();) {
        refill(it->second, now);
        it = it->first != but && it->second.tokens >= it->second.capacity ? buckets.erase(it) : std::next(it);
    }
}

}  // namespace

struct TokenBuckets::Shard {
    struct Bucket {
        double tokens = 0;
        double capacity = 0;
        Instant filled;
        int taken = 0;  // and not yet told to the others
        bool asking = false;
    };
    std::mutex mutex;
    std::unordered_map<std::size_t, Bucket> buckets;
};

TokenBuckets::TokenBuckets(Clock const& clock, double factor, std::size_t capacity)
    : clock_(clock),
      factor_(factor),
      shard_capacity_(std::max<std::size_t>(1, capacity / kShards)),
      shards_(new Shard[kShards]) {}

TokenBuckets::~TokenBuckets() = default;

void TokenBuckets::learn(Shard& shard, std::size_t key, std::optional<double> left) {
    std::lock_guard const lock(shard.mutex);
    auto const found = shard.buckets.find(key);
    if (found == shard.buckets.end())
        return;
    auto& bucket = found->second;
    bucket.asking = false;
    if (left)
        bucket.tokens = std::min(bucket.tokens, *left - bucket.taken);
}

std::optional<int> TokenBuckets::wait_for(std::string_view endpoint, std::string_view caller,
                                          int per_minute) {
    if (factor_ <= 0)
        return {};
    // A collision only shares a bucket between two callers.
    std::size_t const key =
        std::hash<std::string_view>{}(endpoint) * 31 + std::hash<std::string_view>{}(caller);
    Shard& shard = shards_[key % kShards];
    auto const now = clock_.now();
    std::unique_lock lock(shard.mutex);
    auto [found, fresh] = shard.buckets.try_emplace(key);
    auto& bucket = found->second;
    if (fresh) {
        bucket.capacity = std::max(1.0, per_minute * factor_);
        bucket.tokens = bucket.capacity;
        bucket.filled = now;
        if (shard.buckets.size() > shard_capacity_)
            forget_full(shard.buckets, key, now);
    } else {
        refill(bucket, now);
    }
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        ++bucket.taken;
        if (shared_ == nullptr || bucket.asking || bucket.taken < bucket.capacity * kUntold)
            return {};
        bucket.asking = true;
        int const taken = std::exchange(bucket.taken, 0);
        double const of = bucket.capacity;
        lock.unlock();
        shared_->took(endpoint, caller, taken, of,
                      [weak = std::weak_ptr(shards_), key](std::optional<double> left) {
                          if (auto const shards = weak.lock())
                              learn(shards[key % kShards], key, left);
                      });
        return {};
    }
    return std::max(1, static_cast<int>(std::ceil((1 - bucket.tokens) * 60 / bucket.capacity)));
}

}  // namespace ax::api
