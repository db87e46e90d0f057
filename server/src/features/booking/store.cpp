// Size: one query per list and state, side by side.
#include "features/booking/store.h"

#include "platform/db/may_lag.h"

#include <algorithm>
#include <utility>

namespace ax::booking::store {
namespace {

// One column list for every query that reads whole rows, in the order of read().
#define AX_BOOKING_COLUMNS                                                                                     \
    "SELECT id, mentor_id, student_id, mentor_account, student_account, service_id, state, money, starts_at, " \
    "ends_at, service_title, topic, note, price, currency, mentor_name, mentor_zone, student_name, "           \
    "student_zone, created_at, hold_expires_at, cancelled_by, moves_student, moves_mentor, moved_by, "         \
    "confirmed_at, changed_at, mentor_away, moves_free FROM booking "

db::Query const kFind{"booking.find", AX_BOOKING_COLUMNS "WHERE id = $1"};

// No session is longer than a day, so the index range is short although it is on starts_at alone.
db::Query const kBusy{"booking.busy", R"sql(
    SELECT starts_at, ends_at FROM booking
    WHERE mentor_id = $1 AND state <= 3 AND starts_at > $2 - 86400000000 AND starts_at < $3 AND ends_at > $2
      AND (state <> 0 OR hold_expires_at > $4) AND id <> $5
    ORDER BY starts_at
)sql"};

db::Query const kBusyOfStudent{"booking.busy_of_student", R"sql(
    SELECT starts_at, ends_at FROM booking
    WHERE student_id = $1 AND state <= 3 AND starts_at > $2 - 86400000000 AND starts_at < $3 AND ends_at > $2
      AND (state <> 0 OR hold_expires_at > $4) AND id <> $5
    ORDER BY starts_at
)sql"};

db::Query const kStudentBusy{"booking.student_busy", R"sql(
    SELECT 1 FROM booking
    WHERE student_id = $1 AND state <= 3 AND starts_at > $2 - 86400000000 AND starts_at < $3 AND ends_at > $2
      AND (state <> 0 OR hold_expires_at > $4) AND id <> $5
    LIMIT 1
)sql"};

db::Query const kMentorBusy{"booking.mentor_busy", R"sql(
    SELECT 1 FROM booking
    WHERE mentor_id = $1 AND state <= 3 AND starts_at > $2 - 86400000000 AND starts_at < $3 AND ends_at > $2
      AND (state <> 0 OR hold_expires_at > $4) AND id <> $5
    LIMIT 1
)sql"};

db::Query const kLiveHolds{"booking.live_holds", R"sql(
    SELECT count(*) FROM booking WHERE student_id = $1 AND state = 0 AND hold_expires_at > $2
)sql"};

db::Query const kSessions{"booking.sessions", "SELECT count(*) FROM booking WHERE state IN (1, 2)"};

db::MayLag const kMayLag{kSessions};

db::Query const kQueueUpMentor{"booking.queue_up_mentor", "SELECT $1",
                               "SELECT pg_advisory_xact_lock(7101, CAST($1 AS INTEGER))"};
db::Query const kQueueUpStudent{"booking.queue_up_student", "SELECT $1",
                                "SELECT pg_advisory_xact_lock(7102, CAST($1 AS INTEGER))"};

db::Query const kExpireDue{"booking.expire_due", R"sql(
    UPDATE booking SET state = 5
    WHERE state = 0 AND hold_expires_at <= $3 AND (mentor_id = $1 OR student_id = $2)
)sql"};

db::Query const kExpire{"booking.expire", R"sql(
    UPDATE booking SET state = 5 WHERE id = $1 AND state = 0 AND hold_expires_at <= $2
)sql"};

db::Query const kInsert{"booking.insert", R"sql(
    INSERT INTO booking (mentor_id, student_id, mentor_account, student_account, service_id, state, money, starts_at,
                         ends_at, service_title, topic, note, price, currency, mentor_name, mentor_zone, student_name,
                         student_zone, created_at, hold_expires_at)
    VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    RETURNING id
)sql"};

db::Query const kConfirm{"booking.confirm", R"sql(
    UPDATE booking SET state = 1, money = 2, confirmed_at = $2 WHERE id = $1 AND state IN (0, 5)
)sql"};

db::Query const kCancel{"booking.cancel", R"sql(
    UPDATE booking SET state = 4, cancelled_by = $2, cancel_note = $3, money = $4, cancelled_at = $5, changed_at = $5
    WHERE id = $1 AND state IN (0, 1)
)sql"};

db::Query const kMove{"booking.move", R"sql(
    UPDATE booking SET starts_at = $2, ends_at = $3, moves_student = $4, moves_mentor = $5, moved_by = $6, changed_at = $7,
                       moves_free = $8, mentor_away = 0
    WHERE id = $1 AND state = 1
)sql"};

db::Query const kSetAway{"booking.set_away",
                         "UPDATE booking SET mentor_away = 1 WHERE id = $1 AND state = 1"};

// Bounded by the sessions that these two have ahead of them.
db::Query const kLaterAlike{"booking.later_alike", AX_BOOKING_COLUMNS R"sql(
    WHERE student_id = $1 AND mentor_id = $2 AND service_id = $3 AND state = 1 AND starts_at > $4
    ORDER BY starts_at, id LIMIT $5
)sql"};

db::Query const kClose{"booking.close", "UPDATE booking SET state = $2 WHERE id = $1 AND state IN (1, 3)"};

db::Query const kCompletedOf{"booking.completed_of",
                             "SELECT count(*) FROM booking WHERE mentor_id = $1 AND state = 2"};

db::Query const kConfirmedThatEnded{"booking.confirmed_that_ended", R"sql(
    SELECT id FROM booking WHERE state = 1 AND ends_at <= $1 ORDER BY ends_at LIMIT $2
)sql"};

db::Query const kSetMoney{"booking.set_money", "UPDATE booking SET money = $2 WHERE id = $1"};

db::Query const kDescribe{"booking.describe", R"sql(
    UPDATE booking SET topic = $2, note = $3, changed_at = $4 WHERE id = $1
)sql"};

db::Query const kUpcomingOfStudent{"booking.upcoming_of_student", AX_BOOKING_COLUMNS R"sql(
    WHERE student_id = $1 AND ((state = 0 AND hold_expires_at > $2) OR (state = 1 AND ends_at > $2))
      AND (starts_at > $3 OR (starts_at = $3 AND id > $4))
    ORDER BY starts_at, id LIMIT $5
)sql"};

db::Query const kLiveHold{"booking.live_hold", AX_BOOKING_COLUMNS R"sql(
    WHERE student_id = $1 AND starts_at = $2 AND mentor_id = $3 AND service_id = $4 AND state = 0 AND hold_expires_at > $5
)sql"};

// A mentor sees what is sure; a hold only takes the time away.
db::Query const kUpcomingOfMentor{"booking.upcoming_of_mentor", AX_BOOKING_COLUMNS R"sql(
    WHERE mentor_id = $1 AND state = 1 AND ends_at > $2 AND (starts_at > $3 OR (starts_at = $3 AND id > $4))
    ORDER BY starts_at, id LIMIT $5
)sql"};

db::Query const kPastOfStudent{"booking.past_of_student", AX_BOOKING_COLUMNS R"sql(
    WHERE student_id = $1 AND (state IN (2, 3, 4) OR (state = 1 AND ends_at <= $2) OR (state = 5 AND money >= 2))
      AND (starts_at < $3 OR (starts_at = $3 AND id < $4))
    ORDER BY starts_at DESC, id DESC LIMIT $5
)sql"};

// Holds that were given back never were the mentor's business.
db::Query const kPastOfMentor{"booking.past_of_mentor", AX_BOOKING_COLUMNS R"sql(
    WHERE mentor_id = $1 AND confirmed_at IS NOT NULL AND (state IN (2, 3, 4) OR (state = 1 AND ends_at <= $2))
      AND (starts_at < $3 OR (starts_at = $3 AND id < $4))
    ORDER BY starts_at DESC, id DESC LIMIT $5
)sql"};

db::Query const kOngoingOfStudent{"booking.ongoing_of_student", AX_BOOKING_COLUMNS R"sql(
    WHERE student_id = $1 AND state = 1 AND starts_at <= $2 AND (starts_at < $3 OR (starts_at = $3 AND id < $4))
    ORDER BY starts_at DESC, id DESC LIMIT $5
)sql"};

db::Query const kOngoingOfMentor{"booking.ongoing_of_mentor", AX_BOOKING_COLUMNS R"sql(
    WHERE mentor_id = $1 AND state = 1 AND starts_at <= $2 AND (starts_at < $3 OR (starts_at = $3 AND id < $4))
    ORDER BY starts_at DESC, id DESC LIMIT $5
)sql"};

db::Query const kInStateOfStudent{"booking.in_state_of_student", AX_BOOKING_COLUMNS R"sql(
    WHERE student_id = $1 AND state = $2 AND (starts_at < $3 OR (starts_at = $3 AND id < $4))
    ORDER BY starts_at DESC, id DESC LIMIT $5
)sql"};

db::Query const kInStateOfMentor{"booking.in_state_of_mentor", AX_BOOKING_COLUMNS R"sql(
    WHERE mentor_id = $1 AND confirmed_at IS NOT NULL AND state = $2
      AND (starts_at < $3 OR (starts_at = $3 AND id < $4))
    ORDER BY starts_at DESC, id DESC LIMIT $5
)sql"};

db::Query const kStarting{"booking.starting", AX_BOOKING_COLUMNS R"sql(
    WHERE state = 1 AND (starts_at > $1 OR (starts_at = $1 AND id > $2)) AND starts_at >= $1 AND starts_at <= $3
    ORDER BY starts_at, id LIMIT $4
)sql"};

db::Query const kOfMentorBetween{"booking.of_mentor_between", AX_BOOKING_COLUMNS R"sql(
    WHERE mentor_id = $1 AND state IN (1, 2, 3) AND starts_at > $2 - 86400000000 AND starts_at < $3 AND ends_at > $2
    ORDER BY starts_at, id LIMIT $4
)sql"};

db::Query const kBetween{"booking.between", AX_BOOKING_COLUMNS R"sql(
    WHERE student_id = $1 AND mentor_id = $2 AND confirmed_at IS NOT NULL
      AND (starts_at < $3 OR (starts_at = $3 AND id < $4))
    ORDER BY starts_at DESC, id DESC LIMIT $5
)sql"};

db::Query const kWithinOfStudent{"booking.within_of_student", AX_BOOKING_COLUMNS R"sql(
    WHERE student_id = $1 AND state IN (1, 2, 3) AND starts_at >= $2 AND starts_at < $3
    ORDER BY starts_at, id LIMIT $4
)sql"};

db::Query const kWithinOfMentor{"booking.within_of_mentor", AX_BOOKING_COLUMNS R"sql(
    WHERE mentor_id = $1 AND state IN (1, 2, 3) AND starts_at >= $2 AND starts_at < $3
    ORDER BY starts_at, id LIMIT $4
)sql"};

db::Query const kCompletedSince{"booking.completed_since", AX_BOOKING_COLUMNS R"sql(
    WHERE student_id = $1 AND state = 2 AND starts_at >= $2 ORDER BY starts_at DESC, id DESC LIMIT $3
)sql"};

// No session is longer than a day, so the index range is short although it is on starts_at alone.
db::Query const kConfirmedAround{"booking.confirmed_around", AX_BOOKING_COLUMNS R"sql(
    WHERE mentor_id = $1 AND state = 1 AND starts_at > $2 - 86400000000 AND ends_at > $2 AND starts_at < $3
    ORDER BY starts_at, id LIMIT $4
)sql"};

db::Query const kCalendarOfStudent{"booking.calendar_of_student", AX_BOOKING_COLUMNS R"sql(
    WHERE student_account = $1 AND state IN (1, 2, 3) AND starts_at > $2 - 86400000000 AND starts_at < $3
      AND ends_at > $2
    ORDER BY starts_at LIMIT $4
)sql"};

db::Query const kCalendarOfMentor{"booking.calendar_of_mentor", AX_BOOKING_COLUMNS R"sql(
    WHERE mentor_account = $1 AND state IN (1, 2, 3) AND starts_at > $2 - 86400000000 AND starts_at < $3
      AND ends_at > $2
    ORDER BY starts_at LIMIT $4
)sql"};

#undef AX_BOOKING_COLUMNS

db::Query const kRenew{"booking.renew", R"sql(
    UPDATE booking SET hold_expires_at = CASE WHEN hold_expires_at > $2 THEN hold_expires_at ELSE $2 END
    WHERE id = $1 AND state = 0 AND hold_expires_at > $3
)sql"};

Record read(db::Row const& row) {
    Record r{
        .id = row.get<BookingId>(0),
        .mentor = row.get<MentorId>(1),
        .student = row.get<StudentId>(2),
        .mentor_account = row.get<AccountId>(3),
        .student_account = row.get<AccountId>(4),
        .service = row.get<ServiceId>(5),
        .state = row.get<BookingState>(6),
        .money = row.get<MoneyState>(7),
        .start = row.get<Instant>(8),
        .end = row.get<Instant>(9),
        .service_title = row.get<std::string>(10),
        .topic = row.get<std::string>(11),
        .note = row.get<std::string>(12),
        .price = {row.get<std::int64_t>(13), row.get<std::string>(14)},
        .mentor_name = row.get<std::string>(15),
        .mentor_zone = row.get<std::string>(16),
        .student_name = row.get<std::string>(17),
        .student_zone = row.get<std::string>(18),
        .created_at = row.get<Instant>(19),
        .hold_expires_at = row.get<Instant>(20),
        .cancelled_by = {},
        .moves_student = row.get<int>(22),
        .moves_mentor = row.get<int>(23),
        .confirmed_at = row.get<std::optional<Instant>>(25),
        .changed_at = row.get<std::optional<Instant>>(26),
        .mentor_away = row.get<bool>(27),
        .moves_free = row.get<int>(28),
    };
    if (auto const by = row.get<std::optional<int>>(21))
        r.cancelled_by = static_cast<Side>(*by);
    if (auto const by = row.get<std::optional<int>>(24))
        r.moved_by = static_cast<Side>(*by);
    return r;
}

std::optional<BookingState> state_of(When when) {
    switch (when) {
        case When::completed:
            return BookingState::completed;
        case When::missed:
            return BookingState::missed;
        case When::cancelled:
            return BookingState::cancelled;
        default:
            return std::nullopt;
    }
}

}  // namespace

Task<std::optional<Record>> find(db::Executor& db, BookingId id) {
    auto const row = co_await db.one(kFind, id);
    if (!row)
        co_return std::nullopt;
    co_return read(row->view());
}

Task<std::vector<availability::Busy>> busy(db::Executor& db, MentorId mentor, Instant from, Instant to,
                                           Instant now, BookingId except) {
    std::vector<availability::Busy> out;
    auto const rows = co_await db.rows(kBusy, mentor, from, to, now, except);
    for (auto const row : rows) out.push_back({row.get<Instant>(0), row.get<Instant>(1)});
    co_return out;
}

Task<std::vector<availability::Busy>> busy_of_student(db::Executor& db, StudentId student, Instant from,
                                                      Instant to, Instant now, BookingId except) {
    std::vector<availability::Busy> out;
    auto const rows = co_await db.rows(kBusyOfStudent, student, from, to, now, except);
    for (auto const row : rows) out.push_back({row.get<Instant>(0), row.get<Instant>(1)});
    co_return out;
}

Task<bool> student_is_busy(db::Executor& db, StudentId student, Instant start, Instant end, Instant now,
                           BookingId except) {
    co_return (co_await db.one(kStudentBusy, student, start, end, now, except)).has_value();
}

Task<bool> mentor_is_busy(db::Executor& db, MentorId mentor, Instant start, Instant end, Instant now,
                          BookingId except) {
    co_return (co_await db.one(kMentorBusy, mentor, start, end, now, except)).has_value();
}

Task<std::optional<Record>> live_hold(db::Executor& db, StudentId student, Hold const& wish, Instant now) {
    auto const row = co_await db.one(kLiveHold, student, wish.start, wish.mentor_id, wish.service_id, now);
    if (!row)
        co_return std::nullopt;
    co_return read(row->view());
}

Task<int> live_holds(db::Executor& db, StudentId student, Instant now) {
    auto const row = co_await db.one(kLiveHolds, student, now);
    co_return row->get<int>(0);
}

Task<std::int64_t> sessions_count(db::Executor& db) {
    auto const row = co_await db.one(kSessions);
    co_return row->get<std::int64_t>(0);
}

Task<void> queue_up(db::Tx& tx, MentorId mentor, StudentId student) {
    co_await tx.rows(kQueueUpMentor, mentor);
    co_await tx.rows(kQueueUpStudent, student);
}

Task<void> expire_due(db::Tx& tx, MentorId mentor, StudentId student, Instant now) {
    co_await tx.exec(kExpireDue, mentor, student, now);
}

Task<bool> expire(db::Tx& tx, BookingId id, Instant now) { co_return co_await tx.exec(kExpire, id, now) > 0; }

Task<bool> renew(db::Tx& tx, BookingId id, Instant until, Instant now) {
    co_return co_await tx.exec(kRenew, id, until, now) > 0;
}

Task<std::vector<Record>> of_mentor_between(db::Executor& db, MentorId mentor, Instant from, Instant to,
                                            int limit) {
    auto const rows = co_await db.rows(kOfMentorBetween, mentor, from, to, limit);
    std::vector<Record> out;
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::expected<BookingId, db::Violation>> insert(db::Tx& tx, Record const& b) {
    auto inserted = co_await tx.attempt(kInsert, b.mentor, b.student, b.mentor_account, b.student_account,
                                        b.service, b.start, b.end, b.service_title, b.topic, b.note,
                                        b.price.amount, b.price.currency, b.mentor_name, b.mentor_zone,
                                        b.student_name, b.student_zone, b.created_at, b.hold_expires_at);
    if (!inserted)
        co_return std::unexpected(std::move(inserted).error());
    co_return (*inserted)[0].get<BookingId>(0);
}

Task<void> confirm(db::Tx& tx, BookingId id, Instant now) { co_await tx.exec(kConfirm, id, now); }

Task<void> cancel(db::Tx& tx, BookingId id, Side by, std::string const& note, MoneyState money, Instant now) {
    co_await tx.exec(kCancel, id, static_cast<int>(by), note, static_cast<int>(money), now);
}

Task<std::expected<void, db::Violation>> move(db::Tx& tx, Record const& b) {
    auto const by = b.moved_by ? std::optional<std::int64_t>(static_cast<int>(*b.moved_by)) : std::nullopt;
    auto moved = co_await tx.attempt(kMove, b.id, b.start, b.end, b.moves_student, b.moves_mentor, by,
                                     b.changed_at, b.moves_free);
    if (!moved)
        co_return std::unexpected(std::move(moved).error());
    co_return std::expected<void, db::Violation>{};
}

Task<void> set_away(db::Tx& tx, BookingId id) { co_await tx.exec(kSetAway, id); }

Task<std::vector<Record>> later_alike(db::Executor& db, Record const& than, int limit) {
    std::vector<Record> out;
    auto const rows =
        co_await db.rows(kLaterAlike, than.student, than.mentor, than.service, than.start, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<void> close(db::Tx& tx, BookingId id, BookingState state) {
    co_await tx.exec(kClose, id, static_cast<int>(state));
}

Task<int> completed_of(db::Executor& db, MentorId mentor) {
    auto const row = co_await db.one(kCompletedOf, mentor);
    co_return row->get<int>(0);
}

Task<std::vector<BookingId>> confirmed_that_ended(db::Executor& db, Instant at, int limit) {
    std::vector<BookingId> out;
    auto const rows = co_await db.rows(kConfirmedThatEnded, at, limit);
    for (auto const row : rows) out.push_back(row.get<BookingId>(0));
    co_return out;
}

Task<void> set_money(db::Tx& tx, BookingId id, MoneyState money) {
    co_await tx.exec(kSetMoney, id, static_cast<int>(money));
}

Task<void> describe(db::Tx& tx, Record const& b) {
    co_await tx.exec(kDescribe, b.id, b.topic, b.note, b.changed_at);
}

Task<std::vector<Record>> list(db::Executor& db, Page const& page) {
    bool const student = page.as == Side::student;
    std::vector<Record> out;
    if (auto const state = state_of(page.when)) {
        auto const in_state =
            co_await db.rows(student ? kInStateOfStudent : kInStateOfMentor, page.profile,
                             static_cast<int>(*state), page.after_start, page.after_id, page.limit);
        for (auto const row : in_state) out.push_back(read(row));
        co_return out;
    }
    db::Query const& query = page.when == When::upcoming  ? (student ? kUpcomingOfStudent : kUpcomingOfMentor)
                             : page.when == When::ongoing ? (student ? kOngoingOfStudent : kOngoingOfMentor)
                                                          : (student ? kPastOfStudent : kPastOfMentor);
    auto const rows =
        co_await db.rows(query, page.profile, page.now, page.after_start, page.after_id, page.limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::vector<Record>> in_calendar(db::Executor& db, AccountId account, Instant from, Instant to,
                                      int limit) {
    std::vector<Record> out;
    auto const learning = co_await db.rows(kCalendarOfStudent, account, from, to, limit);
    for (auto const row : learning) out.push_back(read(row));
    auto const teaching = co_await db.rows(kCalendarOfMentor, account, from, to, limit);
    for (auto const row : teaching) out.push_back(read(row));
    std::ranges::sort(out, {}, [](Record const& r) { return std::pair(r.start, r.id.value); });
    co_return out;
}

Task<std::vector<Record>> starting(db::Executor& db, Instant after, BookingId after_id, Instant until,
                                   int limit) {
    auto const rows = co_await db.rows(kStarting, after, after_id, until, limit);
    std::vector<Record> out;
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::vector<Record>> between(db::Executor& db, StudentId student, MentorId mentor, Instant before,
                                  BookingId before_id, int limit) {
    std::vector<Record> out;
    auto const rows = co_await db.rows(kBetween, student, mentor, before, before_id, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::vector<Record>> within(db::Executor& db, Side as, std::int64_t profile, Instant from, Instant to,
                                 int limit) {
    std::vector<Record> out;
    auto const rows =
        co_await db.rows(as == Side::student ? kWithinOfStudent : kWithinOfMentor, profile, from, to, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::vector<Record>> completed_since(db::Executor& db, StudentId student, Instant since, int limit) {
    std::vector<Record> out;
    auto const rows = co_await db.rows(kCompletedSince, student, since, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

Task<std::vector<Record>> confirmed_around(db::Executor& db, MentorId mentor, Instant after, Instant before,
                                           int limit) {
    std::vector<Record> out;
    auto const rows = co_await db.rows(kConfirmedAround, mentor, after, before, limit);
    for (auto const row : rows) out.push_back(read(row));
    co_return out;
}

}  // namespace ax::booking::store
