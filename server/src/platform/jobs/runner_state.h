#pragma once

#include "platform/jobs/store.h"

#include <atomic>
#include <list>
#include <memory>
#include <optional>
#include <random>
#include <string>

namespace ax::jobs {

/// Everything of a Runner. Spawned work keeps it alive, so a runner may go before the loop's last job has.
struct Runner::State : std::enable_shared_from_this<State> {
    State(db::Database& database, Clock const& time, Listeners& registry, RunnerOptions settings);

    /// A job or a schedule that is on its way, with the lease that we hold on it.
    struct Running {
        std::optional<Claimed> job = {};
        std::string schedule = {};
        ClaimedSchedule plan = {};
        Instant leased_until = {};
        std::uint64_t serial = 0;
        bool begun = false;  // false: claimed while stopping
    };
    /// How a handler ended.
    struct Outcome {
        enum class Kind : unsigned char { done, again, never, put_off } kind = Kind::done;
        std::string reason = {};
        Instant until = {};  // if put off
    };

    Clock const& clock;
    Listeners& listeners;
    RunnerOptions options;
    Store store;
    std::minstd_rand random;
    runtime::Loop* loop = nullptr;
    std::list<Running> running;
    std::uint64_t last_serial = 0;
    std::atomic<bool> rung = false;  // a wake-up is posted to the loop and was not taken yet
    bool prepared = false;
    bool pumping = false;
    bool pump_again = false;
    bool extending = false;
    bool stopping = false;

    [[nodiscard]] bool has_room() const { return !stopping && running.size() < options.concurrency; }
    [[nodiscard]] bool is_working() const;
    [[nodiscard]] bool runs_schedule(std::string_view name) const;
    [[nodiscard]] Instant lease_end() const { return clock.now() + options.lease; }
    [[nodiscard]] Instant again_at(int failures);

    // runner.cpp: claiming
    Task<void> pump();
    Task<void> claim_what_fits();
    Task<bool> claim_schedule(std::string const& name);
    Running& enter(Running entry);
    void spawn(Running& entry);
    Task<void> extend_leases();
    Task<void> extend(Running const& entry);
    Task<void> hand_back();
    void tick();

    // run.cpp: running
    Task<void> run(Running& entry);
    Task<Outcome> call(Running const& entry);
    Task<void> record(Running const& entry, Outcome const& outcome);
    Task<void> record_job(Claimed const& job, Outcome const& outcome);
    Task<void> record_schedule(Running const& entry, Outcome const& outcome);
};

}  // namespace ax::jobs
