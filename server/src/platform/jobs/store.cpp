#include "platform/jobs/store.h"

#include <algorithm>

namespace ax::jobs {
namespace {

// Behind the state and the time: of what is due, few rows are somebody else's.
db::Query const kAnyDue{"jobs.any_due",
                        R"sql(
    SELECT 1 FROM job WHERE state = 'ready' AND due_at <= $1
      AND ($2 = '' OR ($3 = 1) =
           (instr($2, ',' || substr(listener || '.', 1, instr(listener || '.', '.')) || ',') > 0))
    LIMIT 1
)sql",
                        R"sql(
    SELECT 1 FROM job WHERE state = 'ready' AND due_at <= $1
      AND ($2 = '' OR ($3 = 1) = (strpos($2, ',' || split_part(listener, '.', 1) || '.,') > 0))
    LIMIT 1
)sql"};

db::Query const kClaim{"jobs.claim",
                       R"sql(
    UPDATE job SET lease_owner = $1, due_at = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM job WHERE state = 'ready' AND due_at <= $3
                   AND ($5 = '' OR ($6 = 1) =
                        (instr($5, ',' || substr(listener || '.', 1, instr(listener || '.', '.')) || ',') > 0))
                 ORDER BY due_at, id LIMIT $4)
    RETURNING id, event, listener, payload, dedupe_key, attempts, recorded_at
)sql",
                       // ARRAY: the planner may not run the locking subquery twice.
                       R"sql(
    UPDATE job SET lease_owner = $1, due_at = $2, attempts = attempts + 1
    WHERE id = ANY (ARRAY(SELECT id FROM job WHERE state = 'ready' AND due_at <= $3
                            AND ($5 = '' OR ($6 = 1) =
                                 (strpos($5, ',' || split_part(listener, '.', 1) || '.,') > 0))
                          ORDER BY due_at, id LIMIT $4 FOR UPDATE SKIP LOCKED))
    RETURNING id, event, listener, payload, dedupe_key, attempts, recorded_at
)sql"};

db::Query const kForget{"jobs.forget", R"sql(
    DELETE FROM job WHERE id = $1 AND lease_owner = $2 AND attempts = $3
)sql"};

db::Query const kDone{"jobs.done", R"sql(
    UPDATE job SET state = 'done', payload = '', lease_owner = NULL, last_error = NULL, ended_at = $4
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3
)sql"};

db::Query const kFailed{"jobs.failed", R"sql(
    UPDATE job SET due_at = $4, lease_owner = NULL, last_error = $5
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3
)sql"};

db::Query const kDied{"jobs.died", R"sql(
    UPDATE job SET state = 'dead', lease_owner = NULL, last_error = $5, ended_at = $4
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3
)sql"};

db::Query const kHandBack{"jobs.hand_back", R"sql(
    UPDATE job SET due_at = $4, lease_owner = NULL, attempts = attempts - 1
    WHERE id = $1 AND lease_owner = $2 AND attempts = $3
)sql"};

db::Query const kExtend{"jobs.extend", R"sql(
    UPDATE job SET due_at = $4 WHERE id = $1 AND lease_owner = $2 AND attempts = $3
)sql"};

db::Query const kDead{"jobs.dead", R"sql(
    SELECT id, event, listener, attempts, last_error, recorded_at, ended_at
    FROM job WHERE state = 'dead' ORDER BY id DESC LIMIT $1
)sql"};

db::Query const kRevive{"jobs.revive", R"sql(
    UPDATE job SET state = 'ready', attempts = 0, due_at = $2, ended_at = NULL
    WHERE id = $1 AND state = 'dead'
)sql"};

db::Query const kEndLeases{"jobs.end_leases", R"sql(
    UPDATE job SET due_at = $1, lease_owner = NULL WHERE lease_owner IS NOT NULL AND state = 'ready'
)sql"};

db::Query const kEndScheduleLeases{"jobs.end_schedule_leases", R"sql(
    UPDATE schedule SET due_at = planned_at, lease_owner = NULL WHERE lease_owner IS NOT NULL
)sql"};

}  // namespace

Store::Store(db::Database& database, std::string owner, Share const& share)
    : db_(&database), owner_(std::move(owner)), inside_(share.others ? 0 : 1) {
    for (auto const& module : share.modules) modules_ += (modules_.empty() ? "," : "") + module + ".,";
}

template <class... Args>
Task<std::int64_t> Store::write(db::Query const& query, Args const&... args) {
    co_return co_await db_->write(
        [&](db::Tx& tx) -> Task<std::int64_t> { co_return co_await tx.exec(query, args...); });
}

Task<bool> Store::any_due(Instant now) {
    co_return (co_await db_->one(kAnyDue, now, modules_, inside_)).has_value();
}

Task<std::vector<Claimed>> Store::claim(Instant now, Instant until, std::size_t most) {
    auto const rows = co_await db_->write([&](db::Tx& tx) -> Task<db::Rows> {
        co_return co_await tx.rows(kClaim, owner_, until, now, most, modules_, inside_);
    });
    std::vector<Claimed> jobs;
    for (auto const row : rows)
        jobs.push_back({.id = row.get<JobId>(0),
                        .event = row.get<std::string>(1),
                        .listener = row.get<std::string>(2),
                        .payload = row.get<std::string>(3),
                        .dedupe_key = row.get<std::optional<std::string>>(4),
                        .attempt = row.get<int>(5),
                        .recorded_at = row.get<Instant>(6)});
    std::ranges::sort(jobs, {}, &Claimed::id);  // RETURNING promises no order
    co_return jobs;
}

Task<void> Store::done(Claimed const& job, Instant now) {
    if (job.dedupe_key)
        co_await write(kDone, job.id, owner_, job.attempt, now);
    else
        co_await write(kForget, job.id, owner_, job.attempt);
}

Task<void> Store::failed(Claimed const& job, std::string_view reason, Instant again_at) {
    co_await write(kFailed, job.id, owner_, job.attempt, again_at, reason);
}

Task<void> Store::died(Claimed const& job, std::string_view reason, Instant now) {
    co_await write(kDied, job.id, owner_, job.attempt, now, reason);
}

Task<void> Store::hand_back(Claimed const& job, Instant now) {
    co_await write(kHandBack, job.id, owner_, job.attempt, now);
}

Task<bool> Store::extend(Claimed const& job, Instant until) {
    co_return co_await write(kExtend, job.id, owner_, job.attempt, until) > 0;
}

Task<std::vector<DeadJob>> Store::dead(int limit) {
    std::vector<DeadJob> jobs;
    auto const rows = co_await db_->rows(kDead, limit);
    for (auto const row : rows)
        jobs.push_back({.id = row.get<JobId>(0),
                        .event = row.get<std::string>(1),
                        .listener = row.get<std::string>(2),
                        .attempts = row.get<int>(3),
                        .last_error = row.get<std::optional<std::string>>(4).value_or(""),
                        .recorded_at = row.get<Instant>(5),
                        .died_at = row.get<Instant>(6)});
    co_return jobs;
}

Task<bool> Store::revive(JobId id, Instant now) { co_return co_await write(kRevive, id, now) > 0; }

Task<void> Store::end_all_leases(Instant now) {
    co_await db_->write([&](db::Tx& tx) -> Task<Result<void>> {
        co_await tx.exec(kEndLeases, now);
        co_await tx.exec(kEndScheduleLeases);
        co_return Result<void>{};
    });
}

}  // namespace ax::jobs
