#pragma once

#include "features/auth/auth.h"
#include "features/booking/booking.h"
#include "features/community/community.h"
#include "features/mentors/mentors.h"
#include "features/notifications/contract.h"
#include "features/realtime/realtime.h"
#include "platform/api/router.h"
#include "platform/mail/mail.h"

namespace ax::notifications {

struct Options {
    std::string base_url;  // of the web client, for links in mails
    std::string site_name = "AspireX";
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
    };
    Feature(Ports ports, Options options) : p_(ports), options_(std::move(options)) {}

    void bind(api::Router& router);
    void listen(jobs::Listeners& listeners);

private:
    /// One thing to tell one person. `cause` names event and object: the same cause is told once.
    struct Message {
        AccountId to;
        std::string cause;
        std::string kind;
        std::string title;
        std::string body;
        std::string link;
        std::string button;
        std::optional<auth::Approval> approval = {};  // of a mentor, which this is about
    };
    Task<void> tell(Message const& message);
    Task<void> booking_confirmed(booking::BookingConfirmed const& event);
    Task<void> booking_cancelled(booking::BookingCancelled const& event);
    Task<void> mentor_approved(mentors::MentorApproved const& event);
    Task<void> mentor_rejected(mentors::MentorRejected const& event);
    Task<void> mentioned(community::Mentioned const& event);

    Task<Result<Notifications>> list(contract::Caller who, NotificationQuery query);
    Task<Result<UnreadCount>> unread(contract::Caller who);
    Task<Result<UnreadCount>> mark_read(contract::Caller who, MarkRead mark);

    Ports p_;
    Options options_;
};

}  // namespace ax::notifications
