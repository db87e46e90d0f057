#include "features/ledger/earnings_store.h"

namespace ax::ledger::earnings_store {
namespace {

// A capture or refund has one line on mentor_pending: what it moved of the mentor's share.
db::Query const kTotals{"ledger.earnings_totals", R"sql(
    SELECT CAST(coalesce(-sum(CASE WHEN e.account = 'mentor_pending' THEN e.amount ELSE 0 END), 0) AS BIGINT),
           CAST(coalesce(-sum(CASE WHEN e.account = 'mentor_released' THEN e.amount ELSE 0 END), 0) AS BIGINT),
           CAST(coalesce(sum(CASE WHEN substr(t.kind, 1, 6) = 'refund' THEN e.amount ELSE 0 END), 0) AS BIGINT),
           CAST(coalesce(-sum(CASE WHEN t.kind = 'capture' THEN e.amount ELSE 0 END), 0) AS BIGINT),
           coalesce(max(e.currency), 'INR')
    FROM ledger_entry e JOIN ledger_transfer t ON t.id = e.transfer_id WHERE e.mentor_id = $1
)sql"};

// Whatever moves a mentor's money has exactly one line on mentor_pending, so a transfer is listed once. A
// refund's kind carries the gateway's id: `refund rfnd_…`.
db::Query const kEntries{"ledger.earnings_entries", R"sql(
    SELECT t.id, t.kind, t.booking_id, b.service_title, b.student_name, e.amount, e.currency, t.made_at,
           (SELECT CAST(sum(g.amount) AS BIGINT) FROM ledger_entry g
            WHERE g.transfer_id = t.id AND g.account = 'gateway'),
           (SELECT CAST(sum(c.amount) AS BIGINT) FROM ledger_entry c
            WHERE c.transfer_id = t.id AND c.account = 'platform'),
           (SELECT CAST(sum(l.amount) AS BIGINT) FROM ledger_transfer o JOIN ledger_entry l ON l.transfer_id = o.id
            WHERE o.booking_id = t.booking_id AND l.account = 'mentor_pending'),
           (SELECT CAST(sum(l.amount) AS BIGINT) FROM ledger_transfer o JOIN ledger_entry l ON l.transfer_id = o.id
            WHERE o.booking_id = t.booking_id AND l.account = 'mentor_released')
    FROM ledger_entry e JOIN ledger_transfer t ON t.id = e.transfer_id JOIN booking b ON b.id = t.booking_id
    WHERE e.mentor_id = $1 AND e.account = 'mentor_pending' AND e.transfer_id < $2
      AND t.made_at >= $3 AND t.made_at < $4
      AND substr(t.kind, 1, length(CAST($5 AS TEXT))) = CAST($5 AS TEXT)
    ORDER BY e.transfer_id DESC LIMIT $6
)sql"};

EarningKind kind_of(std::string_view stored) {
    if (stored.starts_with("refund"))
        return EarningKind::refund;
    if (stored == "release")
        return EarningKind::release;
    return stored == "hold_back" ? EarningKind::hold_back : EarningKind::capture;
}

Earning read(db::Row const& row) {
    auto const currency = row.get<std::string>(6);
    auto const kind = kind_of(row.get<std::string_view>(1));
    // What is owed is negative: a capture's line says -net, its reversal +net. A release leaves
    // mentor_pending by +net and is that much more to the mentor.
    auto const pending_line = row.get<std::int64_t>(5);
    bool const of_payment = kind == EarningKind::capture || kind == EarningKind::refund;
    Earning out{.id = row.get<std::int64_t>(0),
                .kind = kind,
                .booking = row.get<BookingId>(2),
                .service_title = row.get<std::string>(3),
                .student = row.get<std::string>(4),
                .gross = {},
                .commission = {},
                .net = {of_payment ? -pending_line : pending_line, currency},
                .state = EarningState::refunded,
                .at = row.get<Instant>(7)};
    if (of_payment) {
        // What was paid in another system never came through a gateway of ours: all of it is the mentor's.
        auto const through_gateway = row.get<std::optional<std::int64_t>>(8);
        auto const commission = -row.get<std::optional<std::int64_t>>(9).value_or(0);
        out.gross = Money{through_gateway.value_or(-pending_line), currency};
        out.commission = Money{through_gateway ? commission : 0, currency};
    }
    if (row.get<std::optional<std::int64_t>>(10).value_or(0) < 0)
        out.state = EarningState::pending;
    else if (row.get<std::optional<std::int64_t>>(11).value_or(0) < 0)
        out.state = EarningState::available;
    return out;
}

}  // namespace

Task<Earnings> totals(db::Executor& db, MentorId mentor) {
    auto const row = co_await db.one(kTotals, mentor);
    auto const currency = row->get<std::string>(4);
    co_return Earnings{.pending = {row->get<std::int64_t>(0), currency},
                       .available = {row->get<std::int64_t>(1), currency},
                       .refunded = {row->get<std::int64_t>(2), currency},
                       .lifetime = {row->get<std::int64_t>(3), currency},
                       .time_zone = {}};
}

Task<std::vector<Earning>> entries(db::Executor& db, Filter const& filter, std::int64_t before, int limit) {
    std::vector<Earning> out;
    auto const rows =
        co_await db.rows(kEntries, filter.mentor, before, filter.from, filter.to, filter.kind, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

}  // namespace ax::ledger::earnings_store
