#pragma once

#include "base/result.h"
#include "features/realtime/realtime.h"
#include "features/site/contract.h"
#include "platform/api/router.h"
#include "platform/db/database.h"
#include "platform/runtime/loop.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace ax::site {

/// Whether the site is closed for work on it. The truth is a row of the database; every process keeps a copy
/// that it renews each second, so that asking costs a request one atomic load.
///
/// Thread-safe. While it is on, only the staff and what the site needs to be looked after get through:
/// health, the status, signing in, webhooks about money that has moved already, and the live connection,
/// which brings the news of its end.
class Maintenance {
public:
    Maintenance(db::Database& db, Clock const& clock, realtime::Realtime& realtime);

    [[nodiscard]] bool on() const noexcept { return on_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::string message() const;
    /// The answer to this request instead of its own; nothing while it may go on.
    [[nodiscard]] std::optional<Error> closed(std::string_view endpoint, contract::Caller const& who) const;

    /// For the operator. Fails with the field `message`.
    Task<Result<void>> set(bool on, std::string message);
    /// Reads the row; a change is told to whoever is connected to this process.
    Task<void> refresh();
    /// Looks once a second, until the loop ends or stop(). Loop thread only.
    void start(runtime::Loop& loop);
    void stop() noexcept { stopping_ = true; }

private:
    static Task<void> look(Maintenance* self);

    db::Database& db_;
    Clock const& clock_;
    realtime::Realtime& realtime_;
    std::atomic<bool> on_ = false;
    std::atomic<bool> looking_ = false;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;  // of the message
    std::string message_;
};

}  // namespace ax::site
