#pragma once

#include "platform/config/settings.h"
#include "platform/mail/mail.h"

namespace ax::mail {

/// AX_SMTP_*, AX_MAIL_* and AX_DKIM_*; reads the key files. Throws std::invalid_argument with a line that
/// names the setting.
[[nodiscard]] MailOptions options_of(config::Values const& settings, std::string base_url);

}  // namespace ax::mail
