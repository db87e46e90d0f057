#pragma once

#include "platform/mail/mail.h"

#include <vector>

namespace ax::mail {

/// A mail that was not sent but kept.
struct CapturedMail {
    std::int64_t id = 0;
    Mail mail;
    Instant sent_at;
};

/// Keeps mails in the table sandbox_mail instead of sending them: the default without an SMTP server, read by
/// the built-in mail viewer and by tests. Never in production mode with an SMTP server configured.
class CaptureMailer final : public Mailer {
public:
    CaptureMailer(db::Database& database, Clock const& clock) : db_(&database), clock_(&clock) {}
    /// A repeat of a Message-ID is ignored, as a mailbox would show one mail.
    Task<SendResult> send(Mail const& mail) override;

    /// Newest first; `to` empty: to anybody.
    Task<std::vector<CapturedMail>> list(std::string_view to = {}, int limit = 100);
    Task<std::optional<CapturedMail>> find(std::int64_t id);

private:
    db::Database* db_;
    Clock const* clock_;
};

}  // namespace ax::mail
