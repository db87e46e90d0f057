#include "features/realtime/tickets.h"

#include "platform/crypto/token.h"

namespace ax::realtime {
namespace {

constexpr std::string_view kPrefix = "axt_";

}  // namespace

Task<bool> TicketsInMemory::put(std::string hash, contract::Caller caller, Instant expires_at) {
    std::lock_guard const lock(mutex_);
    order_.push_back(hash);
    kept_.insert_or_assign(std::move(hash), Kept{caller, expires_at});
    for (; order_.size() > most_; order_.pop_front()) kept_.erase(order_.front());
    co_return true;
}

Task<std::optional<contract::Caller>> TicketsInMemory::take(std::string_view hash, Instant now) {
    std::lock_guard const lock(mutex_);
    auto const found = kept_.extract(std::string(hash));
    // Of what lies in front, the taken and the expired are of no more use.
    for (; !order_.empty(); order_.pop_front()) {
        auto const oldest = kept_.find(order_.front());
        if (oldest != kept_.end() && oldest->second.expires_at > now)
            break;
        if (oldest != kept_.end())
            kept_.erase(oldest);
    }
    bool const good = !found.empty() && found.mapped().expires_at > now;
    co_return good ? std::optional(found.mapped().caller) : std::nullopt;
}

Task<Ticket> Tickets::issue(contract::Caller caller) const {
    auto ticket = crypto::new_token(kPrefix);
    while (!co_await store_.put(crypto::token_hash(ticket), caller, clock_.now() + kTicketLife))
        ticket = crypto::new_token(kPrefix);
    co_return Ticket{.ticket = std::move(ticket), .expires_in = static_cast<int>(kTicketLife / seconds{1})};
}

Task<std::optional<contract::Caller>> Tickets::redeem(std::string_view ticket) const {
    if (!crypto::looks_like_token(kPrefix, ticket))
        co_return std::nullopt;
    co_return co_await store_.take(crypto::token_hash(ticket), clock_.now());
}

}  // namespace ax::realtime
