#include "features/booking/routes.h"

#include "features/booking/counts.h"

namespace ax::booking {

void bind(api::Router& router, Service& service) {
    (void)counts();  // from the start, at zero
    router.bind(kFreeTimes,
                [&](Caller const&, FreeTimesQuery q) { return service.free_times(std::move(q)); });
    router.bind(kWhyNot, [&](Caller const&, WhyNotQuery q) { return service.why_not(q); });
    router.bind(kCalendar, [&](Caller const& who, CalendarQuery query) {
        return service.calendar(who.mentor.value(), who.account, std::move(query));
    });
    router.bind(kHold, [&](api::Call& call, Hold wish) {
        bool const keyed = !call.request.header("idempotency-key").empty();
        return service.hold(call.caller, std::move(wish), keyed);
    });
    router.bind(kList,
                [&](Caller const& who, BookingListQuery q) { return service.list(who, std::move(q)); });
    router.bind(kGet, [&](Caller const& who, BookingPath path) { return service.get(who, path.booking); });
    router.bind(kDescribe,
                [&](Caller const& who, DescribeBooking w) { return service.describe(who, std::move(w)); });
    router.bind(kMoveTimes,
                [&](Caller const& who, MoveTimesQuery q) { return service.move_times(who, std::move(q)); });
    router.bind(kMove, [&](Caller const& who, MoveBooking wish) { return service.move(who, wish); });
    router.bind(kCancel,
                [&](Caller const& who, CancelBooking w) { return service.cancel(who, std::move(w)); });
}

void listen(jobs::Listeners& listeners, Service& service) {
    listeners.on<HoldDue>("booking.expire",
                          [&](HoldDue const& due, jobs::JobInfo const&) { return service.expire(due); });
    listeners.on<TimesChanged>("booking.next_free", [&](TimesChanged const& e, jobs::JobInfo const&) {
        return service.refresh_next_free(e.mentor);
    });
    listeners.on<availability::AvailabilityChanged>(
        "booking.next_free", [&](availability::AvailabilityChanged const& e, jobs::JobInfo const&) {
            return service.refresh_next_free(e.mentor);
        });
    listeners.on<availability::VacationAdded>(
        "booking.tell_of_vacation", [&](availability::VacationAdded const& e, jobs::JobInfo const&) {
            return service.tell_of_vacation(e);
        });
    listeners.on<mentors::MentorTimesChanged>(
        "booking.next_free", [&](mentors::MentorTimesChanged const& e, jobs::JobInfo const&) {
            return service.refresh_next_free(e.mentor);
        });
    listeners.every("booking.stale_next_free", minutes{1}, [&] { return service.refresh_stale(); });
}

}  // namespace ax::booking
