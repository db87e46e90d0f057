#pragma once

#include "platform/db/open.h"
#include "platform/db/postgres/connection.h"
#include "platform/db/postgres/servers.h"
#include "platform/db/postgres/ticker.h"

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace ax::db::postgres {

class Links;

/// The right to use a write connection, until it is destroyed. Given back in the middle of a transaction, the
/// connection is closed, which rolls back.
class Lease {
public:
    Lease() = default;
    Lease(std::weak_ptr<Links> links, std::shared_ptr<Connection> connection)
        : links_(std::move(links)), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&& other) noexcept;
    ~Lease() { give_back(); }

    explicit operator bool() const noexcept { return connection_ != nullptr; }
    Connection& connection() const noexcept { return *connection_; }
    void set_in_transaction(bool open) noexcept { in_transaction_ = open; }
    void give_back() noexcept;

private:
    std::weak_ptr<Links> links_;
    std::shared_ptr<Connection> connection_;
    bool in_transaction_ = false;
};

/// What one loop has of PostgreSQL: a pipelined connection for reads, one to each replica, and a few for
/// transactions, made when they are first needed. Swept four times a second. Loop thread only, except for
/// destruction after the loop has stopped.
class Links final : public std::enable_shared_from_this<Links> {
public:
    Links(runtime::Loop& loop, OpenOptions const& options, Servers const& servers);
    void start();

    Connection& reader() noexcept { return *reader_; }
    Connection& replica(std::size_t index) noexcept { return *replicas_[index]; }
    /// A free write connection; callers are served in order. Throws Unavailable if too many wait already or
    /// the deadline passes first.
    Task<Lease> acquire(Deadline deadline);

private:
    friend class Lease;
    struct Claim final : Waiter {
        using Waiter::Waiter;
        Lease lease;
    };
    void sweep();
    void take_back(std::shared_ptr<Connection> connection);

    runtime::Loop& loop_;
    Connection::Settings settings_;
    std::size_t most_;
    std::size_t queue_;
    std::shared_ptr<Connection> reader_;
    std::vector<std::shared_ptr<Connection>> replicas_;
    std::vector<std::shared_ptr<Connection>> writers_;  // all of them
    std::vector<std::shared_ptr<Connection>> free_;
    std::deque<std::shared_ptr<Claim>> claims_;
    std::optional<Ticker> ticker_;
};

}  // namespace ax::db::postgres
