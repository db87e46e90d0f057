#include "base/local_time.h"
#include "features/notifications/letters.h"
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
    auto const for_student = local_text(event.to, b->student_zone);
    auto const for_mentor = local_text(event.to, b->mentor_zone);
    Message const to_student{.to = b->student_account,
                             .cause = cause,
                             .kind = "booking.moved",
                             .words = p_.templates.words<letters::kMovedStudent>(
                                 {{"mentor", b->mentor_name},
                                  {"service", b->service_title},
                                  {"start", for_student},
                                  {"old_start", local_text(event.from, b->student_zone)},
                                  {"their_start", for_mentor},
                                  {"by_you", by_student}}),
                             .link = link_of(*b),
                             .urgent = true,
                             .invitation = b->id};
    Message const to_mentor{.to = b->mentor_account,
                            .cause = cause,
                            .kind = "booking.moved",
                            .words = p_.templates.words<letters::kMovedMentor>(
                                {{"student", b->student_name},
                                 {"service", b->service_title},
                                 {"start", for_mentor},
                                 {"old_start", local_text(event.from, b->mentor_zone)},
                                 {"their_start", for_student},
                                 {"by_you", !by_student}}),
                            .link = link_of(*b),
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
    std::string const kind = completed ? "booking.completed" : "booking.missed";
    auto const cause = fmt::format("{}-{}", kind, b->id.value);
    Message const to_student{.to = b->student_account,
                             .cause = cause,
                             .kind = kind,
                             .words = completed
                                          ? p_.templates.words<letters::kCompletedStudent>(
                                                {{"mentor", b->mentor_name},
                                                 {"service", b->service_title},
                                                 {"start", local_text(b->start, b->student_zone)}})
                                          : p_.templates.words<letters::kMissed>({{"with", b->mentor_name}}),
                             .link = link_of(*b)};
    Message const to_mentor{.to = b->mentor_account,
                            .cause = cause,
                            .kind = kind,
                            .words = completed
                                         ? p_.templates.words<letters::kCompletedMentor>(
                                               {{"student", b->student_name},
                                                {"service", b->service_title},
                                                {"start", local_text(b->start, b->mentor_zone)}})
                                         : p_.templates.words<letters::kMissed>({{"with", b->student_name}}),
                            .link = link_of(*b)};
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
        .words = p_.templates.words<letters::kExcused>(
            {{"with", student ? b->mentor_name : b->student_name},
             {"service", b->service_title},
             {"start", local_text(b->start, student ? b->student_zone : b->mentor_zone)}}),
        .link = link_of(*b)};
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
                          .words = p_.templates.words<letters::kDisputed>(
                              {{"with", by_student ? b->student_name : b->mentor_name}}),
                          .link = link_of(*b)};
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
        .words = reply ? p_.templates.words<letters::kReviewReply>(
                             {{"mentor", b->mentor_name}, {"service", b->service_title}})
                       : p_.templates.words<letters::kReviewed>({{"student", b->student_name},
                                                                 {"service", b->service_title},
                                                                 {"stars", event.stars}}),
        .link = link_of(*b)};
    co_await tell(message);
}

Task<void> Feature::session_refunded(booking::SessionRefunded const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    if (!b)
        co_return;
    for (auto const to : {b->student_account, b->mentor_account}) {
        auto const& zone = to == b->student_account ? b->student_zone : b->mentor_zone;
        Message const message{.to = to,
                              .cause = fmt::format("booking-refunded-{}", b->id.value),
                              .kind = "booking.refunded",
                              .words = p_.templates.words<letters::kRefunded>(
                                  {{"student", b->student_name},
                                   {"service", b->service_title},
                                   {"start", local_text(b->start, zone)},
                                   {"refund", money_text(b->price.amount, b->price.currency)}}),
                              .link = link_of(*b)};
        co_await tell(message);
    }
}

}  // namespace ax::notifications
