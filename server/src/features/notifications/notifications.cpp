#include "features/notifications/notifications.h"

#include "base/local_time.h"
#include "features/notifications/events.h"
#include "features/notifications/preference_store.h"
#include "features/notifications/store.h"

#include <array>

#include <fmt/format.h>

namespace ax::notifications {

using contract::Caller;

void Feature::bind(api::Router& router) {
    router.bind(kList, [this](Caller const& who, NotificationQuery query) { return list(who, query); });
    router.bind(kUnread, [this](Caller const& who, contract::Empty) { return unread(who); });
    preferences_.bind(router);
    router.bind(kReadOne, [this](Caller const& who, ReadOne one) { return read_one(who, one); });
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
    listeners.on<ReminderDue>("notifications.remind", [this](ReminderDue const& due, jobs::JobInfo const&) {
        return reminder_due(due);
    });
    listeners.on<MailDue>("notifications.mail",
                          [this](MailDue const& due, jobs::JobInfo const&) { return mail_due(due); });
    listeners.every("notifications.look_for_reminders", seconds{30}, [this] { return look_for_reminders(); });
}

Task<void> Feature::event_told(events::Told const& event) {
    Message const message{.to = event.to,
                          .cause = event.cause,
                          .category = NoticeCategory::events,
                          .kind = event.kind,
                          .title = event.title,
                          .body = event.body,
                          .link = event.link,
                          .button = event.button,
                          .urgent = event.kind == "events.offered" || event.kind == "events.cancelled"};
    co_await tell(message);
}

Task<void> Feature::tell(Message const& message) {
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const account = co_await p_.accounts.find(tx, message.to);
        if (!account)
            co_return Result<void>{};
        Notification line{.kind = message.kind,
                          .title = message.title,
                          .body = message.body,
                          .link = message.link,
                          .created_at = p_.clock.now()};
        auto const wish = co_await preference_store::wish(tx, message.to, message.category);
        auto const id = co_await store::insert(tx, message.to, message.cause, line, wish.in_app);
        if (!id)
            co_return Result<void>{};
        line.id = *id;
        std::array const reader{message.to};
        if (wish.in_app) {
            NotificationNew const news{line, co_await store::unread(tx, message.to)};
            co_await p_.stream.append(tx, reader, kNew, news);
        }
        if (message.approval) {
            ApprovalChanged const change{*message.approval};
            co_await p_.stream.append(tx, reader, kApprovalChanged, change);
        }
        if (wish.mail)
            co_await mail_now_or_later(tx, message, *id, *account, wish.quiet);
        co_return Result<void>{};
    });
}

Task<void> Feature::booking_confirmed(booking::BookingConfirmed const& event) {
    auto const b = co_await p_.bookings.find(p_.db, event.booking);
    if (!b)
        co_return;
    auto const cause = fmt::format("booking-confirmed-{}", b->id.value);
    auto const link = fmt::format("/sessions/{}", b->id.value);
    auto const length = (b->end - b->start) / minutes{1};
    Message const to_student{
        .to = b->student_account,
        .cause = cause,
        .category = NoticeCategory::sessions,
        .kind = "booking.confirmed",
        .title = fmt::format("Your session with {} is confirmed", b->mentor_name),
        .body = fmt::format("{}, {} minutes, {}. That is {} for {}. Paid: {}.", b->service_title, length,
                            local_text(b->start, b->student_zone), local_text(b->start, b->mentor_zone),
                            b->mentor_name, money_text(b->price.amount, b->price.currency)),
        .link = link,
        .button = "See the session",
        .urgent = true,
        .invitation = b->id};
    Message const to_mentor{.to = b->mentor_account,
                            .cause = cause,
                            .category = NoticeCategory::sessions,
                            .kind = "booking.confirmed",
                            .title = fmt::format("{} booked a session with you", b->student_name),
                            .body = fmt::format("{}, {} minutes, {}.{}", b->service_title, length,
                                                local_text(b->start, b->mentor_zone),
                                                b->topic.empty() ? "" : fmt::format(" Topic: {}", b->topic)),
                            .link = link,
                            .button = "See the session",
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
    auto const money =
        event.refund ? fmt::format(" {} goes back to where it came from, usually within 5 to 7 working days.",
                                   money_text(b->price.amount, b->price.currency))
                     : std::string{};
    Message const to_student{
        .to = b->student_account,
        .cause = cause,
        .category = NoticeCategory::sessions,
        .kind = "booking.cancelled",
        .title = by_student ? fmt::format("You cancelled your session with {}", b->mentor_name)
                            : fmt::format("{} cancelled your session", b->mentor_name),
        .body = fmt::format("{}, {}.{}", b->service_title, local_text(b->start, b->student_zone), money),
        .link = link,
        .button = "See the session",
        .urgent = urgent,
        .invitation = b->id};
    Message const to_mentor{.to = b->mentor_account,
                            .cause = cause,
                            .category = NoticeCategory::sessions,
                            .kind = "booking.cancelled",
                            .title = by_student
                                         ? fmt::format("{} cancelled a session", b->student_name)
                                         : fmt::format("You cancelled the session with {}", b->student_name),
                            .body = fmt::format("{}, {}. The time is free again.", b->service_title,
                                                local_text(b->start, b->mentor_zone)),
                            .link = link,
                            .button = "See the session",
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
                          .title = "Your mentor profile is live",
                          .body = "Students can find you and book your free times now.",
                          .link = fmt::format("/mentors/{}", public_id(event.mentor)),
                          .button = "See your page",
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
                          .title = "Your mentor profile needs a change",
                          .body = event.note,
                          .link = "/mentor/profile",
                          .button = "Edit the profile",
                          .approval = auth::Approval::rejected};
    co_await tell(message);
}

Task<void> Feature::mentioned(community::Mentioned const& event) {
    Message const message{.to = event.to,
                          .cause = fmt::format("community-mentioned-{}-{}", event.post.value,
                                               event.comment ? event.comment->value : 0),
                          .category = NoticeCategory::community,
                          .kind = "community.mentioned",
                          .title = fmt::format("{} mentioned you", event.by),
                          .body = event.comment ? fmt::format("In a comment on \"{}\".", event.title)
                                                : fmt::format("In the post \"{}\".", event.title),
                          .link = fmt::format("/community/{}", event.post.value),
                          .button = "See what was said"};
    co_await tell(message);
}

Task<Result<Notifications>> Feature::list(Caller who, NotificationQuery query) {
    int const limit = query.limit.value_or(20);
    Notifications answer;
    answer.items = co_await store::list(p_.db, who.account, query.cursor, limit + 1);
    if (answer.items.size() > static_cast<std::size_t>(limit)) {
        answer.items.pop_back();
        answer.next = std::to_string(answer.items.back().id);
    }
    answer.unread = co_await store::unread(p_.db, who.account);
    co_return answer;
}

Task<Result<UnreadCount>> Feature::unread(Caller who) {
    co_return UnreadCount{co_await store::unread(p_.db, who.account)};
}

Task<Result<UnreadCount>> Feature::mark_read(Caller who, MarkRead mark) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<UnreadCount>> {
        bool const moved = co_await store::mark_read(tx, who.account, mark.up_to);
        UnreadCount const count{co_await store::unread(tx, who.account)};
        if (moved) {
            std::array const reader{who.account};
            NotificationRead const news{mark.up_to, count.unread};
            co_await p_.stream.append(tx, reader, kRead, news);
        }
        co_return count;
    });
}

Task<Result<UnreadCount>> Feature::read_one(Caller who, ReadOne one) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<UnreadCount>> {
        if (!co_await store::find(tx, who.account, one.id))
            co_return fail(Code::not_found, "notifications.not_found");
        bool const fresh = co_await store::read_one(tx, who.account, one.id);
        UnreadCount const count{co_await store::unread(tx, who.account)};
        if (fresh) {
            std::array const reader{who.account};
            NotificationOneRead const news{one.id, count.unread};
            co_await p_.stream.append(tx, reader, kOneRead, news);
        }
        co_return count;
    });
}

}  // namespace ax::notifications
