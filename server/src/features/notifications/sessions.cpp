#include "base/local_time.h"
#include "features/notifications/notifications.h"

#include <fmt/format.h>

/// What people are told of sessions that were moved or are over.
namespace ax::notifications {
namespace {

std::string link_of(booking::Record const& b) { return fmt::format("/sessions/{}", b.id.value); }

}  // namespace

// The times are the event's: the session may have been moved again meanwhile, which has its own news.
Task<void> Feature::booking_moved(booking::BookingMoved const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    if (!b)
        co_return;
    bool const by_student = event.by == booking::Side::student;
    auto const cause = fmt::format("booking-moved-{}-{}", b->id.value, event.number);
    auto const times = [&](std::string const& zone) {
        return fmt::format("{}: {} instead of {}.", b->service_title, local_text(event.to, zone),
                           local_text(event.from, zone));
    };
    Message const to_student{
        .to = b->student_account,
        .cause = cause,
        .kind = "booking.moved",
        .title = by_student ? fmt::format("You moved your session with {}", b->mentor_name)
                            : fmt::format("{} moved your session", b->mentor_name),
        .body = fmt::format("{} That is {} for {}.{}", times(b->student_zone),
                            local_text(event.to, b->mentor_zone), b->mentor_name,
                            by_student ? ""
                                       : " If it does not suit you, cancel before it starts and you get "
                                         "everything back."),
        .link = link_of(*b),
        .button = "See the session",
        .urgent = true,
        .invitation = b->id};
    Message const to_mentor{.to = b->mentor_account,
                            .cause = cause,
                            .kind = "booking.moved",
                            .title = by_student
                                         ? fmt::format("{} moved your session", b->student_name)
                                         : fmt::format("You moved the session with {}", b->student_name),
                            .body = fmt::format("{} That is {} for {}.", times(b->mentor_zone),
                                                local_text(event.to, b->student_zone), b->student_name),
                            .link = link_of(*b),
                            .button = "See the session",
                            .urgent = true,
                            .invitation = b->id};
    co_await tell(to_student);
    co_await tell(to_mentor);
}

Task<void> Feature::session_closed(booking::SessionClosed const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    if (!b)
        co_return;
    bool const completed = event.state == booking::BookingState::completed;
    auto const kind = completed ? "booking.completed" : "booking.missed";
    auto const cause = fmt::format("{}-{}", kind, b->id.value);
    constexpr auto kMissed =
        "Not both of you entered the other's key, so the session counts as missed and the money stays where it "
        "is. If that is wrong, say so within 48 hours.";
    Message const to_student{
        .to = b->student_account,
        .cause = cause,
        .kind = kind,
        .title = completed ? fmt::format("How was your session with {}?", b->mentor_name)
                           : fmt::format("Your session with {} was missed", b->mentor_name),
        .body = completed
                    ? fmt::format("{}, {}. A few words help {} and whoever comes next.", b->service_title,
                                  local_text(b->start, b->student_zone), b->mentor_name)
                    : std::string(kMissed),
        .link = link_of(*b),
        .button = completed ? "Give feedback" : "See the session"};
    Message const to_mentor{
        .to = b->mentor_account,
        .cause = cause,
        .kind = kind,
        .title = completed ? fmt::format("Your session with {} is completed", b->student_name)
                           : fmt::format("Your session with {} was missed", b->student_name),
        .body = completed ? fmt::format("{}, {}. What you earned with it is released.", b->service_title,
                                        local_text(b->start, b->mentor_zone))
                          : std::string(kMissed),
        .link = link_of(*b),
        .button = "See the session"};
    co_await tell(to_student);
    co_await tell(to_mentor);
}

Task<void> Feature::session_excused(booking::SessionExcused const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    if (!b)
        co_return;
    bool const student = event.side == booking::Side::student;
    Message const message{
        .to = student ? b->student_account : b->mentor_account,
        .cause = fmt::format("booking-excused-{}-{}", b->id.value, static_cast<int>(event.side)),
        .kind = "booking.excused",
        .title = fmt::format("You are excused for your session with {}",
                             student ? b->mentor_name : b->student_name),
        .body = fmt::format("{}, {}. Nobody holds it against you that you could not come.", b->service_title,
                            local_text(b->start, student ? b->student_zone : b->mentor_zone)),
        .link = link_of(*b),
        .button = "See the session"};
    co_await tell(message);
}

Task<void> Feature::session_disputed(booking::SessionDisputed const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    if (!b)
        co_return;
    bool const by_student = event.by == booking::Side::student;
    Message const message{.to = by_student ? b->mentor_account : b->student_account,
                          .cause = fmt::format("booking-disputed-{}", b->id.value),
                          .kind = "booking.disputed",
                          .title = fmt::format("{} objects to how your session was settled",
                                               by_student ? b->student_name : b->mentor_name),
                          .body = "The team looks into it and may ask you both.",
                          .link = link_of(*b),
                          .button = "See the session"};
    co_await tell(message);
}

Task<void> Feature::session_reviewed(booking::SessionReviewed const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    if (!b)
        co_return;
    bool const reply = event.stars == 0;
    Message const message{
        .to = reply ? b->student_account : b->mentor_account,
        .cause = fmt::format("booking-{}-{}", reply ? "review-reply" : "reviewed", b->id.value),
        .kind = reply ? "booking.review_reply" : "booking.reviewed",
        .title = reply ? fmt::format("{} replied to your review", b->mentor_name)
                       : fmt::format("{} reviewed your session", b->student_name),
        .body = reply ? b->service_title
                      : fmt::format("{}: {} of 5 stars. You may reply once.", b->service_title, event.stars),
        .link = link_of(*b),
        .button = "See the session"};
    co_await tell(message);
}

Task<void> Feature::session_refunded(booking::SessionRefunded const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    if (!b)
        co_return;
    for (auto const to : {b->student_account, b->mentor_account}) {
        Message const message{
            .to = to,
            .cause = fmt::format("booking-refunded-{}", b->id.value),
            .kind = "booking.refunded",
            .title = "The team decided about your session",
            .body =
                fmt::format("{}, {}: {} goes back to {}.", b->service_title,
                            local_text(b->start, to == b->student_account ? b->student_zone : b->mentor_zone),
                            money_text(b->price.amount, b->price.currency), b->student_name),
            .link = link_of(*b),
            .button = "See the session"};
        co_await tell(message);
    }
}

}  // namespace ax::notifications
