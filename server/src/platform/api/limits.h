#pragma once

#include "base/time.h"
#include "platform/api/router.h"

#include <memory>

namespace ax::api {

/// Token buckets in memory, by endpoint and caller: a burst up to the minute's allowance, then a steady
/// refill. `factor` multiplies every allowance; 0 switches the limiter off (rehearsals and load tests only).
/// Bounded: when `capacity` buckets are in use, full ones are forgotten first. Thread-safe, one short lock on
/// one of 16 shards.
class TokenBuckets final : public RateLimiter {
public:
    TokenBuckets(Clock const& clock, double factor, std::size_t capacity = 200'000);
    ~TokenBuckets() override;
    std::optional<int> wait_for(std::string_view endpoint, std::string_view caller, int per_minute) override;

private:
    struct Shard;
    Clock const& clock_;
    double factor_;
    std::size_t shard_capacity_;
    std::unique_ptr<Shard[]> shards_;
};

}  // namespace ax::api
