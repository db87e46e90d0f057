#include "platform/jobs/backlog.h"

#include <algorithm>

namespace ax::jobs {
namespace {

// Longer than any lease and any delay of a retry (RunnerOptions): beyond are only those that were planned so.
constexpr auto kSoon = hours{3};

db::Query const kSoonDue{"jobs.backlog", R"sql(
    SELECT COUNT(CASE WHEN due_at <= $1 THEN 1 END),
           COUNT(CASE WHEN due_at > $1 AND lease_owner IS NOT NULL THEN 1 END),
           MIN(CASE WHEN due_at <= $1 THEN due_at END),
           COUNT(CASE WHEN listener = 'mail.send' AND attempts > 0 AND lease_owner IS NULL THEN 1 END),
           MIN(CASE WHEN listener = 'mail.send' AND attempts > 0 AND lease_owner IS NULL THEN recorded_at END)
    FROM job WHERE state = 'ready' AND due_at <= $2
)sql"};

// From the indexes alone.
db::Query const kOpen{"jobs.backlog_open", "SELECT COUNT(*) FROM job WHERE state = 'ready'"};
db::Query const kDead{"jobs.backlog_dead", "SELECT COUNT(*) FROM job WHERE state = 'dead'"};

Task<std::int64_t> count(db::Executor& db, db::Query const& query) {
    auto const row = co_await db.one(query);
    co_return row ? row->get<std::int64_t>(0) : 0;
}

}  // namespace

Task<Backlog> backlog(db::Executor& db, Instant now) {
    Backlog out;
    if (auto const soon = co_await db.one(kSoonDue, now, now + kSoon))
        out = {.waiting = soon->get<std::int64_t>(0),
               .running = soon->get<std::int64_t>(1),
               .later = 0,
               .dead = 0,
               .oldest_due = soon->get<std::optional<Instant>>(2),
               .mails_failing = soon->get<std::int64_t>(3),
               .oldest_mail = soon->get<std::optional<Instant>>(4)};
    auto const open = co_await count(db, kOpen);
    // Three reads, between which jobs may end.
    out.later = std::max<std::int64_t>(0, open - out.waiting - out.running);
    out.dead = co_await count(db, kDead);
    co_return out;
}

}  // namespace ax::jobs
