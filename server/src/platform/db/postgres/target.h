#pragma once

#include "platform/db/open.h"
#include "platform/db/postgres/wait.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace ax::db::postgres {

/// One of the hosts that an address names; empty parts are left to libpq.
struct Host {
    std::string host;
    std::string address;
    std::string port;
};

/// One address (the primary's, with all hosts it may be on, or one replica's) and what connections to it have
/// learned about it. Shared by all connections of all loops; thread-safe.
class Target {
public:
    enum class Role : unsigned char { primary, replica };

    /// Throws std::invalid_argument in words that hold no password: for an address that can't be read, and
    /// for a replica with several hosts.
    Target(std::string url, Role role, Prepare prepare);

    [[nodiscard]] std::string const& url() const noexcept { return url_; }
    [[nodiscard]] Role role() const noexcept { return role_; }
    /// At least one.
    [[nodiscard]] std::vector<Host> const& hosts() const noexcept { return hosts_; }
    /// `host:port`, for logs and metrics.
    [[nodiscard]] std::string name(std::size_t host) const;

    /// The host that was good last: where to begin.
    [[nodiscard]] std::size_t good_host() const noexcept {
        return good_host_.load(std::memory_order_acquire);
    }
    /// A connection to it could be made and it is what it should be. The generation of that connection.
    std::uint64_t found(std::size_t host, Deadline now) noexcept;
    /// When that was last.
    [[nodiscard]] Deadline last_found() const noexcept;
    /// Connections of an earlier generation are not to be used: the primary is elsewhere, or not what it was.
    [[nodiscard]] std::uint64_t generation() const noexcept {
        return generation_.load(std::memory_order_acquire);
    }
    /// It refused a write: all connections are to be made, and judged, anew.
    void distrust() noexcept { generation_.fetch_add(1, std::memory_order_acq_rel); }

    /// False for a primary of an earlier timeline than one that was seen: another server was promoted since.
    [[nodiscard]] bool is_latest(std::uint32_t timeline) noexcept;

    /// Something answered. Kept with the precision of a tenth of a second.
    void answered(Deadline now) noexcept;
    [[nodiscard]] Deadline last_answer() const noexcept;

    /// The watch has found that nothing answers and no connection can be made; everything is refused at once.
    void set_away(std::string problem);
    void set_back();
    [[nodiscard]] bool away() const noexcept { return away_.load(std::memory_order_acquire); }
    /// Throws Unavailable while it is away.
    void refuse_if_away() const;
    [[nodiscard]] std::string problem() const;

    /// A pooler stands in between: what is set for a session reaches somebody else.
    [[nodiscard]] bool pooled() const noexcept { return pooled_.load(std::memory_order_relaxed); }
    void set_pooled() noexcept;
    /// A named statement was not what it should be, as behind a pooler that was not recognised.
    void names_failed() noexcept;
    [[nodiscard]] bool names_statements() const noexcept;

private:
    std::string url_;
    Role role_;
    Prepare prepare_;
    std::vector<Host> hosts_;
    std::atomic<std::size_t> good_host_ = 0;
    std::atomic<std::uint64_t> generation_ = 0;
    std::atomic<std::uint32_t> timeline_ = 0;
    std::atomic<SteadyClock::rep> last_found_ = 0;
    std::atomic<SteadyClock::rep> last_answer_ = 0;
    std::atomic<bool> away_ = false;
    std::atomic<bool> pooled_ = false;
    std::atomic<bool> no_names_ = false;
    mutable std::mutex mutex_;
    std::string problem_;  // by mutex_
};

}  // namespace ax::db::postgres
