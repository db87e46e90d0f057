#include "features/attendance/store.h"

namespace ax::attendance::store {
namespace {

db::Query const kSides{"attendance.sides", R"sql(
    SELECT side, entered_at, tries, tries_since FROM attendance_side WHERE booking_id = $1
)sql"};
db::Query const kExcused{"attendance.excused", "SELECT side FROM attendance_excuse WHERE booking_id = $1"};
db::Query const kExcuse{"attendance.excuse", R"sql(
    INSERT INTO attendance_excuse (booking_id, side, by_side, excused_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (booking_id, side) DO NOTHING
)sql"};
db::Query const kEnter{"attendance.enter", R"sql(
    INSERT INTO attendance_side (booking_id, side, entered_at, tries, tries_since) VALUES ($1, $2, $3, 0, $3)
    ON CONFLICT (booking_id, side) DO UPDATE SET entered_at = excluded.entered_at
    WHERE attendance_side.entered_at IS NULL
)sql"};
db::Query const kTries{"attendance.tries", R"sql(
    INSERT INTO attendance_side (booking_id, side, tries, tries_since) VALUES ($1, $2, $3, $4)
    ON CONFLICT (booking_id, side) DO UPDATE SET tries = excluded.tries, tries_since = excluded.tries_since
)sql"};
db::Query const kSettleAt{"attendance.settle_at", R"sql(
    INSERT INTO attendance_due (booking_id, settle_at) VALUES ($1, $2) ON CONFLICT (booking_id) DO NOTHING
)sql"};
db::Query const kSettled{"attendance.settled", "DELETE FROM attendance_due WHERE booking_id = $1"};
db::Query const kDue{"attendance.due", R"sql(
    SELECT booking_id FROM attendance_due WHERE settle_at <= $1 ORDER BY settle_at LIMIT $2
)sql"};
db::Query const kDisputeOf{"attendance.dispute_of", R"sql(
    SELECT side, words, opened_at, outcome, note FROM attendance_dispute WHERE booking_id = $1
)sql"};
db::Query const kOpenDispute{"attendance.open_dispute", R"sql(
    INSERT INTO attendance_dispute (booking_id, side, words, opened_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (booking_id) DO NOTHING
)sql"};
db::Query const kResolve{"attendance.resolve", R"sql(
    UPDATE attendance_dispute SET outcome = $2, note = $3, resolved_at = $4 WHERE booking_id = $1
)sql"};
db::Query const kOpen{"attendance.open_disputes", R"sql(
    SELECT booking_id, side, words, opened_at FROM attendance_dispute
    WHERE outcome IS NULL AND (opened_at > $1 OR (opened_at = $1 AND booking_id > $2))
    ORDER BY opened_at, booking_id LIMIT $3
)sql"};

std::optional<booking::Side> side_of(std::optional<int> stored) {
    return stored ? std::optional(static_cast<booking::Side>(*stored)) : std::nullopt;
}

// Both engines take a JSON list.
db::Query const kEntered{"attendance.entered", R"sql(
    SELECT booking_id FROM attendance_side
    WHERE side = $2 AND entered_at IS NOT NULL AND booking_id IN (SELECT value FROM json_each($1))
)sql",
                         R"sql(
    SELECT booking_id FROM attendance_side
    WHERE side = $2 AND entered_at IS NOT NULL AND booking_id = ANY (
        ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST($1 AS json))))
)sql"};

}  // namespace

Task<Sides> sides(db::Executor& db, BookingId booking) {
    Sides out;
    auto const rows = co_await db.rows(kSides, booking);
    for (auto const row : rows)
        out.at(static_cast<std::size_t>(row.get<int>(0))) = {row.get<std::optional<Instant>>(1),
                                                             row.get<int>(2), row.get<Instant>(3)};
    auto const excused = co_await db.rows(kExcused, booking);
    for (auto const row : excused) out.at(static_cast<std::size_t>(row.get<int>(0))).excused = true;
    co_return out;
}

Task<bool> excuse(db::Tx& tx, BookingId booking, booking::Side side, std::optional<booking::Side> by,
                  Instant now) {
    auto const giver = by ? std::optional<std::int64_t>(static_cast<int>(*by)) : std::nullopt;
    co_return co_await tx.exec(kExcuse, booking, static_cast<int>(side), giver, now) > 0;
}

Task<void> enter(db::Tx& tx, BookingId booking, booking::Side side, Instant now) {
    co_await tx.exec(kEnter, booking, static_cast<int>(side), now);
}

Task<void> set_tries(db::Tx& tx, BookingId booking, booking::Side side, int tries, Instant since) {
    co_await tx.exec(kTries, booking, static_cast<int>(side), tries, since);
}

Task<void> settle_at(db::Tx& tx, BookingId booking, Instant at) { co_await tx.exec(kSettleAt, booking, at); }

Task<void> settled(db::Tx& tx, BookingId booking) { co_await tx.exec(kSettled, booking); }

Task<std::vector<BookingId>> due(db::Executor& db, Instant now, int limit) {
    std::vector<BookingId> out;
    auto const rows = co_await db.rows(kDue, now, limit);
    for (auto const row : rows) out.push_back(row.get<BookingId>(0));
    co_return out;
}

Task<std::optional<Dispute>> dispute(db::Executor& db, BookingId booking) {
    auto const row = co_await db.one(kDisputeOf, booking);
    if (!row)
        co_return std::nullopt;
    auto const outcome = row->get<std::optional<int>>(3);
    co_return Dispute{.by = side_of(row->get<std::optional<int>>(0)),
                      .text = row->get<std::string>(1),
                      .opened_at = row->get<Instant>(2),
                      .outcome = outcome ? std::optional(static_cast<Outcome>(*outcome)) : std::nullopt,
                      .note = row->get<std::string>(4)};
}

Task<bool> open_dispute(db::Tx& tx, BookingId booking, std::optional<booking::Side> side,
                        std::string const& words, Instant now) {
    auto const stored = side ? std::optional<std::int64_t>(static_cast<int>(*side)) : std::nullopt;
    co_return co_await tx.exec(kOpenDispute, booking, stored, words, now) > 0;
}

Task<void> resolve(db::Tx& tx, BookingId booking, Outcome outcome, std::string const& note, Instant now) {
    co_await tx.exec(kResolve, booking, static_cast<int>(outcome), note, now);
}

Task<std::vector<OpenRow>> open_disputes(db::Executor& db, Instant after, BookingId after_id, int limit) {
    std::vector<OpenRow> out;
    auto const rows = co_await db.rows(kOpen, after, after_id, limit);
    for (auto const row : rows)
        out.push_back({row.get<BookingId>(0), side_of(row.get<std::optional<int>>(1)),
                       row.get<std::string>(2), row.get<Instant>(3)});
    co_return out;
}

Task<std::vector<BookingId>> entered(db::Executor& db, std::string const& bookings, booking::Side side) {
    std::vector<BookingId> out;
    auto const rows = co_await db.rows(kEntered, bookings, static_cast<int>(side));
    for (auto const row : rows) out.push_back(row.get<BookingId>(0));
    co_return out;
}

}  // namespace ax::attendance::store
