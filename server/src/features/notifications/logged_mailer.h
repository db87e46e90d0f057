#pragma once

#include "features/auth/auth.h"
#include "features/notifications/delivery_store.h"
#include "platform/mail/mail.h"

namespace ax::notifications {

/// Every mail of the product goes through it: what came of those to people with an account is in their list
/// of what was sent. What can't be written down is logged and never makes a mail fail, or go out twice.
class LoggedMailer final : public mail::Mailer {
public:
    LoggedMailer(db::Database& db, Clock const& clock, auth::Accounts const& accounts, mail::Mailer& inner)
        : db_(db), clock_(clock), accounts_(accounts), inner_(inner) {}

    Task<mail::SendResult> send(mail::Mail const& mail) override;

private:
    Task<void> note(mail::Mail const& mail, mail::SendResult const& result);

    db::Database& db_;
    Clock const& clock_;
    auth::Accounts const& accounts_;
    mail::Mailer& inner_;
};

}  // namespace ax::notifications
