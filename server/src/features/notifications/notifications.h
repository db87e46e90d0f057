#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/calendar/calendar.h"
#include "features/busy_times/busy_times.h"
#include "features/community/community.h"
#include "features/events/events.h"
#include "features/mentors/mentors.h"
#include "features/notifications/contract.h"
#include "features/notifications/jobs.h"
#include "features/notifications/preferences.h"
#include "features/realtime/realtime.h"
#include "features/waitlist/waitlist.h"
#include "platform/api/router.h"
#include "platform/mail/mail.h"

namespace ax::notifications {

struct Options {
    std::string base_url;  // of the web client, for links in mails
    std::string site_name = "AspireX";
    std::string secret = {};  // signs the links that end a category of mails
    calendar::Options calendar = {};
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
        auth::Accounts const& accounts;
        booking::Facade& bookings;
        realtime::Stream const& stream;
        jobs::Outbox const& outbox;
    };
    Feature(Ports ports, Options options)
        : p_(ports),
          options_(std::move(options)),
          preferences_({p_.db, p_.accounts}, options_.secret, options_.base_url) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

private:
    /// One thing to tell one person. `cause` names event and object: the same cause is told once.
    struct Message {
        AccountId to;
        std::string cause;
        NoticeCategory category = NoticeCategory::sessions;
        std::string kind;
        std::string title;
        std::string body;
        std::string link;
        std::string button;
        std::optional<auth::Approval> approval = {};  // of a mentor, which this is about
        bool urgent = false;                          // its mail does not wait for the end of the quiet time
        std::optional<booking::Record> about =
            {};  // a session: its mail is of no use once that began or moved
        std::optional<BookingId> invitation = {};  // a session: its mail tells calendars what it is now
    };
    void listen_to_times(jobs::Listeners& listeners);
    Task<void> tell(Message const& message);
    Task<void> mail_now_or_later(db::Tx& tx, Message const& message, std::int64_t notification,
                                 auth::Account const& to, std::optional<QuietHours> const& quiet);
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
    Task<void> session_in_vacation(booking::SessionInVacation const& event);
    Task<void> session_closed(booking::SessionClosed const& event);
    Task<void> session_excused(booking::SessionExcused const& event);
    Task<void> session_disputed(booking::SessionDisputed const& event);
    Task<void> session_refunded(booking::SessionRefunded const& event);
    Task<void> session_reviewed(booking::SessionReviewed const& event);
    Task<void> mentor_approved(mentors::MentorApproved const& event);
    Task<void> mentor_rejected(mentors::MentorRejected const& event);
    Task<void> mentioned(community::Mentioned const& event);

    Task<Result<Notifications>> list(contract::Caller who, NotificationQuery query);
    Task<Result<UnreadCount>> unread(contract::Caller who);
    Task<Result<UnreadCount>> mark_read(contract::Caller who, MarkRead mark);
    Task<Result<UnreadCount>> read_one(contract::Caller who, ReadOne one);

    Ports p_;
    Options options_;
    Preferences preferences_;
};

}  // namespace ax::notifications
