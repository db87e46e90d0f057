#include "base/local_time.h"
#include "features/notifications/letters.h"
#include "features/notifications/notifications.h"

#include <fmt/format.h>

/// What people are told of mentors' times: offers of a waitlist, vacations, outside calendars; and of what is
/// theirs: webhooks, files.
namespace ax::notifications {

void Feature::listen_to_times(jobs::Listeners& listeners) {
    listeners.on<waitlist::Told>(
        "notifications.tell",
        [this](waitlist::Told const& event, jobs::JobInfo const&) { return wait_told(event); });
    listeners.on<busy_times::Told>(
        "notifications.tell",
        [this](busy_times::Told const& event, jobs::JobInfo const&) { return calendar_told(event); });
    listeners.on<webhooks::Told>(
        "notifications.tell",
        [this](webhooks::Told const& event, jobs::JobInfo const&) { return webhook_told(event); });
    listeners.on<files::FoundInfected>(
        "notifications.tell",
        [this](files::FoundInfected const& event, jobs::JobInfo const&) { return file_infected(event); });
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
                          .words = {.subject = event.title, .text = event.body, .button = event.button},
                          .link = event.link,
                          .urgent = event.kind == "waitlist.offered"};  // it runs out
    co_await tell(message);
}

Task<void> Feature::calendar_told(busy_times::Told const& event) {
    Message const message{.to = event.to,
                          .cause = event.cause,
                          .category = NoticeCategory::sessions,
                          .kind = "busy_times.unreachable",
                          .words = p_.templates.words<letters::kCalendarUnreachable>(),
                          .link = "/mentor/availability",
                          .urgent = true};
    co_await tell(message);
}

Task<void> Feature::webhook_told(webhooks::Told const& event) {
    Message const message{.to = event.to,
                          .cause = event.cause,
                          .category = NoticeCategory::profile,
                          .kind = "webhooks.paused",
                          .words = p_.templates.words<letters::kWebhookPaused>(
                              {{"host", event.host}, {"number", event.webhook.value}}),
                          .link = fmt::format("/staff/webhooks/{}", event.webhook.value)};
    co_await tell(message);
}

Task<void> Feature::file_infected(files::FoundInfected const& event) {
    auto const owner = co_await p_.accounts.find(p_.db, event.owner);
    if (!owner)
        co_return;
    bool const cv = event.kind == files::FileKind::cv;
    std::string link = owner->mentor ? "/mentor/profile" : "/profile";
    if (event.kind == files::FileKind::photo)
        link = "/account#photo";
    else if (event.kind == files::FileKind::cover)
        link = "/events";
    Message const message{.to = event.owner,
                          .cause = "file-infected-" + event.key,
                          .category = NoticeCategory::profile,
                          .kind = "files.infected",
                          .words = p_.templates.words<letters::kFileInfected>(
                              {{"cv", cv}, {"when", local_text(event.uploaded_at, owner->time_zone)}}),
                          .link = std::move(link)};
    co_await tell(message);
}

Task<void> Feature::session_in_vacation(booking::SessionInVacation const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    auto const now = p_.clock.now();
    if (!b || b->state != booking::BookingState::confirmed || b->start <= now)
        co_return;
    auto const shaped = p_.bookings.shape(*b, b->student_account);
    auto const movable = shaped.can_move && shaped.move_until
                             ? local_text(*shaped.move_until, b->student_zone)
                             : std::string{};
    Message const message{
        .to = b->student_account,
        .cause = fmt::format("booking-in-vacation-{}-{}-{}", b->id.value, event.first, event.last),
        .category = NoticeCategory::sessions,
        .kind = "booking.in_vacation",
        .words = p_.templates.words<letters::kInVacation>({{"mentor", b->mentor_name},
                                                           {"service", b->service_title},
                                                           {"start", local_text(b->start, b->student_zone)},
                                                           {"first", event.first},
                                                           {"last", event.last},
                                                           {"note", event.note},
                                                           {"move_until", movable}}),
        .link = fmt::format("/sessions/{}", b->id.value)};
    co_await tell(message);
}

}  // namespace ax::notifications
