#pragma once

#include "platform/db/database.h"
#include "platform/jobs/runner.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ax::jobs {

/// A job under our lease. `attempt` doubles as the fencing token: every claim raises it, so whoever lost the
/// lease can't end the job any more.
struct Claimed {
    JobId id;
    std::string event;
    std::string listener;
    std::string payload;
    std::optional<std::string> dedupe_key;
    int attempt = 0;
    Instant recorded_at;
};

struct ClaimedSchedule {
    Instant planned_at;
    int failures = 0;
};

/// The job and schedule tables. Claims are one statement each: atomic in the SQLite writer, SKIP LOCKED on
/// PostgreSQL.
class Store {
public:
    Store(db::Database& database, std::string owner, Share const& share = {});

    /// A cheap read, so that an idle sweep writes nothing.
    Task<bool> any_due(Instant now);
    Task<std::vector<Claimed>> claim(Instant now, Instant until, std::size_t most);

    // All of these do nothing if the lease was lost meanwhile.
    Task<void> done(Claimed const& job, Instant now);
    Task<void> failed(Claimed const& job, std::string_view reason, Instant again_at);
    Task<void> died(Claimed const& job, std::string_view reason, Instant now);
    Task<void> hand_back(Claimed const& job, Instant now);
    /// False if the lease was lost.
    Task<bool> extend(Claimed const& job, Instant until);

    Task<void> prepare_schedules(Listeners const& listeners, Instant now);
    Task<std::vector<std::string>> due_schedules(Instant now);
    Task<std::optional<ClaimedSchedule>> claim_schedule(std::string_view name, Instant now, Instant until);
    Task<void> schedule_done(std::string_view name, Instant next);
    Task<void> schedule_failed(std::string_view name, std::string_view reason, Instant again_at);
    Task<void> hand_back_schedule(std::string_view name);
    Task<bool> extend_schedule(std::string_view name, Instant until);

    /// Every lease, whoever holds it.
    Task<void> end_all_leases(Instant now);

    Task<std::vector<DeadJob>> dead(int limit);
    Task<bool> revive(JobId id, Instant now);

private:
    template <class... Args>
    Task<std::int64_t> write(db::Query const& query, Args const&... args);

    db::Database* db_;
    std::string owner_;
    std::string modules_;  // ",payments.,sandbox.,"; empty: all
    int inside_;           // 1: jobs of these, 0: of the others
};

}  // namespace ax::jobs
