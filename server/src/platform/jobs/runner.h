#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/jobs/jobs.h"
#include "platform/runtime/loop.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ax::jobs {

/// Which part of the work a runner takes: by the module in front of the first dot of a listener's or
/// schedule's name. What a version does not know belongs to somebody too, so that a newer one finds it done
/// or waiting.
struct Share {
    std::vector<std::string> modules = {};  // empty: everything
    bool others = false;                    // all but these

    [[nodiscard]] bool takes(std::string_view name) const;
};

struct RunnerOptions {
    std::size_t concurrency = 8;   // jobs and schedules at a time
    Duration lease = seconds{60};  // extended while the work runs; a crashed node's work is retaken after it
    int max_attempts = 18;         // with the delays below: about a day
    Duration first_delay = seconds{10};
    double delay_factor = 3;
    Duration longest_delay = hours{2};
    double jitter = 0.2;  // each delay is multiplied by 1 ± this
    bool sweeps = true;   // false: only commits wake it, for tests of just that
    Share share = {};     // of the jobs and schedules of the deployment
};

/// A job that was given up. Its event is kept, so that retry() can run it after the cause is mended.
struct DeadJob {
    JobId id;
    std::string event;
    std::string listener;
    int attempts = 0;
    std::string last_error;
    Instant recorded_at;
    Instant died_at;
};

/// Runs what Outbox recorded and Listeners scheduled. Any number of runners, in any number of processes, may
/// share a database: a job is claimed under a lease by exactly one of them.
///
/// Lives on one loop: start(), stop(), run_due() and the handlers are all on its thread. Listeners must be
/// filled before the first of them. An outage of the database is logged and tried again at the next sweep.
class Runner {
public:
    Runner(db::Database& database, Clock const& clock, Listeners& listeners, RunnerOptions options = {});
    ~Runner();
    Runner(Runner const&) = delete;
    Runner& operator=(Runner const&) = delete;

    /// From now on jobs run as soon as they are committed or due; a sweep each second is the safety net. Loop
    /// thread.
    void start(runtime::Loop& loop);
    /// For a process that has its database to itself (SQLite), before start(): what an earlier process was
    /// working on when it died is due now, instead of when its leases would end.
    Task<void> end_leases_of_the_dead();
    /// Claims nothing more, waits at most `grace` for what runs, then hands the leases of the rest back so
    /// that another node takes them at once. The runner can't be started again; a second stop() waits once
    /// more.
    Task<void> stop(Duration grace);

    /// For tests with a manual clock: runs everything that is due at clock.now(), one at a time, oldest
    /// first, also what that work records, until nothing is due. Returns how many runs that were. Not after
    /// start().
    Task<int> run_due();

    /// Dead letters, newest first.
    Task<std::vector<DeadJob>> dead(int limit = 100);
    /// Gives a dead letter all its attempts again, from now; false if there is no such dead letter.
    Task<bool> retry(JobId id);

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// The wait before the try after `failed_attempts` failures (1 = after the first), before jitter.
[[nodiscard]] Duration retry_delay(RunnerOptions const& options, int failed_attempts);

}  // namespace ax::jobs
