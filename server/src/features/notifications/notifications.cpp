#include "features/notifications/notifications.h"

#include "base/local_time.h"
#include "features/notifications/events.h"
#include "features/notifications/letters.h"
#include "features/notifications/preference_store.h"
#include "features/notifications/store.h"

#include <array>

#include <fmt/format.h>

namespace ax::notifications {

using contract::Caller;

namespace {

// The same kind of news of one session or event (its reminders, its changes) is one line, under its newest.
std::string subject_of(std::string const& chosen, Notification const& line) {
    bool const about_one = line.link.starts_with("/sessions/") || line.link.starts_with("/events/");
    return chosen.empty() && about_one ? line.kind + line.link : chosen;
}

}  // namespace

void Feature::bind(api::Router& router) {
    router.bind(kList, [this](Caller const& who, NotificationQuery query) { return list(who, query); });
    router.bind(kUnread, [this](Caller const& who, contract::Empty) { return unread(who); });
    preferences_.bind(router);
    push_.bind(router);
    router.bind(kGroup, [this](Caller const& who, GroupQuery query) { return group(who, query); });
    router.bind(kReadOne, [this](Caller const& who, ReadOne one) { return read_one(who, one, false); });
    router.bind(kReadGroup, [this](Caller const& who, ReadOne one) { return read_one(who, one, true); });
    router.bind(kDeliveries,
                [this](Caller const& who, DeliveryQuery query) { return deliveries(who, query); });
    router.bind(kMarkRead, [this](Caller const& who, MarkRead mark) { return mark_read(who, mark); });
}

void Feature::listen(jobs::Listeners& listeners) {
    listeners.on<booking::BookingConfirmed>(
        "notifications.tell", [this](booking::BookingConfirmed const& event, jobs::JobInfo const&) {
            return booking_confirmed(event);
        });
    listeners.on<booking::BookingCancelled>(
        "notifications.tell", [this](booking::BookingCancelled const& event, jobs::JobInfo const&) {
            return booking_cancelled(event);
        });
    listeners.on<booking::BookingMoved>(
        "notifications.tell",
        [this](booking::BookingMoved const& event, jobs::JobInfo const&) { return booking_moved(event); });
    listeners.on<events::Told>("notifications.tell", [this](events::Told const& event, jobs::JobInfo const&) {
        return event_told(event);
    });
    listen_to_times(listeners);
    listeners.on<booking::SessionClosed>(
        "notifications.tell",
        [this](booking::SessionClosed const& event, jobs::JobInfo const&) { return session_closed(event); });
    listeners.on<booking::SessionExcused>("notifications.tell",
                                          [this](booking::SessionExcused const& event, jobs::JobInfo const&) {
                                              return session_excused(event);
                                          });
    listeners.on<booking::SessionDisputed>(
        "notifications.tell", [this](booking::SessionDisputed const& event, jobs::JobInfo const&) {
            return session_disputed(event);
        });
    listeners.on<booking::SessionReviewed>(
        "notifications.tell", [this](booking::SessionReviewed const& event, jobs::JobInfo const&) {
            return session_reviewed(event);
        });
    listeners.on<booking::SessionRefunded>(
        "notifications.tell", [this](booking::SessionRefunded const& event, jobs::JobInfo const&) {
            return session_refunded(event);
        });
    listeners.on<mentors::MentorApproved>("notifications.tell",
                                          [this](mentors::MentorApproved const& event, jobs::JobInfo const&) {
                                              return mentor_approved(event);
                                          });
    listeners.on<mentors::MentorRejected>("notifications.tell",
                                          [this](mentors::MentorRejected const& event, jobs::JobInfo const&) {
                                              return mentor_rejected(event);
                                          });
    listeners.on<community::Mentioned>(
        "notifications.tell",
        [this](community::Mentioned const& event, jobs::JobInfo const&) { return mentioned(event); });
    listeners.on<community::Liked>(
        "notifications.tell",
        [this](community::Liked const& event, jobs::JobInfo const&) { return liked(event); });
    listeners.on<community::Commented>(
        "notifications.tell",
        [this](community::Commented const& event, jobs::JobInfo const&) { return commented(event); });
    listeners.on<community::Followed>(
        "notifications.tell",
        [this](community::Followed const& event, jobs::JobInfo const&) { return followed(event); });
    listeners.on<ReminderDue>("notifications.remind", [this](ReminderDue const& due, jobs::JobInfo const&) {
        return reminder_due(due);
    });
    listeners.on<MailDue>("notifications.mail",
                          [this](MailDue const& due, jobs::JobInfo const&) { return mail_due(due); });
    listeners.on<DigestDue>("notifications.digest",
                            [this](DigestDue const& due, jobs::JobInfo const&) { return digest_due(due); });
    push_.listen(listeners);
    listeners.every("notifications.tidy_deliveries", hours{6}, [this] { return tidy_deliveries(); });
    listeners.every("notifications.look_for_reminders", seconds{30}, [this] { return look_for_reminders(); });
}

Task<void> Feature::event_told(events::Told const& event) {
    Message const message{.to = event.to,
                          .cause = event.cause,
                          .category = NoticeCategory::events,
                          .kind = event.kind,
                          .words = {.subject = event.title, .text = event.body, .button = event.button},
                          .link = event.link,
                          .urgent = event.kind == "events.offered" || event.kind == "events.cancelled"};
    co_await tell(message);
}

Task<void> Feature::tell(Message const& message) {
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const account = co_await p_.accounts.find(tx, message.to);
        if (!account)
            co_return Result<void>{};
        Notification line{.kind = message.kind,
                          .title = message.words.subject,
                          .body = message.words.text,
                          .link = message.link,
                          .created_at = p_.clock.now()};
        auto const wish = co_await preference_store::wish(tx, message.to, message.category);
        store::Group const group{subject_of(message.subject, line), message.words.group};
        auto const id = co_await store::insert(tx, message.to, message.cause, line, wish.in_app, group);
        if (!id)
            co_return Result<void>{};
        line.id = *id;
        std::array const reader{message.to};
        if (wish.in_app) {
            auto newest = co_await store::list(tx, message.to, *id + 1, 1);
            NotificationNew const news{newest.empty() ? line : std::move(newest.front()),
                                       co_await store::unread(tx, message.to)};
            co_await p_.stream.append(tx, reader, kNew, news);
        }
        if (message.approval) {
            ApprovalChanged const change{*message.approval};
            co_await p_.stream.append(tx, reader, kApprovalChanged, change);
        }
        if (message.only_in_app)
            co_return Result<void>{};
        auto const at = when(message, *account, wish.quiet);
        if (wish.push)
            co_await push(tx, message, *id, at);
        bool const collects = wish.digest && !message.urgent && !message.invitation &&
                              message.category != NoticeCategory::reminders;
        if (wish.mail && collects)
            co_await collect(tx, message, *id, *account);
        else if (wish.mail)
            co_await mail_now_or_later(tx, message, line, *account, at);
        co_return Result<void>{};
    });
}

// Of no use a day later, or once the session it is about began.
Task<void> Feature::push(db::Tx& tx, Message const& message, std::int64_t notification, Instant at) {
    bool const presses = message.urgent || message.about.has_value();
    PushDue const wish{.push = {},
                       .account = message.to,
                       .notification = notification,
                       .category = message.category,
                       .urgent = presses,
                       .expires = message.about ? message.about->start : at + hours{12},
                       .booking = message.about ? std::optional(message.about->id) : std::nullopt,
                       .start = message.about ? std::optional(message.about->start) : std::nullopt};
    co_await push_.queue(tx, wish, message.words.subject, at);
}

Task<void> Feature::booking_confirmed(booking::BookingConfirmed const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    if (!b)
        co_return;
    auto const cause = fmt::format("booking-confirmed-{}", b->id.value);
    auto const link = fmt::format("/sessions/{}", b->id.value);
    auto const length = (b->end - b->start) / minutes{1};
    auto const for_student = local_text(b->start, b->student_zone);
    auto const for_mentor = local_text(b->start, b->mentor_zone);
    Message const to_student{.to = b->student_account,
                             .cause = cause,
                             .category = NoticeCategory::sessions,
                             .kind = "booking.confirmed",
                             .words = p_.templates.words<letters::kConfirmedStudent>(
                                 {{"mentor", b->mentor_name},
                                  {"service", b->service_title},
                                  {"minutes", length},
                                  {"start", for_student},
                                  {"their_start", for_mentor},
                                  {"price", money_text(b->price.amount, b->price.currency)}}),
                             .link = link,
                             .urgent = true,
                             .invitation = b->id};
    Message const to_mentor{
        .to = b->mentor_account,
        .cause = cause,
        .category = NoticeCategory::sessions,
        .kind = "booking.confirmed",
        .words = p_.templates.words<letters::kConfirmedMentor>({{"student", b->student_name},
                                                                {"service", b->service_title},
                                                                {"minutes", length},
                                                                {"start", for_mentor},
                                                                {"topic", b->topic}}),
        .link = link,
        .urgent = true,
        .invitation = b->id};
    co_await tell(to_student);
    co_await tell(to_mentor);
}

Task<void> Feature::booking_cancelled(booking::BookingCancelled const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    // A hold that was given back concerns nobody.
    if (!b || b->money == booking::MoneyState::unpaid || b->money == booking::MoneyState::pending)
        co_return;
    bool const by_student = b->cancelled_by == booking::Side::student;
    bool const urgent = b->start - p_.clock.now() <= hours{24};
    auto const cause = fmt::format("booking-cancelled-{}", b->id.value);
    auto const link = fmt::format("/sessions/{}", b->id.value);
    auto const money = event.refund ? money_text(b->price.amount, b->price.currency) : std::string{};
    Message const to_student{.to = b->student_account,
                             .cause = cause,
                             .category = NoticeCategory::sessions,
                             .kind = "booking.cancelled",
                             .words = p_.templates.words<letters::kCancelledStudent>(
                                 {{"mentor", b->mentor_name},
                                  {"service", b->service_title},
                                  {"start", local_text(b->start, b->student_zone)},
                                  {"by_you", by_student},
                                  {"refund", money}}),
                             .link = link,
                             .urgent = urgent,
                             .invitation = b->id};
    Message const to_mentor{.to = b->mentor_account,
                            .cause = cause,
                            .category = NoticeCategory::sessions,
                            .kind = "booking.cancelled",
                            .words = p_.templates.words<letters::kCancelledMentor>(
                                {{"student", b->student_name},
                                 {"service", b->service_title},
                                 {"start", local_text(b->start, b->mentor_zone)},
                                 {"by_you", !by_student}}),
                            .link = link,
                            .urgent = urgent,
                            .invitation = b->id};
    co_await tell(to_student);
    co_await tell(to_mentor);
}

Task<void> Feature::mentor_approved(mentors::MentorApproved const& event) {
    Message const message{.to = event.account,
                          .cause = fmt::format("mentor-approved-{}", event.mentor.value),
                          .category = NoticeCategory::profile,
                          .kind = "mentors.approved",
                          .words = p_.templates.words<letters::kMentorApproved>(),
                          .link = fmt::format("/mentors/{}", public_id(event.mentor)),
                          .approval = auth::Approval::approved};
    co_await tell(message);
}

Task<void> Feature::mentor_rejected(mentors::MentorRejected const& event) {
    // The note is part of the cause: a second refusal after changes is news.
    Message const message{.to = event.account,
                          .cause = fmt::format("mentor-rejected-{}-{}", event.mentor.value,
                                               std::hash<std::string>{}(event.note)),
                          .category = NoticeCategory::profile,
                          .kind = "mentors.rejected",
                          .words = p_.templates.words<letters::kMentorRejected>({{"note", event.note}}),
                          .link = "/mentor/profile",
                          .approval = auth::Approval::rejected};
    co_await tell(message);
}

Task<void> Feature::mentioned(community::Mentioned const& event) {
    Message const message{
        .to = event.to,
        .cause = fmt::format("community-mentioned-{}-{}", event.post.value,
                             event.comment ? event.comment->value : 0),
        .category = NoticeCategory::community,
        .kind = "community.mentioned",
        .words = p_.templates.words<letters::kMentioned>(
            {{"by", event.by}, {"post", event.title}, {"in_comment", event.comment.has_value()}}),
        .link = fmt::format("/community/{}", event.post.value),
        .subject = fmt::format("mentioned-{}", event.post.value)};
    co_await tell(message);
}

}  // namespace ax::notifications
