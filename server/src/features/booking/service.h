#pragma once

#include "contract/endpoint.h"
#include "features/availability/availability.h"
#include "features/booking/booking.h"
#include "features/booking/contract_calendar.h"
#include "features/booking/model.h"
#include "features/mentors/mentors.h"
#include "features/students/students.h"

namespace ax::booking {

using contract::Caller;

/// The vacation within [from, to], in the mentor's zone, that comes first.
[[nodiscard]] std::optional<Away> away_before(availability::Schedule const& schedule, availability::Date from,
                                              availability::Date to);
/// What stands against a time, as the caller is told.
[[nodiscard]] Error not_offered(std::vector<availability::Reason> const& reasons);

/// A range of dates in a zone: at most 42 days.
struct DateRange {
    availability::Zone zone;
    Instant from;
    Instant to;
};
[[nodiscard]] Result<DateRange> date_range(std::string_view from, std::string_view to, std::string_view zone);
/// Ascending times by day of the zone.
[[nodiscard]] std::vector<FreeDay> by_day(std::vector<Instant> const& starts, availability::Zone zone);

/// The use cases of booking; owns their transactions. Shared by all loops, holds no state of its own.
class Service final : public Facade {
public:
    struct Ports {
        db::Database& db;
        jobs::Outbox const& outbox;
        Clock const& clock;
        mentors::Mentors const& mentors;
        students::Students const& students;
        availability::Availabilities const& availability;
        News* news = nullptr;
    };
    Service(Ports ports, Policy policy) : p_(ports), policy_(policy) {}

    Task<Result<FreeTimes>> free_times(FreeTimesQuery query);
    Task<Result<WhyNot>> why_not(WhyNotQuery query);
    /// `keyed`: the request carried an Idempotency-Key, so that a repeat of it gets the hold that was made.
    Task<Result<Booking>> hold(Caller const& who, Hold wish, bool keyed = false);
    Task<Result<Bookings>> list(Caller const& who, BookingListQuery query);
    Task<Result<Booking>> get(Caller const& who, BookingId id);
    Task<Result<Booking>> describe(Caller const& who, DescribeBooking words);
    Task<Result<Booking>> cancel(Caller const& who, CancelBooking wish);

    /// calendar.cpp: of the mentor themselves, whose account is `viewer`.
    Task<Result<Calendar>> calendar(MentorId mentor, AccountId viewer, CalendarQuery query);
    // moving.cpp
    Task<Result<FreeTimes>> move_times(Caller const& who, MoveTimesQuery query);
    Task<Result<Booking>> move(Caller const& who, MoveBooking wish);

    // Jobs.
    Task<void> tell_of_vacation(availability::VacationAdded event);
    Task<void> expire(HoldDue due);
    Task<void> refresh_next_free(MentorId mentor);
    /// Mentors whose first free time has passed.
    Task<void> refresh_stale();

    // Facade.
    Task<std::optional<Record>> find(db::Executor& db, BookingId id) override;
    Task<Seat> seat_paid(db::Tx& tx, BookingId id) override;
    Task<void> set_money(db::Tx& tx, BookingId id, MoneyState money) override;
    Task<bool> close(db::Tx& tx, BookingId id, BookingState state) override;
    Task<void> refund(db::Tx& tx, BookingId id) override;
    Task<void> tell(db::Tx& tx, BookingId id) override;
    Task<std::vector<BookingId>> confirmed_that_ended(db::Executor& db, Instant at, int limit) override;
    Task<std::vector<Record>> in_calendar(db::Executor& db, AccountId account, Instant from, Instant to,
                                          int limit) override;
    Task<std::int64_t> sessions_count(db::Executor& db) override;
    Task<bool> have_booked(db::Executor& db, StudentId student, MentorId mentor) override;
    Task<std::vector<Record>> starting(db::Executor& db, Instant after, BookingId after_id, Instant until,
                                       int limit) override;
    Task<Result<std::vector<Instant>>> free_starts(db::Executor& db, MentorId mentor, ServiceId service,
                                                   Instant from, Instant to) override;
    Task<Result<Record>> hold_offered(db::Tx& tx, OfferedTime const& time) override;
    Task<std::vector<Instant>> free_for(db::Executor& db, StudentId student, std::vector<Instant> starts,
                                        Duration length) override;
    Task<std::optional<Record>> movable_to(db::Executor& db, Record const& hold,
                                           std::optional<Instant> preferred) override;
    Task<Result<Record>> move_to_hold(db::Tx& tx, BookingId session, BookingId hold) override;
    Task<bool> renew_hold(db::Tx& tx, BookingId id) override;
    Task<void> give_back(db::Tx& tx, BookingId id) override;
    Task<std::vector<Record>> of_mentor_between(db::Executor& db, MentorId mentor, Instant from, Instant to,
                                                int limit) override;
    [[nodiscard]] Booking shape(Record const& record, AccountId viewer) const override;

private:
    /// What is asked about: an active service of this approved mentor, and when the mentor works.
    struct Offer {
        mentors::Mentor mentor;
        mentors::BookableService service;
        availability::Schedule schedule;
    };
    Task<Result<Offer>> offer(db::Executor& db, MentorId mentor, ServiceId service);
    /// How a hold comes about. `offered_until`: of a time that was offered, which ends then.
    struct Terms {
        bool keyed = false;
        std::optional<Instant> offered_until = {};
    };
    /// Every rule that can be checked before the database has the last word.
    Task<Result<Offer>> check(db::Executor& db, Caller const& who, Hold const& wish, Terms terms);
    Task<Result<Record>> place_hold(db::Tx& tx, Caller const& who, Hold const& wish, Terms terms);
    /// Time of a mentor that can't be booked, whatever takes it.
    Task<std::vector<availability::Busy>> busy(db::Executor& db, MentorId mentor, Instant from, Instant to,
                                               Instant now, BookingId except = {});
    /// When the mentor works, as far as it binds who moves.
    Task<availability::Schedule> schedule_for_move(db::Executor& db, Record const& record, Side by);
    Task<Result<void>> check_move(db::Executor& db, Record const& record, Side by, Instant start);
    Task<Result<Record>> place_move(db::Tx& tx, Caller const& who, MoveBooking const& wish);
    Task<Result<Record>> of_member(db::Executor& db, AccountId viewer, BookingId id);

    Ports p_;
    Policy policy_;
};

}  // namespace ax::booking
