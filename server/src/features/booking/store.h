#pragma once

#include "features/availability/availability.h"
#include "features/booking/booking.h"
#include "platform/db/database.h"

#include <optional>
#include <span>
#include <vector>

/// The booking table. Stateless; every call runs on the executor given.
namespace ax::booking::store {

[[nodiscard]] Task<std::optional<Record>> find(db::Executor& db, BookingId id);

/// Time that is given away and ends after `from` and begins before `to`; holds that ran out don't count, nor
/// does `except`.
[[nodiscard]] Task<std::vector<availability::Busy>> busy(db::Executor& db, MentorId mentor, Instant from,
                                                         Instant to, Instant now, BookingId except = {});
[[nodiscard]] Task<std::vector<availability::Busy>> busy_of_student(db::Executor& db, StudentId student,
                                                                    Instant from, Instant to, Instant now,
                                                                    BookingId except);
/// Live bookings of the student that overlap.
[[nodiscard]] Task<bool> student_is_busy(db::Executor& db, StudentId student, Instant start, Instant end,
                                         Instant now, BookingId except);
[[nodiscard]] Task<bool> mentor_is_busy(db::Executor& db, MentorId mentor, Instant start, Instant end,
                                        Instant now, BookingId except);
/// The student's own hold of just this, if it still runs.
[[nodiscard]] Task<std::optional<Record>> live_hold(db::Executor& db, StudentId student, Hold const& wish,
                                                    Instant now);
[[nodiscard]] Task<int> live_holds(db::Executor& db, StudentId student, Instant now);

/// One hold at a time per mentor and per student, until the transaction ends. On PostgreSQL only: two inserts
/// that an exclusion constraint sets against each other wait for one another until the deadlock detector ends
/// one, which under a crowd takes seconds. SQLite has one writer.
[[nodiscard]] Task<void> queue_up(db::Tx& tx, MentorId mentor, StudentId student);

/// A live hold gets at least until `until`; false if it is not live.
[[nodiscard]] Task<bool> renew(db::Tx& tx, BookingId id, Instant until, Instant now);
/// As Facade::of_mentor_between.
[[nodiscard]] Task<std::vector<Record>> of_mentor_between(db::Executor& db, MentorId mentor, Instant from,
                                                          Instant to, int limit);

/// Makes room: holds of either side that ran out.
[[nodiscard]] Task<void> expire_due(db::Tx& tx, MentorId mentor, StudentId student, Instant now);
/// One hold; true if it was still held and its time was up.
[[nodiscard]] Task<bool> expire(db::Tx& tx, BookingId id, Instant now);

[[nodiscard]] Task<std::expected<BookingId, db::Violation>> insert(db::Tx& tx, Record const& booking);
[[nodiscard]] Task<void> confirm(db::Tx& tx, BookingId id, Instant now);
[[nodiscard]] Task<void> cancel(db::Tx& tx, BookingId id, Side by, std::string const& note, MoneyState money,
                                Instant now);
/// Start, end and who moved, as in the record; no vacation falls on it any more.
[[nodiscard]] Task<std::expected<void, db::Violation>> move(db::Tx& tx, Record const& booking);
[[nodiscard]] Task<void> set_away(db::Tx& tx, BookingId id);
/// Confirmed ones of the same two and the same service that begin later; by start.
[[nodiscard]] Task<std::vector<Record>> later_alike(db::Executor& db, Record const& than, int limit);
[[nodiscard]] Task<void> close(db::Tx& tx, BookingId id, BookingState state);
[[nodiscard]] Task<int> completed_of(db::Executor& db, MentorId mentor);
[[nodiscard]] Task<std::vector<BookingId>> confirmed_that_ended(db::Executor& db, Instant at, int limit);
[[nodiscard]] Task<void> set_money(db::Tx& tx, BookingId id, MoneyState money);
/// Topic, note and when they changed, as in the record.
[[nodiscard]] Task<void> describe(db::Tx& tx, Record const& booking);

[[nodiscard]] Task<std::int64_t> sessions_count(db::Executor& db);

struct Page {
    Side as{};
    std::int64_t profile = 0;  // student or mentor id
    When when{};
    Instant now;
    Instant after_start;  // keyset
    std::int64_t after_id = 0;
    int limit = 0;
};
[[nodiscard]] Task<std::vector<Record>> list(db::Executor& db, Page const& page);

/// As Facade::in_calendar.
[[nodiscard]] Task<std::vector<Record>> in_calendar(db::Executor& db, AccountId account, Instant from,
                                                    Instant to, int limit);

/// As Facade::starting.
[[nodiscard]] Task<std::vector<Record>> starting(db::Executor& db, Instant after, BookingId after_id,
                                                 Instant until, int limit);

// As in people.h.
[[nodiscard]] Task<std::vector<Record>> between(db::Executor& db, StudentId student, MentorId mentor,
                                                Instant before, BookingId before_id, int limit);
[[nodiscard]] Task<std::vector<Record>> within(db::Executor& db, Side as, std::int64_t profile, Instant from,
                                               Instant to, int limit);
[[nodiscard]] Task<std::vector<Record>> completed_since(db::Executor& db, StudentId student, Instant since,
                                                        int limit);
[[nodiscard]] Task<std::vector<Record>> confirmed_around(db::Executor& db, MentorId mentor, Instant after,
                                                         Instant before, int limit);

}  // namespace ax::booking::store
