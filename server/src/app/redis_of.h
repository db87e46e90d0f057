#pragma once

#include "platform/bus/redis_bus.h"
#include "platform/config/settings.h"
#include "platform/redis/client.h"

#include <memory>
#include <string>

namespace ax::app {

/// Nothing where the process is alone. Throws std::invalid_argument for an AX_REDIS_URL that is none.
[[nodiscard]] std::unique_ptr<redis::Client> redis_client(config::Values const& settings);
/// The bus of many processes over it; nothing without it.
[[nodiscard]] std::unique_ptr<bus::RedisBus> shared_bus(redis::Client* client, std::string const& prefix);

}  // namespace ax::app
