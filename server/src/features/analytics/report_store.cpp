#include "features/analytics/report_store.h"

#include "features/analytics/range.h"
#include "platform/db/may_lag.h"

namespace ax::analytics::report_store {
namespace {

// States of bookings: held 0, confirmed 1, completed 2, missed 3, cancelled 4, expired 5.

db::Query const kSessions{"analytics.sessions", R"sql(
    SELECT starts_at / 900000000, state, count(*) FROM booking
    WHERE mentor_id = $1 AND starts_at >= $2 AND starts_at < $3 AND state IN (2, 3) GROUP BY 1, 2
)sql"};

db::Query const kCancelled{"analytics.cancelled", R"sql(
    SELECT CAST(coalesce(sum(CASE WHEN cancelled_at >= $3 THEN 1 ELSE 0 END), 0) AS BIGINT),
           CAST(coalesce(sum(CASE WHEN cancelled_at < $3 THEN 1 ELSE 0 END), 0) AS BIGINT)
    FROM booking
    WHERE mentor_id = $1 AND state = 4 AND cancelled_at >= $2 AND cancelled_at < $4 AND confirmed_at IS NOT NULL
)sql"};

// $2 the moment, $3 the end of what is ahead of it, $4 the moment as long before.
db::Query const kPlanned{"analytics.planned", R"sql(
    SELECT CAST(coalesce(sum(CASE WHEN starts_at > $2 AND confirmed_at <= $2
                                   AND (cancelled_at IS NULL OR cancelled_at > $2) THEN 1 ELSE 0 END), 0) AS BIGINT),
           CAST(coalesce(sum(CASE WHEN starts_at <= $2 AND confirmed_at <= $4
                                   AND (cancelled_at IS NULL OR cancelled_at > $4) THEN 1 ELSE 0 END), 0) AS BIGINT)
    FROM booking WHERE mentor_id = $1 AND starts_at > $4 AND starts_at <= $3 AND confirmed_at IS NOT NULL
)sql"};

// What a capture or refund moved of the mentor's share stands in its one line on mentor_pending.
db::Query const kIncome{"analytics.income", R"sql(
    SELECT t.made_at / 900000000, CAST(-sum(e.amount) AS BIGINT), max(e.currency)
    FROM ledger_entry e JOIN ledger_transfer t ON t.id = e.transfer_id
    WHERE e.mentor_id = $1 AND e.account = 'mentor_pending' AND t.made_at >= $2 AND t.made_at < $3
      AND (t.kind = 'capture' OR substr(t.kind, 1, 6) = 'refund')
    GROUP BY 1
)sql"};

db::Query const kStudents{"analytics.students", R"sql(
    SELECT CAST(coalesce(sum(CASE WHEN here > 0 AND first_at >= $3 THEN 1 ELSE 0 END), 0) AS BIGINT),
           CAST(coalesce(sum(CASE WHEN here > 0 AND first_at < $3 THEN 1 ELSE 0 END), 0) AS BIGINT),
           CAST(coalesce(sum(CASE WHEN here_before > 0 AND first_at >= $2 THEN 1 ELSE 0 END), 0) AS BIGINT),
           CAST(coalesce(sum(CASE WHEN here_before > 0 AND first_at < $2 THEN 1 ELSE 0 END), 0) AS BIGINT)
    FROM (
        SELECT student_id, min(starts_at) AS first_at,
               sum(CASE WHEN starts_at >= $3 THEN 1 ELSE 0 END) AS here,
               sum(CASE WHEN starts_at >= $2 AND starts_at < $3 THEN 1 ELSE 0 END) AS here_before
        FROM booking WHERE mentor_id = $1 AND state = 2 AND starts_at < $4 GROUP BY student_id
    ) AS student_of_mentor
)sql"};

db::Query const kReviews{"analytics.reviews", R"sql(
    SELECT CASE WHEN created_at >= $3 THEN 1 ELSE 0 END, count(*), CAST(sum(stars) AS BIGINT) FROM review
    WHERE mentor_id = $1 AND created_at >= $2 AND created_at < $4 GROUP BY 1
)sql"};

// A conversation that nothing was said in since the period began has no first message in it.
db::Query const kFirstMessages{"analytics.first_messages", R"sql(
    SELECT f.sent_at, (SELECT r.sent_at FROM message r
                       WHERE r.conversation_id = f.conversation_id AND r.seq > f.seq AND r.sender_id = $1
                       ORDER BY r.seq LIMIT 1)
    FROM member me
    JOIN conversation c ON c.id = me.conversation_id
    JOIN message f ON f.conversation_id = c.id AND f.seq = 1
    WHERE me.account_id = $1 AND me.role = 1 AND c.kind = 0 AND c.updated_at >= $2
      AND f.sender_id <> $1 AND f.sent_at >= $2 AND f.sent_at < $3
    ORDER BY f.sent_at DESC LIMIT 2000
)sql"};

db::Query const kBookings{"analytics.bookings", R"sql(
    SELECT CASE WHEN created_at >= $3 THEN 1 ELSE 0 END, count(*),
           CAST(sum(CASE WHEN confirmed_at IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT),
           CAST(sum(CASE WHEN state = 2 THEN 1 ELSE 0 END) AS BIGINT)
    FROM booking WHERE mentor_id = $1 AND created_at >= $2 AND created_at < $4 GROUP BY 1
)sql"};

db::MayLag const kMayLag{kSessions, kCancelled, kPlanned,       kIncome,
                         kStudents, kReviews,   kFirstMessages, kBookings};

Instant quarter_of(db::Row const& row) { return from_micros(row.get<std::int64_t>(0) * kQuarterMicros); }

}  // namespace

Task<std::vector<Sessions>> sessions(db::Executor& db, Periods const& periods) {
    std::vector<Sessions> out;
    auto const rows = co_await db.rows(kSessions, periods.mentor, periods.before, periods.end);
    for (auto const row : rows) out.push_back({quarter_of(row), row.get<int>(1) == 2, row.get<int>(2)});
    co_return out;
}

Task<Pair> cancelled(db::Executor& db, Periods const& periods) {
    auto const row = co_await db.one(kCancelled, periods.mentor, periods.before, periods.begin, periods.end);
    co_return Pair{row->get<std::int64_t>(0), row->get<std::int64_t>(1)};
}

Task<Pair> planned(db::Executor& db, MentorId mentor, Instant at, Duration length) {
    auto const row = co_await db.one(kPlanned, mentor, at, at + length, at - length);
    co_return Pair{row->get<std::int64_t>(0), row->get<std::int64_t>(1)};
}

Task<std::vector<Income>> income(db::Executor& db, Periods const& periods) {
    std::vector<Income> out;
    auto const rows = co_await db.rows(kIncome, periods.mentor, periods.before, periods.end);
    for (auto const row : rows)
        out.push_back({quarter_of(row), {row.get<std::int64_t>(1), row.get<std::string>(2)}});
    co_return out;
}

Task<Students> students(db::Executor& db, Periods const& periods) {
    auto const row = co_await db.one(kStudents, periods.mentor, periods.before, periods.begin, periods.end);
    co_return Students{.fresh = {row->get<std::int64_t>(0), row->get<std::int64_t>(2)},
                       .returning = {row->get<std::int64_t>(1), row->get<std::int64_t>(3)}};
}

Task<std::pair<Given, Given>> reviews(db::Executor& db, Periods const& periods) {
    std::pair<Given, Given> out;
    auto const rows = co_await db.rows(kReviews, periods.mentor, periods.before, periods.begin, periods.end);
    for (auto const row : rows)
        (row.get<int>(0) == 1 ? out.first : out.second) = {row.get<int>(1), row.get<int>(2)};
    co_return out;
}

Task<std::vector<FirstMessage>> first_messages(db::Executor& db, Periods const& periods) {
    std::vector<FirstMessage> out;
    auto const rows = co_await db.rows(kFirstMessages, periods.account, periods.before, periods.end);
    for (auto const row : rows) out.push_back({row.get<Instant>(0), row.get<std::optional<Instant>>(1)});
    co_return out;
}

Task<Bookings> bookings(db::Executor& db, Periods const& periods) {
    Bookings out;
    auto const rows = co_await db.rows(kBookings, periods.mentor, periods.before, periods.begin, periods.end);
    for (auto const row : rows) {
        auto const part = row.get<int>(0) == 1 ? &Pair::value : &Pair::before;
        out.held.*part = row.get<std::int64_t>(1);
        out.paid.*part = row.get<std::int64_t>(2);
        out.attended.*part = row.get<std::int64_t>(3);
    }
    co_return out;
}

}  // namespace ax::analytics::report_store
