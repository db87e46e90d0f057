#include "platform/db/postgres/links.h"

#include "platform/db/waiting.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::db::postgres {
namespace {

constexpr std::chrono::milliseconds kSweep{250};

Connection::Settings settings_for(std::shared_ptr<Target> target, std::chrono::milliseconds patience,
                                  bool read_only) {
    return {
        .target = std::move(target), .read_only = read_only, .patience = patience, .connect_limit = patience};
}

}  // namespace

Lease& Lease::operator=(Lease&& other) noexcept {
    if (this != &other) {
        give_back();
        links_ = std::move(other.links_);
        connection_ = std::move(other.connection_);
        in_transaction_ = other.in_transaction_;
    }
    return *this;
}

void Lease::give_back() noexcept {
    auto connection = std::exchange(connection_, nullptr);
    if (!connection)
        return;
    // Without a loop the database is being taken down: nobody waits any more, and the connection closes
    // itself.
    auto const links = links_.lock();
    if (!links || runtime::Loop::current() == nullptr)
        return;
    if (in_transaction_ || connection->busy())
        connection->close(std::make_exception_ptr(Unavailable("the transaction was given up")));
    links->take_back(std::move(connection));
}

Links::Links(runtime::Loop& loop, OpenOptions const& options, Servers const& servers)
    : loop_(loop),
      settings_(settings_for(servers.primary, options.patience, false)),
      most_(std::max<std::size_t>(options.write_connections, 1)),
      queue_(options.write_queue),
      reader_(std::make_shared<Connection>(loop, settings_for(servers.primary, options.patience, true))) {
    for (auto const& replica : servers.replicas)
        replicas_.push_back(
            std::make_shared<Connection>(loop, settings_for(replica, replica_patience(options), true)));
}

void Links::start() {
    (void)waiting_writes(Engine::postgres);  // from the start, at zero
    ticker_.emplace(loop_, kSweep, [weak = weak_from_this()] {
        if (auto const links = weak.lock())
            links->sweep();
    });
}

Task<Lease> Links::acquire(Deadline deadline) {
    settings_.target->refuse_if_away();
    Lease lease;
    if (free_.empty() && writers_.size() < most_) {
        free_.push_back(std::make_shared<Connection>(loop_, settings_));
        writers_.push_back(free_.back());
    }
    if (!free_.empty()) {
        lease = Lease(weak_from_this(), std::move(free_.back()));
        free_.pop_back();
    } else {
        if (claims_.size() >= queue_)
            throw Unavailable("too many transactions wait for PostgreSQL");
        auto const claim = std::make_shared<Claim>(deadline);
        claims_.push_back(claim);
        WaitingWrite const in_line(Engine::postgres);
        co_await Wait{claim};
        lease = std::move(claim->lease);
    }
    co_await lease.connection().ready(deadline);
    co_return lease;
}

void Links::take_back(std::shared_ptr<Connection> connection) {
    while (!claims_.empty()) {
        auto const claim = std::move(claims_.front());
        claims_.pop_front();
        if (claim->settled || claim->abandoned)
            continue;
        claim->lease = Lease(weak_from_this(), std::move(connection));
        return settle(claim);
    }
    free_.push_back(std::move(connection));
}

void Links::sweep() {
    auto const now = SteadyClock::now();
    // Reads lose nothing, so they need not wait for what is not expected to come.
    Target const& primary = *settings_.target;
    if (primary.away() && reader_->busy())
        reader_->close(std::make_exception_ptr(
            Unavailable(fmt::format("PostgreSQL is not reachable: {}", primary.problem()))));
    reader_->sweep(now);
    for (auto const& replica : replicas_) replica->sweep(now);
    for (auto const& writer : writers_) writer->sweep(now);
    for (auto const& claim : claims_) {
        if (now >= claim->deadline)
            settle(claim,
                   std::make_exception_ptr(Unavailable("no connection to PostgreSQL was free in time")));
    }
    std::erase_if(claims_, [](auto const& claim) { return claim->settled || claim->abandoned; });
}

}  // namespace ax::db::postgres
