#include "features/booking/model.h"
#include "features/booking/service.h"
#include "features/booking/store.h"

#include <algorithm>

#include <fmt/format.h>

/// A confirmed session gets another time. What was agreed on besides (length, price) stays, also where the
/// service is another by now.
namespace ax::booking {
namespace {

Side side_of(Record const& record, Caller const& who) {
    return record.student_account == who.account ? Side::student : Side::mentor;
}

int minutes_of(Record const& record) { return static_cast<int>((record.end - record.start) / minutes{1}); }

bool overlaps(std::vector<availability::Busy> const& busy, Instant start, Instant end) {
    return std::ranges::any_of(busy,
                               [&](availability::Busy const& b) { return b.begin < end && start < b.end; });
}

}  // namespace

Task<availability::Schedule> Service::schedule_for_move(db::Executor& db, Record const& record, Side by) {
    auto schedule = (co_await p_.availability.schedule(db, record.mentor)).value_or(availability::Schedule{});
    // The notice that a mentor asks of students is theirs to waive, but not the student's time to get ready.
    if (by == Side::mentor)
        schedule.minimum_notice = static_cast<int>(policy_.mentor_notice / minutes{1});
    co_return schedule;
}

Task<Result<FreeTimes>> Service::move_times(Caller const& who, MoveTimesQuery query) {
    auto const now = p_.clock.now();
    AX_TRY(auto const range, date_range(query.from, query.to, query.zone));
    AX_TRY(auto const record, co_await of_member(p_.db, who.account, query.booking));
    auto const side = side_of(record, who);
    if (auto const reason = why_not_movable(record, side, policy_, now); !reason.empty())
        co_return fail(Code::conflict, std::string(reason));
    auto const schedule = co_await schedule_for_move(p_.db, record, side);
    auto const horizon = availability::busy_range(schedule, now);
    auto const begin = std::min(range.from - availability::kBusyMargin, horizon.begin);
    auto const end = std::max(range.to + availability::kBusyMargin, horizon.end);
    auto const taken = co_await busy(p_.db, record.mentor, begin, end, now, record.id);
    auto const theirs = co_await store::busy_of_student(p_.db, record.student, begin, end, now, record.id);
    int const length = minutes_of(record);
    auto const free = [&](Instant from, Instant to) {
        auto starts = availability::free_starts(schedule, taken, length, from, to, now);
        std::erase_if(starts, [&](Instant start) {
            return start == record.start || overlaps(theirs, start, start + minutes{length});
        });
        return starts;
    };
    // Of the horizon the engine answers a part at a time.
    std::optional<Instant> next;
    for (auto at = now; at < horizon.end && !next; at += availability::kLongestQuestion)
        if (auto const ahead = free(at, std::min(at + availability::kLongestQuestion, horizon.end));
            !ahead.empty())
            next = ahead.front();
    co_return FreeTimes{.zone = query.zone,
                        .mentor_zone = record.mentor_zone,
                        .minutes = length,
                        .days = by_day(free(range.from, range.to), range.zone),
                        .next_free_at = next,
                        .away = away_before(schedule, schedule.zone.date_of(now),
                                            schedule.zone.date_of(range.to - Duration{1}))};
}

Task<Result<void>> Service::check_move(db::Executor& db, Record const& record, Side by, Instant start) {
    auto const now = p_.clock.now();
    auto const end = start + (record.end - record.start);
    auto const schedule = co_await schedule_for_move(db, record, by);
    auto const taken = co_await busy(db, record.mentor, start - availability::kBusyMargin,
                                     end + availability::kBusyMargin, now, record.id);
    if (auto const reasons = availability::why_not(schedule, taken, minutes_of(record), start, now);
        !reasons.empty())
        co_return std::unexpected(not_offered(reasons));
    if (co_await store::student_is_busy(db, record.student, start, end, now, record.id))
        co_return fail(Code::conflict, by == Side::student ? "booking.student_busy" : "booking.other_busy");
    co_return Result<void>{};
}

Task<Result<Booking>> Service::move(Caller const& who, MoveBooking wish) {
    AX_TRY(auto const record, co_await p_.db.write([&](db::Tx& tx) { return place_move(tx, who, wish); }));
    co_return shape(record, who.account);
}

Task<Result<Record>> Service::place_move(db::Tx& tx, Caller const& who, MoveBooking const& wish) {
    auto const now = p_.clock.now();
    AX_TRY(auto const seen, co_await of_member(tx, who.account, wish.booking));
    // Where holds stand in line for these two, so that neither waits for the other in the constraint.
    co_await store::queue_up(tx, seen.mentor, seen.student);
    co_await store::expire_due(tx, seen.mentor, seen.student, now);
    AX_TRY(auto record, co_await of_member(tx, who.account, wish.booking));
    bool const confirmed = record.state == BookingState::confirmed;
    // A repeat of a move that was made is not a mistake.
    if (confirmed && record.start == wish.start)
        co_return std::move(record);
    auto const side = side_of(record, who);
    if (auto const reason = why_not_movable(record, side, policy_, now); !reason.empty())
        co_return fail(Code::conflict, std::string(reason));
    if (record.start != wish.from)
        co_return fail(Code::conflict, "booking.moved_meanwhile");
    AX_CHECK(co_await check_move(tx, record, side, wish.start));

    auto const length = record.end - record.start;
    record.start = wish.start;
    record.end = wish.start + length;
    ++(side == Side::student ? record.moves_student : record.moves_mentor);
    if (side == Side::student && record.mentor_away)
        ++record.moves_free;
    record.mentor_away = false;
    record.moved_by = side;
    record.changed_at = now;
    if (auto const moved = co_await store::move(tx, record); !moved) {  // the database's own word
        bool const student = moved.error().name.find("student") != std::string::npos;
        co_return fail(Code::conflict, !student                ? "booking.slot_taken"
                                       : side == Side::student ? "booking.student_busy"
                                                               : "booking.other_busy");
    }
    BookingMoved const event{.booking = record.id,
                             .number = record.moves_student + record.moves_mentor,
                             .by = side,
                             .from = wish.from,
                             .to = wish.start};
    co_await p_.outbox.add(tx, event, {.dedupe_key = fmt::format("{}-{}", record.id.value, event.number)});
    co_await p_.outbox.add(tx, TimesChanged{record.mentor});
    co_await tell(tx, record.id);
    co_return std::move(record);
}

}  // namespace ax::booking
