#pragma once

#include "features/realtime/tickets.h"
#include "platform/redis/client.h"

#include <atomic>
#include <string>

namespace ax::realtime {

/// Tickets that all processes share: Redis gives each out once. While Redis is away a ticket is kept by the
/// process that made it and is good there only; elsewhere it is refused, and its holder asks for another.
/// No ticket is ever in both places. Thread-safe, on loops.
class TicketsInRedis final : public TicketStore {
public:
    TicketsInRedis(redis::Client& client, std::string prefix) : client_(client), prefix_(std::move(prefix)) {}
    Task<bool> put(std::string hash, contract::Caller caller, Instant expires_at) override;
    Task<std::optional<contract::Caller>> take(std::string_view hash, Instant now) override;

private:
    [[nodiscard]] std::string key_of(std::string_view hash) const;

    redis::Client& client_;
    std::string prefix_;
    TicketsInMemory here_;
    std::atomic<bool> doubtful_ = false;  // Redis did not answer the last time
};

}  // namespace ax::realtime
