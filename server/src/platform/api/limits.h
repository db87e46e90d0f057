#pragma once

#include "base/time.h"
#include "platform/api/router.h"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace ax::api {

/// What processes tell each other about what they let through.
class SharedLimits {
public:
    SharedLimits() = default;
    SharedLimits(SharedLimits const&) = delete;
    SharedLimits& operator=(SharedLimits const&) = delete;
    virtual ~SharedLimits() = default;
    /// Of all processes together; nothing if that can't be known now. May be less than 0. Any thread.
    using Learn = std::function<void(std::optional<double> left)>;
    /// Adds what this process took and asks what is left. On a loop; does not wait.
    virtual void took(std::string_view endpoint, std::string_view caller, int count, double capacity,
                      Learn learn) = 0;
};

/// Token buckets in memory, by endpoint and caller: a burst up to the minute's allowance, then a steady
/// refill. `factor` multiplies every allowance; 0 switches the limiter off (rehearsals and load tests only).
/// Bounded: when `capacity` buckets are in use, full ones are forgotten first. Thread-safe, one short lock on
/// one of 16 shards.
///
/// With `shared` the buckets of all processes follow a common one: nobody waits for it, so each process may
/// let through a twentieth of the allowance (at least one) before it knows of the others. Without an answer a
/// process has its own buckets only.
class TokenBuckets final : public RateLimiter {
public:
    TokenBuckets(Clock const& clock, double factor, std::size_t capacity = 200'000);
    /// Before it is used; must outlive it.
    void share(SharedLimits& shared) { shared_ = &shared; }
    ~TokenBuckets() override;
    std::optional<int> wait_for(std::string_view endpoint, std::string_view caller, int per_minute) override;

private:
    struct Shard;
    static void learn(Shard& shard, std::size_t key, std::optional<double> left);

    Clock const& clock_;
    double factor_;
    std::size_t shard_capacity_;
    std::shared_ptr<Shard[]> shards_;  // answers may come late
    SharedLimits* shared_ = nullptr;
};

}  // namespace ax::api
