#pragma once

#include "features/attendance/contract.h"
#include "features/attendance/model.h"
#include "features/attendance/store.h"
#include "features/booking/booking.h"
#include "features/ledger/ledger.h"
#include "platform/api/router.h"
#include "platform/jobs/jobs.h"

namespace ax::attendance {

struct Options {
    std::string secret;       // rooms and keys are derived from it
    std::string meeting_url;  // where rooms are: its end is the room's name
    Policy policy = {};
};

/// The way into a session, who proved to be there, and what follows from it. Made once; thread-safe after
/// bind() and listen().
class Service {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        booking::Facade& bookings;
        ledger::Ledger const& ledger;
    };
    Service(Ports ports, Options options);

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    Task<Result<Attendance>> get(contract::Caller const& who, BookingId id);
    Task<Result<Attendance>> enter(contract::Caller const& who, EnterKey wish);
    Task<Result<Attendance>> excuse(contract::Caller const& who, BookingId id);
    Task<Result<Attendance>> dispute(contract::Caller const& who, OpenDispute wish);

    /// Completes what both attended and whose end has come; what lacks a side when its window closes is
    /// missed.
    Task<void> settle_due();

    /// For the staff. Fails with attendance.not_settled, attendance.no_money.
    Task<Result<void>> resolve(BookingId id, Outcome outcome, std::string note);
    /// For the staff: excuses a side that did not come. Fails with attendance.cannot_excuse.
    Task<Result<void>> excuse(BookingId id, booking::Side side);
    [[nodiscard]] Task<std::vector<store::OpenRow>> open_disputes(Instant after, BookingId after_id);

    /// Sessions whose student's key the mentor can enter now and has not; at most 20.
    [[nodiscard]] Task<std::vector<booking::Record>> keys_to_enter(db::Executor& db, MentorId mentor) const;

private:
    Task<Result<booking::Record>> of_member(db::Executor& db, contract::Caller const& who, BookingId id);
    Task<Attendance> shape(db::Executor& db, booking::Record const& session, booking::Side side);
    Task<Result<void>> excuse(db::Tx& tx, booking::Record const& session, booking::Side side,
                              std::optional<booking::Side> by);
    /// In the caller's transaction; nothing if it is not time yet, or was done before.
    Task<void> settle(db::Tx& tx, BookingId id);
    Task<void> complete(db::Tx& tx, BookingId id);

    Ports p_;
    Options options_;
};

}  // namespace ax::attendance
