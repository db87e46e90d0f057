#include "platform/db/postgres/positions.h"

#include "platform/telemetry/seconds_gauge.h"

#include <algorithm>
#include <charconv>

namespace ax::db::postgres {
namespace {

metrics::Counter& reads_of(std::string const& name, std::string_view outcome) {
    return metrics::counter(
        "db_replica_reads_total",
        "Reads sent to a replica: served, or repeated on the primary because the replica was "
        "behind or failed",
        {{"replica", name}, {"outcome", outcome}});
}

}  // namespace

std::optional<Lsn> parse_lsn(std::string_view text) noexcept {
    auto const slash = text.find('/');
    if (slash == std::string_view::npos)
        return {};
    auto const half = [](std::string_view digits) -> std::optional<std::uint32_t> {
        std::uint32_t value = 0;
        auto const end = digits.data() + digits.size();
        auto const read = std::from_chars(digits.data(), end, value, 16);
        if (digits.empty() || read.ec != std::errc{} || read.ptr != end)
            return {};
        return value;
    };
    auto const high = half(text.substr(0, slash));
    auto const low = half(text.substr(slash + 1));
    if (!high || !low)
        return {};
    return (Lsn{*high} << 32U) | *low;
}

Positions::Positions(std::vector<std::shared_ptr<Target>> replicas, std::chrono::milliseconds most_lag)
    : most_lag_(most_lag) {
    for (auto& target : replicas) {
        auto const name = target->name(0);
        replicas_.push_back(
            {.target = std::move(target),
             .serves =
                 &metrics::gauge("db_replica_serves", "1: the replica may answer reads", {{"replica", name}}),
             .lag = &metrics::seconds_gauge("db_replica_lag_seconds",
                                            "The replica has at least what the primary had so long ago",
                                            {{"replica", name}}),
             .lag_bytes = &metrics::gauge("db_replica_lag_bytes", "Log that the replica has not replayed",
                                          {{"replica", name}}),
             .reads = {&reads_of(name, "served"), &reads_of(name, "behind"), &reads_of(name, "failed")}});
    }
}

void Positions::committed(Lsn at) {
    std::lock_guard const lock(mutex_);
    own_ = std::max(own_, at);
}

void Positions::committed_somewhere(Deadline now) {
    std::lock_guard const lock(mutex_);
    unknown_since_ = now;
}

void Positions::sampled(Deadline asked, Lsn durable, Lsn inserted) {
    std::lock_guard const lock(mutex_);
    samples_.push_back({asked, durable});
    (void)needed_by_clock(asked);
    newest_ = durable;
    if (unknown_since_ && *unknown_since_ <= asked) {
        own_ = std::max(own_, inserted);
        unknown_since_.reset();
    }
}

void Positions::replayed(std::size_t index, std::optional<Lsn> at, Deadline now) {
    std::lock_guard const lock(mutex_);
    Replica& replica = replicas_[index];
    replica.replayed = at;
    (void)needed_by_clock(now);  // drops what is too old
    // Newest first. Where it has none of them it stays as old as it was.
    for (auto sample = samples_.rbegin(); at && sample != samples_.rend(); ++sample) {
        if (sample->durable > *at)
            continue;
        replica.current_at = std::max(replica.current_at.value_or(sample->asked), sample->asked);
        break;
    }
}

std::optional<Lsn> Positions::needed_by_clock(Deadline now) const {
    while (!samples_.empty() && samples_.front().asked < now - most_lag_) samples_.pop_front();
    if (samples_.empty())
        return {};
    return samples_.front().durable;
}

std::optional<Lsn> Positions::needed(Deadline now) const {
    std::lock_guard const lock(mutex_);
    auto const by_clock = needed_by_clock(now);
    if (!by_clock || unknown_since_)
        return {};
    return std::max(*by_clock, own_);
}

std::optional<std::size_t> Positions::choose(Deadline now) const {
    std::lock_guard const lock(mutex_);
    for (std::size_t tried = 0; tried < replicas_.size(); ++tried) {
        std::size_t const index = turn_++ % replicas_.size();
        if (health(replicas_[index], now).serves)
            return index;
    }
    return {};
}

void Positions::count(std::size_t index, Read outcome) noexcept {
    replicas_[index].reads[static_cast<std::size_t>(outcome)]->add();
}

ReplicaHealth Positions::health(Replica const& replica, Deadline now) const {
    ReplicaHealth out;
    if (replica.current_at)
        out.lag = std::chrono::duration_cast<Duration>(now - *replica.current_at);
    if (replica.target->away() || replica.target->last_answer() == Deadline{})
        out.state = "away";
    else if (!replica.replayed)
        out.state = "not a replica";
    else if (!out.lag || *out.lag > most_lag_)
        out.state = "lagging";
    else
        out.state = "streaming";
    out.serves = out.state == "streaming";
    return out;
}

std::vector<ReplicaHealth> Positions::health(Deadline now) const {
    std::lock_guard const lock(mutex_);
    std::vector<ReplicaHealth> out;
    for (auto const& replica : replicas_) out.push_back(health(replica, now));
    return out;
}

void Positions::publish(Deadline now) noexcept {
    std::lock_guard const lock(mutex_);
    for (auto const& replica : replicas_) {
        auto const state = health(replica, now);
        replica.serves->set(state.serves ? 1 : 0);
        if (state.lag)
            replica.lag->set(state.lag->count());
        auto const at = replica.replayed.value_or(newest_);
        replica.lag_bytes->set(at < newest_ ? static_cast<std::int64_t>(newest_ - at) : 0);
    }
}

}  // namespace ax::db::postgres
