#pragma once

#include "platform/api/limits.h"
#include "platform/redis/client.h"

#include <string>

namespace ax::api {

/// A common bucket per endpoint and caller in Redis, which fills by Redis' clock. Callers are kept as hashes.
class LimitsInRedis final : public SharedLimits {
public:
    LimitsInRedis(redis::Client& client, std::string prefix) : client_(client), prefix_(std::move(prefix)) {}
    void took(std::string_view endpoint, std::string_view caller, int count, double capacity,
              Learn learn) override;

private:
    redis::Client& client_;
    std::string prefix_;
};

}  // namespace ax::api
