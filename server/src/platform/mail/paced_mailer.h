#pragma once

#include "platform/mail/pace.h"

namespace ax::mail {

/// Lets mails pass one after the other, as Pace says; throws jobs::Postponed for those whose turn has not
/// come. While the server is away one mail at a time tries it, and the others lose none of their tries.
class PacedMailer final : public Mailer {
public:
    PacedMailer(Mailer& inner, PaceOptions options, Clock const& clock);
    Task<SendResult> send(Mail const& mail) override;

private:
    Mailer* inner_;
    Clock const* clock_;
    Pace pace_;
};

}  // namespace ax::mail
