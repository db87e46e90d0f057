#pragma once

#include "features/availability/availability.h"
#include "features/booking/booking.h"
#include "features/mentors/mentors.h"
#include "features/waitlist/contract.h"
#include "features/waitlist/store.h"
#include "platform/api/router.h"
#include "platform/jobs/jobs.h"
#include "platform/mail/templates.h"

namespace ax::waitlist {

using contract::Caller;

/// One thing to tell one student, in the product and by mail: features/notifications listens. `cause` and
/// person together are told once.
struct Told {
    static constexpr std::string_view kName = "waitlist.told";
    AccountId to;
    std::string cause;
    std::string kind;
    std::string title;
    std::string body;
    std::string link;
    std::string button;
    static constexpr auto wire() {
        return contract::Fields{field("to", &Told::to),
                                field("cause", &Told::cause),
                                field("kind", &Told::kind),
                                field("title", &Told::title),
                                field("body", &Told::body, contract::MultiLine{}),
                                field("link", &Told::link),
                                field("button", &Told::button)};
    }
};

/// Somebody stands in a mentor's line who did not before, or wishes something else.
struct LineChanged {
    static constexpr std::string_view kName = "waitlist.line_changed";
    MentorId mentor;
    static constexpr auto wire() { return contract::Fields{field("mentor", &LineChanged::mentor)}; }
};

/// Students who wait for a time of a mentor. Whenever times may have become free, the first in line whom one
/// suits is offered it.
///
/// An offer is a hold of booking's, so the database itself keeps the time from others, and what becomes of
/// the offer is what becomes of the hold: accepting and running out meet in one row of booking. Made once;
/// thread-safe after bind() and listen().
class Waitlist {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        jobs::Outbox const& outbox;
        mentors::Mentors const& mentors;
        availability::Availabilities const& availability;
        booking::Facade& bookings;
        mail::Templates const& templates;
    };
    explicit Waitlist(Ports ports) : p_(ports) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    Task<Result<Waits>> list(Caller const& who);
    Task<Result<Wait>> get(Caller const& who, WaitId id);
    Task<Result<FreeNow>> free_now(Caller const& who, JoinWaitlist wish);
    Task<Result<Wait>> join(Caller const& who, JoinWaitlist wish);
    Task<Result<Wait>> leave(Caller const& who, WaitId id);
    Task<Result<Wait>> rejoin(Caller const& who, WaitId id);
    Task<Result<Wait>> accept(Caller const& who, AcceptOffer wish);
    Task<Result<Wait>> decline(Caller const& who, WaitId id);

    // serving.cpp. Jobs.
    /// Offers what is free to whoever is next and wants it.
    Task<void> serve(MentorId mentor);
    /// Ends waits whose dates are over; serves every line, for horizons move on by themselves.
    Task<void> sweep();

private:
    Task<Result<store::Entry>> own(db::Executor& db, Caller const& who, WaitId id) const;
    Task<Result<store::Entry>> drafted(db::Executor& db, Caller const& who, JoinWaitlist const& wish) const;
    [[nodiscard]] Wait shape(store::Entry const& entry) const;

    // serving.cpp
    Task<void> settle(MentorId mentor);
    Task<void> settle(db::Tx& tx, WaitId id);
    /// False: the time, the wish or the wait is another by now.
    Task<bool> offer(WaitId id, Instant start, Duration notice, store::Passed const& passed);
    Task<void> booked(booking::BookingConfirmed event);

    Ports p_;
};

}  // namespace ax::waitlist
