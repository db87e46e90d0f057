#pragma once

#include "base/task.h"
#include "base/time.h"
#include "contract/endpoint.h"
#include "features/realtime/contract.h"

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ax::realtime {

inline constexpr auto kTicketLife = seconds{30};

/// Where tickets wait, by hash. A node of a deployment of many needs one that all of them share.
class TicketStore {
public:
    TicketStore() = default;
    TicketStore(TicketStore const&) = delete;
    TicketStore& operator=(TicketStore const&) = delete;
    virtual ~TicketStore() = default;
    /// False: nobody may be given it, for it is not known whether it is kept.
    virtual Task<bool> put(std::string hash, contract::Caller caller, Instant expires_at) = 0;
    /// The caller, exactly once whoever asks at the same time; nobody once it has expired.
    virtual Task<std::optional<contract::Caller>> take(std::string_view hash, Instant now) = 0;
};

/// In this process. Bounded: beyond `most` the oldest is forgotten. Thread-safe.
class TicketsInMemory final : public TicketStore {
public:
    explicit TicketsInMemory(std::size_t most = 10'000) : most_(most) {}
    Task<bool> put(std::string hash, contract::Caller caller, Instant expires_at) override;
    Task<std::optional<contract::Caller>> take(std::string_view hash, Instant now) override;

private:
    struct Kept {
        contract::Caller caller;
        Instant expires_at;
    };
    std::size_t most_;
    std::mutex mutex_;
    std::unordered_map<std::string, Kept> kept_;
    std::deque<std::string> order_;  // oldest first; may name tickets that were taken
};

/// One-use tickets for sockets that can't send a header: 32 random bytes that only their holder knows, kept
/// as a hash.
class Tickets {
public:
    Tickets(TicketStore& store, Clock const& clock) : store_(store), clock_(clock) {}
    Task<Ticket> issue(contract::Caller caller) const;
    Task<std::optional<contract::Caller>> redeem(std::string_view ticket) const;

private:
    TicketStore& store_;
    Clock const& clock_;
};

}  // namespace ax::realtime
