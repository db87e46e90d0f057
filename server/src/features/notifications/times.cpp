#include "base/local_time.h"
#include "features/notifications/notifications.h"

#include <fmt/format.h>

/// What people are told of mentors' times: offers of a waitlist, vacations, outside calendars.
namespace ax::notifications {

void Feature::listen_to_times(jobs::Listeners& listeners) {
    listeners.on<waitlist::Told>(
        "notifications.tell",
        [this](waitlist::Told const& event, jobs::JobInfo const&) { return wait_told(event); });
    listeners.on<busy_times::Told>(
        "notifications.tell",
        [this](busy_times::Told const& event, jobs::JobInfo const&) { return calendar_told(event); });
    listeners.on<booking::SessionInVacation>(
        "notifications.tell", [this](booking::SessionInVacation const& event, jobs::JobInfo const&) {
            return session_in_vacation(event);
        });
}

Task<void> Feature::wait_told(waitlist::Told const& event) {
    Message const message{.to = event.to,
                          .cause = event.cause,
                          .category = NoticeCategory::sessions,
                          .kind = event.kind,
                          .title = event.title,
                          .body = event.body,
                          .link = event.link,
                          .button = event.button,
                          .urgent = event.kind == "waitlist.offered"};  // it runs out
    co_await tell(message);
}

Task<void> Feature::calendar_told(busy_times::Told const& event) {
    Message const message{.to = event.to,
                          .cause = event.cause,
                          .category = NoticeCategory::sessions,
                          .kind = "busy_times.unreachable",
                          .title = "We cannot read your calendar any more",
                          .body =
                              "For 24 hours it could not be read. Your times are offered without it from now "
                              "on, so look at its address soon.",
                          .link = "/mentor/availability",
                          .button = "See the calendar",
                          .urgent = true};
    co_await tell(message);
}

Task<void> Feature::session_in_vacation(booking::SessionInVacation const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    auto const now = p_.clock.now();
    if (!b || b->state != booking::BookingState::confirmed || b->start <= now)
        co_return;
    auto const shaped = p_.bookings.shape(*b, b->student_account);
    auto const words = event.note.empty() ? std::string{} : fmt::format(" They say: {}", event.note);
    auto const movable =
        shaped.can_move && shaped.move_until
            ? fmt::format("move it until {} or ", local_text(*shaped.move_until, b->student_zone))
            : std::string{};
    Message const message{
        .to = b->student_account,
        .cause = fmt::format("booking-in-vacation-{}-{}-{}", b->id.value, event.first, event.last),
        .category = NoticeCategory::sessions,
        .kind = "booking.in_vacation",
        .title = fmt::format("{} is away when you have a session", b->mentor_name),
        .body = fmt::format(
            "{}, {}. {} is away from {} to {}.{} The session stands until one of you changes it: you may {}cancel "
            "it until it starts. You lose neither money nor one of your moves.",
            b->service_title, local_text(b->start, b->student_zone), b->mentor_name, event.first, event.last,
            words, movable),
        .link = fmt::format("/sessions/{}", b->id.value),
        .button = "See what you can do"};
    co_await tell(message);
}

}  // namespace ax::notifications
