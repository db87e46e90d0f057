#pragma once

#include "base/ids.h"
#include "base/money.h"
#include "base/result.h"
#include "base/task.h"
#include "contract/describe.h"
#include "features/booking/contract.h"
#include "features/booking/people.h"
#include "platform/db/database.h"
#include "platform/jobs/jobs.h"

#include <optional>
#include <string>
#include <vector>

/// What other features may know of and do to bookings.
namespace ax::booking {

/// A time is given to a student for a while, kept, or free again: whoever shows free times looks anew.
struct TimesChanged {
    static constexpr std::string_view kName = "booking.times_changed";
    MentorId mentor;
    static constexpr auto wire() { return contract::Fields{field("mentor", &TimesChanged::mentor)}; }
};

struct BookingConfirmed {
    static constexpr std::string_view kName = "booking.confirmed";
    BookingId booking;
    static constexpr auto wire() { return contract::Fields{field("booking", &BookingConfirmed::booking)}; }
};

/// `refund`: the money that was paid has to go back; the booking is `refunding` from the same transaction on.
struct BookingCancelled {
    static constexpr std::string_view kName = "booking.cancelled";
    BookingId booking;
    bool refund = false;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &BookingCancelled::booking),
                                field("refund", &BookingCancelled::refund)};
    }
};

/// A confirmed session has another time; the mentor, the service and the price stay. `number` counts the
/// moves of both sides.
struct BookingMoved {
    static constexpr std::string_view kName = "booking.moved";
    BookingId booking;
    int number = 0;
    Side by{};
    Instant from;
    Instant to;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &BookingMoved::booking),
                                field("number", &BookingMoved::number), field("by", &BookingMoved::by),
                                field("from", &BookingMoved::from), field("to", &BookingMoved::to)};
    }
};

/// A session was settled. `state` is completed or missed.
struct SessionClosed {
    static constexpr std::string_view kName = "booking.session_closed";
    BookingId booking;
    BookingState state{};
    static constexpr auto wire() {
        return contract::Fields{field("booking", &SessionClosed::booking),
                                field("state", &SessionClosed::state)};
    }
};

/// The staff decided that the money of a settled session goes back; the booking is `refunding` from the same
/// transaction on.
struct SessionRefunded {
    static constexpr std::string_view kName = "booking.session_refunded";
    BookingId booking;
    static constexpr auto wire() { return contract::Fields{field("booking", &SessionRefunded::booking)}; }
};

/// The mentor of a confirmed session will be away then; both dates are local to the mentor.
struct SessionInVacation {
    static constexpr std::string_view kName = "booking.session_in_vacation";
    BookingId booking;
    std::string first;
    std::string last;
    std::string note;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &SessionInVacation::booking),
                                field("first", &SessionInVacation::first),
                                field("last", &SessionInVacation::last),
                                field("note", &SessionInVacation::note, contract::MultiLine{})};
    }
};

/// One side objects to how a session was settled.
struct SessionDisputed {
    static constexpr std::string_view kName = "booking.session_disputed";
    BookingId booking;
    Side by{};
    static constexpr auto wire() {
        return contract::Fields{field("booking", &SessionDisputed::booking),
                                field("by", &SessionDisputed::by)};
    }
};

/// This side did not come to a session and was excused, by the other side or the staff.
struct SessionExcused {
    static constexpr std::string_view kName = "booking.session_excused";
    BookingId booking;
    Side side{};
    static constexpr auto wire() {
        return contract::Fields{field("booking", &SessionExcused::booking),
                                field("side", &SessionExcused::side)};
    }
};

/// The student reviewed a session with so many stars, or (0) its mentor replied to the review.
struct SessionReviewed {
    static constexpr std::string_view kName = "booking.session_reviewed";
    BookingId booking;
    int stars = 0;
    static constexpr auto wire() {
        return contract::Fields{field("booking", &SessionReviewed::booking),
                                field("stars", &SessionReviewed::stars)};
    }
};

/// Due at the end of a hold; expires it if it is still held.
struct HoldDue {
    static constexpr std::string_view kName = "booking.hold_due";
    BookingId booking;
    static constexpr auto wire() { return contract::Fields{field("booking", &HoldDue::booking)}; }
};

/// A row, as it is.
struct Record {
    BookingId id;
    MentorId mentor;
    StudentId student;
    AccountId mentor_account;
    AccountId student_account;
    ServiceId service;
    BookingState state{};
    MoneyState money{};
    Instant start;
    Instant end;
    std::string service_title;
    std::string topic;
    std::string note;
    Money price;
    std::string mentor_name;
    std::string mentor_zone;
    std::string student_name;
    std::string student_zone;
    Instant created_at;
    Instant hold_expires_at;
    std::optional<Side> cancelled_by;
    int moves_student = 0;
    int moves_mentor = 0;
    std::optional<Side> moved_by = {};         // the last time
    std::optional<Instant> confirmed_at = {};  // an expired hold has none
    std::optional<Instant> changed_at = {};    // what a calendar shows of it, last
    bool mentor_away = false;                  // a vacation was entered that it falls into
    int moves_free = 0;  // of moves_student: out of such a vacation, so they don't count

    [[nodiscard]] bool is_member(AccountId account) const {
        return account == mentor_account || account == student_account;
    }
};

/// A time that is kept for a student who did not ask for just this one: others get it when they let it pass.
struct OfferedTime {
    StudentId student;
    AccountId student_account;
    MentorId mentor;
    ServiceId service;
    Instant start;
    Instant until;  // the end of the hold
};

/// What became of the time when its money arrived.
enum class Seat : unsigned char {
    confirmed,  // now, by this call
    kept,       // it was confirmed (or more) before: a repeat
    lost,       // the hold was lost and the time can't be had any more: the money must go back
};

/// Port that app fills: who is connected hears of it at once.
class News {
public:
    News() = default;
    News(News const&) = delete;
    News& operator=(News const&) = delete;
    virtual ~News() = default;
    /// In the transaction that changes the booking. `booking` is as `member` sees it; at least once per
    /// change.
    virtual Task<void> booking_changed(db::Tx& tx, AccountId member, Booking const& booking) = 0;
};

class Facade {
public:
    Facade() = default;
    Facade(Facade const&) = delete;
    Facade& operator=(Facade const&) = delete;
    virtual ~Facade() = default;

    virtual Task<std::optional<Record>> find(db::Executor& db, BookingId id) = 0;
    /// The money is there: confirms the hold, or seats the booking again if its hold ran out and the time is
    /// still free and to come. Sets money to paid (confirmed, kept). Emits BookingConfirmed once.
    virtual Task<Seat> seat_paid(db::Tx& tx, BookingId id) = 0;
    virtual Task<void> set_money(db::Tx& tx, BookingId id, MoneyState money) = 0;
    /// Settles a session as completed or missed; a missed one may still become completed. False, and nothing
    /// done, if that is not its way. Emits SessionClosed and tells both members.
    virtual Task<bool> close(db::Tx& tx, BookingId id, BookingState state) = 0;
    /// Sends the money of a settled session back.
    virtual Task<void> refund(db::Tx& tx, BookingId id) = 0;
    /// Tells both members what the booking is now.
    virtual Task<void> tell(db::Tx& tx, BookingId id) = 0;
    /// Confirmed sessions whose end lies at `at` or before; longest over first.
    virtual Task<std::vector<BookingId>> confirmed_that_ended(db::Executor& db, Instant at, int limit) = 0;
    /// Sessions of an account, as student or mentor, that are to take place or did, and overlap [from, to);
    /// in order of their start, at most `limit` of either side.
    virtual Task<std::vector<Record>> in_calendar(db::Executor& db, AccountId account, Instant from,
                                                  Instant to, int limit) = 0;
    /// Sessions that were paid for and not cancelled.
    virtual Task<std::int64_t> sessions_count(db::Executor& db) = 0;
    /// Whether these two have a session that was ever confirmed, also if it was cancelled later.
    virtual Task<bool> have_booked(db::Executor& db, StudentId student, MentorId mentor) = 0;
    /// Confirmed sessions that start after (`after`, `after_id`) and not later than `until`, in that order.
    virtual Task<std::vector<Record>> starting(db::Executor& db, Instant after, BookingId after_id,
                                               Instant until, int limit) = 0;
    /// The free starts of a service within [from, to), ascending. Fails with booking.unknown_service.
    virtual Task<Result<std::vector<Instant>>> free_starts(db::Executor& db, MentorId mentor,
                                                           ServiceId service, Instant from, Instant to) = 0;
    /// Holds a time as if the student had asked for it; such a hold is not one of the few they may have.
    /// Fails as booking.hold does. The hold ends by itself.
    virtual Task<Result<Record>> hold_offered(db::Tx& tx, OfferedTime const& time) = 0;
    /// The ones of `starts` at which the student has nothing else for so long.
    virtual Task<std::vector<Instant>> free_for(db::Executor& db, StudentId student,
                                                std::vector<Instant> starts, Duration length) = 0;
    /// A confirmed session of the same two and the same service and length that begins after this hold, and
    /// that the student may move now: the one that begins at `preferred`, or else the first.
    virtual Task<std::optional<Record>> movable_to(db::Executor& db, Record const& hold,
                                                   std::optional<Instant> preferred) = 0;
    /// Gives a live hold of the student's up and moves that session of theirs to its time, as booking.move
    /// would. Fails as that does, and with booking.closed if the hold is not live any more.
    virtual Task<Result<Record>> move_to_hold(db::Tx& tx, BookingId session, BookingId hold) = 0;
    /// Gives a live hold the span that one has while paying, if that is longer. False: it is not live any
    /// more.
    virtual Task<bool> renew_hold(db::Tx& tx, BookingId id) = 0;
    /// Ends a live hold; others may have the time at once.
    virtual Task<void> give_back(db::Tx& tx, BookingId id) = 0;
    /// Sessions of a mentor that are confirmed or were, and not cancelled, and overlap [from, to); by start.
    virtual Task<std::vector<Record>> of_mentor_between(db::Executor& db, MentorId mentor, Instant from,
                                                        Instant to, int limit) = 0;
    /// The shape for a member of the booking.
    [[nodiscard]] virtual Booking shape(Record const& record, AccountId viewer) const = 0;
};

}  // namespace ax::booking
