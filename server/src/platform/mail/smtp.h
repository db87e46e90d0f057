#pragma once

#include "platform/mail/mail.h"
#include "platform/runtime/pool.h"

namespace ax::mail {

/// SMTP through libcurl: STARTTLS or TLS with a checked certificate, AUTH PLAIN or LOGIN as the server
/// offers.
///
/// Each mail is one blocking curl call on a thread of its own small pool, not a transfer on the loop: curl
/// ends an SMTP connection with a blocking QUIT, and a server that never answers it would stall every request
/// of the loop.
class SmtpMailer final : public Mailer {
public:
    SmtpMailer(MailOptions options, Clock const& clock);
    Task<SendResult> send(Mail const& mail) override;

private:
    MailOptions options_;
    Clock const* clock_;
    runtime::Pool pool_;
};

}  // namespace ax::mail
