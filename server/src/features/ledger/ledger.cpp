#include "features/ledger/ledger.h"

#include <fmt/format.h>

namespace ax::ledger {
namespace {

db::Query const kTransfer{"ledger.transfer", R"sql(
    INSERT INTO ledger_transfer (kind, cause, booking_id, made_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (cause) DO NOTHING
    RETURNING id
)sql"};

db::Query const kEntry{"ledger.entry", R"sql(
    INSERT INTO ledger_entry (transfer_id, account, mentor_id, amount, currency) VALUES ($1, $2, $3, $4, $5)
)sql"};

db::Query const kEntriesOf{"ledger.entries_of", R"sql(
    SELECT e.account, e.mentor_id, e.amount, e.currency, t.booking_id
    FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
    WHERE t.cause = $1 ORDER BY e.id
)sql"};

db::Query const kBalanceOf{"ledger.balance", R"sql(
    SELECT account, CAST(sum(amount) AS BIGINT), max(currency) FROM ledger_entry WHERE mentor_id = $1 GROUP BY account
)sql"};

db::Query const kUnbalanced{"ledger.unbalanced", R"sql(
    SELECT count(*) FROM (
        SELECT t.id FROM ledger_transfer t LEFT JOIN ledger_entry e ON e.transfer_id = t.id
        GROUP BY t.id HAVING count(e.id) < 2 OR sum(e.amount) <> 0
    ) AS broken
)sql"};

db::Query const kGateway{"ledger.gateway", R"sql(
    SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM ledger_entry WHERE account = 'gateway'
)sql"};

db::Query const kHeldFor{"ledger.held_for", R"sql(
    SELECT CAST(coalesce(sum(e.amount), 0) AS BIGINT)
    FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
    WHERE t.cause IN ($1, $2) AND e.account = 'gateway'
)sql"};

db::Query const kOwedFor{"ledger.owed_for", R"sql(
    SELECT e.mentor_id, CAST(sum(e.amount) AS BIGINT), max(e.currency)
    FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
    WHERE t.booking_id = $1 AND e.account = $2 GROUP BY e.mentor_id
)sql"};

std::string capture_cause(std::string const& payment) { return fmt::format("capture:{}", payment); }
std::string refund_cause(std::string const& payment) { return fmt::format("refund:{}", payment); }

}  // namespace

void Ledger::bind(api::Router& router) {
    router.bind(kBalance, [this](contract::Caller const& who, contract::Empty) -> Task<Result<Balance>> {
        auto const mentor = *who.mentor;
        co_return co_await balance(p_.db, mentor);
    });
    earnings_.bind(router);
}

Task<bool> Ledger::transfer(db::Tx& tx, std::string_view kind, std::string const& cause, BookingId booking,
                            std::string const& currency, std::vector<Line> lines) const {
    auto const row = co_await tx.one(kTransfer, kind, cause, booking, p_.clock.now());
    if (!row)
        co_return false;
    auto const id = row->get<std::int64_t>(0);
    for (Line const& line : lines)
        if (line.amount != 0)
            co_await tx.exec(kEntry, id, line.account, line.mentor, line.amount, currency);
    co_return true;
}

Task<bool> Ledger::record_capture(db::Tx& tx, Capture const& capture) const {
    auto const amount = capture.money.amount;
    std::vector<Line> lines{{"gateway", {}, amount}};
    if (capture.mentor) {
        // Rounded down: the odd paisa is the mentor's.
        auto const commission = amount * capture.commission_basis_points / 10'000;
        lines.push_back({"mentor_pending", capture.mentor, -(amount - commission)});
        lines.push_back({"platform", {}, -commission});
    } else {
        lines.push_back({"unallocated", {}, -amount});
    }
    co_return co_await transfer(tx, "capture", capture_cause(capture.payment), capture.booking,
                                capture.money.currency, std::move(lines));
}

Task<bool> Ledger::record_refund(db::Tx& tx, std::string const& payment, std::string const& refund) const {
    auto const rows = co_await tx.rows(kEntriesOf, capture_cause(payment));
    if (rows.empty())
        co_return false;
    std::vector<Line> lines;
    // Views of `rows`, which outlives the transfer.
    for (auto const row : rows)
        lines.push_back(
            {row.get<std::string_view>(0), row.get<std::optional<MentorId>>(1), -row.get<std::int64_t>(2)});
    co_return co_await transfer(tx, fmt::format("refund {}", refund), refund_cause(payment),
                                rows[0].get<BookingId>(4), rows[0].get<std::string>(3), std::move(lines));
}

Task<bool> Ledger::move(db::Tx& tx, std::string_view kind, BookingId booking, std::string_view from,
                        std::string_view to) const {
    auto const owed = co_await tx.one(kOwedFor, booking, from);
    if (!owed || owed->get<std::int64_t>(1) >= 0)  // what is owed is negative
        co_return false;
    auto const mentor = owed->get<MentorId>(0);
    auto const amount = -owed->get<std::int64_t>(1);
    auto const currency = owed->get<std::string>(2);
    std::vector<Line> lines{{from, mentor, amount}, {to, mentor, -amount}};
    co_return co_await transfer(tx, kind, fmt::format("{}:booking:{}", kind, booking.value), booking,
                                currency, std::move(lines));
}

Task<bool> Ledger::release(db::Tx& tx, BookingId booking) const {
    return move(tx, "release", booking, "mentor_pending", "mentor_released");
}

Task<bool> Ledger::hold_back(db::Tx& tx, BookingId booking) const {
    return move(tx, "hold_back", booking, "mentor_released", "mentor_pending");
}

Task<Balance> Ledger::balance(db::Executor& db, MentorId mentor) const {
    Balance out;
    auto const rows = co_await db.rows(kBalanceOf, mentor);
    for (auto const row : rows) {
        Money const owed{-row.get<std::int64_t>(1), row.get<std::string>(2)};
        (row.get<std::string_view>(0) == "mentor_pending" ? out.pending : out.released) = owed;
        out.total.currency = owed.currency;
    }
    out.pending.currency = out.released.currency = out.total.currency;
    out.total.amount = out.pending.amount + out.released.amount;
    co_return out;
}

Task<Totals> Ledger::totals(db::Executor& db) const {
    auto const broken = co_await db.one(kUnbalanced);
    auto const gateway = co_await db.one(kGateway);
    co_return Totals{broken->get<std::int64_t>(0), gateway->get<std::int64_t>(0)};
}

Task<std::int64_t> Ledger::held_for(db::Executor& db, std::string const& payment) const {
    auto const row = co_await db.one(kHeldFor, capture_cause(payment), refund_cause(payment));
    co_return row->get<std::int64_t>(0);
}

}  // namespace ax::ledger
