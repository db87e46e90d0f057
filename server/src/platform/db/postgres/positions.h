#pragma once

#include "platform/db/postgres/target.h"
#include "platform/db/replicas.h"
#include "platform/telemetry/metrics.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace ax::db::postgres {

/// A position in the write-ahead log.
using Lsn = std::uint64_t;

/// `16/B374D848`; none for anything else.
[[nodiscard]] std::optional<Lsn> parse_lsn(std::string_view text) noexcept;

/// How far the primary and its replicas are, and with that what a replica must have replayed to answer. Two
/// things are asked of it: everything that this process has committed, and everything that was durable on the
/// primary `most_lag` ago. The second goes by samples (at this time of ours the primary was there), so no two
/// clocks are compared, an idle primary leaves no replica behind, and a replica that is cut off does not look
/// current. Thread-safe.
class Positions {
public:
    Positions(std::vector<std::shared_ptr<Target>> replicas, std::chrono::milliseconds most_lag);

    [[nodiscard]] bool any_replica() const noexcept { return !replicas_.empty(); }
    [[nodiscard]] std::size_t replicas() const noexcept { return replicas_.size(); }
    [[nodiscard]] Target const& replica(std::size_t index) const noexcept { return *replicas_[index].target; }

    /// This process has committed something that ends no later than here.
    void committed(Lsn at);
    /// It has, or may have, committed something and was not told where that ends: no replica is asked before
    /// the next sample.
    void committed_somewhere(Deadline now);
    /// The primary said, after it was asked then, that everything up to `durable` is on disk, and that
    /// nothing is written behind `inserted`.
    void sampled(Deadline asked, Lsn durable, Lsn inserted);
    /// A replica said how far it is; none: it replays nothing, it is no replica.
    void replayed(std::size_t index, std::optional<Lsn> at, Deadline now);

    /// What a replica must have replayed to answer now; none: no replica may.
    [[nodiscard]] std::optional<Lsn> needed(Deadline now) const;
    /// The next one, in turn, that seems to have that much.
    [[nodiscard]] std::optional<std::size_t> choose(Deadline now) const;

    enum class Read : unsigned char { served, behind, failed };
    void count(std::size_t index, Read outcome) noexcept;
    [[nodiscard]] std::vector<ReplicaHealth> health(Deadline now) const;
    /// Of all replicas, for /metrics.
    void publish(Deadline now) noexcept;

private:
    struct Sample {
        Deadline asked;
        Lsn durable = 0;
    };
    struct Replica {
        std::shared_ptr<Target> target;
        metrics::Gauge* serves;
        metrics::Gauge* lag;  // seconds
        metrics::Gauge* lag_bytes;
        metrics::Counter* reads[3];
        // By mutex_.
        std::optional<Lsn> replayed{};
        std::optional<Deadline> current_at{};  // it has what was durable then
    };
    [[nodiscard]] std::optional<Lsn> needed_by_clock(Deadline now) const;
    [[nodiscard]] ReplicaHealth health(Replica const& replica, Deadline now) const;

    std::chrono::milliseconds most_lag_;
    mutable std::mutex mutex_;
    std::vector<Replica> replicas_;
    mutable std::deque<Sample> samples_;  // oldest first, none older than most_lag_
    Lsn newest_ = 0;
    Lsn own_ = 0;
    std::optional<Deadline> unknown_since_;
    mutable std::size_t turn_ = 0;
};

}  // namespace ax::db::postgres
