#pragma once

#include "platform/mail/access_token.h"
#include "platform/mail/dkim.h"
#include "platform/mail/mail.h"
#include "platform/mail/smtp_connections.h"
#include "platform/runtime/pool.h"

#include <optional>

namespace ax::mail {

/// SMTP through libcurl: STARTTLS or TLS with a checked certificate; AUTH PLAIN, LOGIN or XOAUTH2; DKIM
/// signatures; connections that are kept for the mails that follow.
///
/// Each mail is one blocking curl call on a thread of its own small pool, not a transfer on the loop: curl
/// ends an SMTP connection with a blocking QUIT, and a server that never answers it would stall every request
/// of the loop.
class SmtpMailer final : public Mailer {
public:
    /// `client` fetches the tokens of XOAUTH2, which can't do without. Throws std::invalid_argument as
    /// DkimSigner does.
    SmtpMailer(MailOptions options, Clock const& clock, client::Client* client = nullptr);
    Task<SendResult> send(Mail const& mail) override;

private:
    [[nodiscard]] Task<SendResult> try_send(Mail const& mail);

    MailOptions options_;
    Clock const* clock_;
    DkimSigner signer_;
    std::optional<AccessTokens> tokens_;
    SmtpConnections connections_;
    runtime::Pool pool_;  // last: its threads use the rest
};

}  // namespace ax::mail
