#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/busy_times/busy_times.h"
#include "features/calendar/calendar.h"
#include "features/community/community.h"
#include "features/events/events.h"
#include "features/files/files.h"
#include "features/mentors/mentors.h"
#include "features/notifications/contract.h"
#include "features/notifications/delivery_store.h"
#include "features/notifications/jobs.h"
#include "features/notifications/logged_mailer.h"
#include "features/notifications/preferences.h"
#include "features/notifications/push.h"
#include "features/realtime/realtime.h"
#include "features/waitlist/waitlist.h"
#include "features/webhooks/webhooks.h"
#include "platform/api/router.h"
#include "platform/mail/mail.h"
#include "platform/mail/templates.h"

namespace ax::notifications {

struct Options {
    std::string base_url;     // of the web client, for links in mails
    std::string secret = {};  // signs the links that end a category of mails
    calendar::Options calendar = {};
    PushOptions push = {};
};

/// Tells people what happened: a line in the product and a mail, made from the events of other features after
/// their commit. Handling an event twice tells nobody twice.
///
/// Made once; thread-safe after bind() and listen().
class Feature {
public:
    struct Ports {
        db::Database& db;
        Clock const& clock;
        mail::Queue& mails;
        mail::Templates const& templates;
        auth::Accounts const& accounts;
        booking::Facade& bookings;
        realtime::Stream const& stream;
        jobs::Outbox const& outbox;
        client::Client& push_client;  // of Push::Ports
    };
    Feature(Ports ports, Options options)
        : p_(ports),
          options_(std::move(options)),
          preferences_({p_.db, p_.accounts, p_.clock, p_.outbox}, options_.secret, options_.base_url),
          push_({p_.db, p_.clock, p_.accounts, p_.bookings, p_.outbox, p_.push_client}, options_.push) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

    /// What was last sent to somebody, newest first, with what the staff may know of it.
    [[nodiscard]] Task<std::vector<delivery_store::Row>> sent_to(AccountId account, int limit);

private:
    /// One thing to tell one person. `cause` names event and object: the same cause is told once.
    struct Message {
        AccountId to;
        std::string cause;
        NoticeCategory category = NoticeCategory::sessions;
        std::string kind;
        mail::Words words;  // those of a group name several; empty: the newest names all
        std::string link;
        std::string subject = {};                     // notices of one subject are one line
        std::optional<auth::Approval> approval = {};  // of a mentor, which this is about
        bool urgent = false;       // waits neither for the end of the quiet time nor for the daily mail
        bool only_in_app = false;  // neither mailed nor pushed
        std::optional<booking::Record> about =
            {};  // a session: its mail is of no use once that began or moved
        std::optional<BookingId> invitation = {};  // a session: its mail tells calendars what it is now
    };
    void listen_to_times(jobs::Listeners& listeners);
    Task<void> tell(Message const& message);
    [[nodiscard]] Instant when(Message const& message, auth::Account const& to,
                               std::optional<QuietHours> const& quiet) const;
    Task<void> push(db::Tx& tx, Message const& message, std::int64_t notification, Instant at);
    Task<void> mail_now_or_later(db::Tx& tx, Message const& message, Notification const& what,
                                 auth::Account const& to, Instant at);
    Task<void> queue_mail(db::Tx& tx, auth::Account const& to, mail::Mail mail, std::string const& id,
                          std::string const& once);
    Task<void> note_mail(db::Tx& tx, auth::Account const& to, std::string const& title, std::string const& id,
                         delivery_store::Outcome const& outcome);
    [[nodiscard]] std::string message_id(std::string const& id) const;
    Task<void> collect(db::Tx& tx, Message const& message, std::int64_t notification,
                       auth::Account const& to);
    Task<void> digest_due(DigestDue const& due);
    Task<void> tidy_deliveries();
    Task<void> send_mail(db::Tx& tx, auth::Account const& to, NoticeCategory category,
                         Notification const& what, std::string const& cause, std::string const& button,
                         std::optional<BookingId> invitation);
    Task<void> mail_due(MailDue const& due);
    /// Records a reminder for every session whose time to be reminded of has come since the last look.
    Task<void> look_for_reminders();
    Task<void> look_for_reminders(int lead_minutes);
    Task<void> reminder_due(ReminderDue const& due);
    Task<void> booking_confirmed(booking::BookingConfirmed const& event);
    Task<void> booking_cancelled(booking::BookingCancelled const& event);
    Task<void> booking_moved(booking::BookingMoved const& event);
    Task<void> event_told(events::Told const& event);
    Task<void> wait_told(waitlist::Told const& event);
    Task<void> calendar_told(busy_times::Told const& event);
    Task<void> webhook_told(webhooks::Told const& event);
    Task<void> file_infected(files::FoundInfected const& event);
    Task<void> session_in_vacation(booking::SessionInVacation const& event);
    Task<void> session_closed(booking::SessionClosed const& event);
    Task<void> session_excused(booking::SessionExcused const& event);
    Task<void> session_disputed(booking::SessionDisputed const& event);
    Task<void> session_refunded(booking::SessionRefunded const& event);
    Task<void> session_reviewed(booking::SessionReviewed const& event);
    Task<void> mentor_approved(mentors::MentorApproved const& event);
    Task<void> mentor_rejected(mentors::MentorRejected const& event);
    Task<void> mentioned(community::Mentioned const& event);
    Task<void> liked(community::Liked const& event);
    Task<void> commented(community::Commented const& event);
    Task<void> followed(community::Followed const& event);

    Task<Result<Notifications>> list(contract::Caller who, NotificationQuery query);
    Task<Result<UnreadCount>> unread(contract::Caller who);
    Task<Result<UnreadCount>> mark_read(contract::Caller who, MarkRead mark);
    Task<Result<UnreadCount>> read_one(contract::Caller who, ReadOne one, bool with_group);
    Task<Result<Notifications>> group(contract::Caller who, GroupQuery query);
    Task<Result<NoticeDeliveries>> deliveries(contract::Caller who, DeliveryQuery query);

    Ports p_;
    Options options_;
    Preferences preferences_;
    Push push_;
};

}  // namespace ax::notifications
