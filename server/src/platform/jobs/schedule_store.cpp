#include "platform/jobs/store.h"

#include <algorithm>

namespace ax::jobs {
namespace {

db::Query const kSchedules{"jobs.schedules", R"sql(
    SELECT name, period FROM schedule
)sql"};

// A changed period starts anew: the row is due at once.
db::Query const kPrepareSchedule{"jobs.prepare_schedule", R"sql(
    INSERT INTO schedule (name, period, planned_at, due_at) VALUES ($1, $2, $3, $3)
    ON CONFLICT (name) DO UPDATE
        SET period = excluded.period, planned_at = excluded.planned_at, due_at = excluded.due_at
        WHERE schedule.period <> excluded.period
)sql"};

db::Query const kDueSchedules{"jobs.due_schedules", R"sql(
    SELECT name FROM schedule WHERE due_at <= $1 ORDER BY due_at, name
)sql"};

db::Query const kClaimSchedule{"jobs.claim_schedule", R"sql(
    UPDATE schedule SET lease_owner = $2, due_at = $4 WHERE name = $1 AND due_at <= $3
    RETURNING planned_at, failures
)sql"};

db::Query const kScheduleDone{"jobs.schedule_done", R"sql(
    UPDATE schedule SET planned_at = $3, due_at = $3, lease_owner = NULL, failures = 0, last_error = NULL
    WHERE name = $1 AND lease_owner = $2
)sql"};

db::Query const kScheduleFailed{"jobs.schedule_failed", R"sql(
    UPDATE schedule SET due_at = $3, lease_owner = NULL, failures = failures + 1, last_error = $4
    WHERE name = $1 AND lease_owner = $2
)sql"};

db::Query const kHandBackSchedule{"jobs.hand_back_schedule", R"sql(
    UPDATE schedule SET due_at = planned_at, lease_owner = NULL WHERE name = $1 AND lease_owner = $2
)sql"};

db::Query const kExtendSchedule{"jobs.extend_schedule", R"sql(
    UPDATE schedule SET due_at = $3 WHERE name = $1 AND lease_owner = $2
)sql"};

}  // namespace

Task<void> Store::prepare_schedules(Listeners const& listeners, Instant now) {
    auto const rows = co_await db_->rows(kSchedules);
    auto const known = [&rows](Listeners::Schedule const& schedule) {
        for (auto const row : rows)
            if (row.get<std::string_view>(0) == schedule.name)
                return row.get<std::int64_t>(1) == schedule.period.count();
        return false;
    };
    for (auto const& schedule : listeners.schedules())
        if (!known(schedule))
            co_await db_->write([&](db::Tx& tx) -> Task<std::int64_t> {
                co_return co_await tx.exec(kPrepareSchedule, schedule.name, schedule.period.count(), now);
            });
}

Task<std::vector<std::string>> Store::due_schedules(Instant now) {
    std::vector<std::string> names;
    auto const rows = co_await db_->rows(kDueSchedules, now);
    for (auto const row : rows) names.push_back(row.get<std::string>(0));
    co_return names;
}

Task<std::optional<ClaimedSchedule>> Store::claim_schedule(std::string_view name, Instant now,
                                                           Instant until) {
    auto const rows = co_await db_->write([&](db::Tx& tx) -> Task<db::Rows> {
        co_return co_await tx.rows(kClaimSchedule, name, owner_, now, until);
    });
    if (rows.empty())
        co_return std::nullopt;
    co_return ClaimedSchedule{rows.get<Instant>(0, 0), rows.get<int>(0, 1)};
}

Task<void> Store::schedule_done(std::string_view name, Instant next) {
    co_await db_->write([&](db::Tx& tx) -> Task<std::int64_t> {
        co_return co_await tx.exec(kScheduleDone, name, owner_, next);
    });
}

Task<void> Store::schedule_failed(std::string_view name, std::string_view reason, Instant again_at) {
    co_await db_->write([&](db::Tx& tx) -> Task<std::int64_t> {
        co_return co_await tx.exec(kScheduleFailed, name, owner_, again_at, reason);
    });
}

Task<void> Store::hand_back_schedule(std::string_view name) {
    co_await db_->write([&](db::Tx& tx) -> Task<std::int64_t> {
        co_return co_await tx.exec(kHandBackSchedule, name, owner_);
    });
}

Task<bool> Store::extend_schedule(std::string_view name, Instant until) {
    co_return co_await db_->write([&](db::Tx& tx) -> Task<std::int64_t> {
        co_return co_await tx.exec(kExtendSchedule, name, owner_, until);
    }) > 0;
}

}  // namespace ax::jobs
