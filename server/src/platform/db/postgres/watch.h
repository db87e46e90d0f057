#pragma once

#include "base/task.h"
#include "platform/db/postgres/connection.h"
#include "platform/db/postgres/servers.h"
#include "platform/db/postgres/ticker.h"

#include <memory>
#include <optional>
#include <vector>

namespace ax::db::postgres {

/// Asks every server a small question several times a second, on connections of its own and off everybody's
/// path: whether it answers, and how far it is. A server is away once a new connection can't be made and no
/// connection of this process has had an answer for a fifth of the patience. Lives on one loop; destroyed
/// once that has stopped.
class Watch {
public:
    /// `servers` must outlive it.
    Watch(runtime::Loop& loop, Servers& servers, std::chrono::milliseconds patience);
    Watch(Watch const&) = delete;
    Watch& operator=(Watch const&) = delete;

private:
    struct Watched {
        std::shared_ptr<Target> target;
        std::shared_ptr<Connection> connection;
        char const* question;
        std::size_t replica = 0;
        bool complained = false;
        std::optional<Task<void>> asking{};
    };
    void tick();
    Task<void> ask(Watched& server);
    Task<void> answer(Watched& server);
    void take(Watched const& server, Deadline asked, PGresult const* answer);

    Servers& servers_;
    std::chrono::milliseconds limit_;
    std::vector<Watched> watched_;  // fixed once made: questions refer to its elements
    Ticker ticker_;
};

}  // namespace ax::db::postgres
