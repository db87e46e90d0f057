#pragma once

#include "platform/mail/kind.h"

/// The mails of this feature.
namespace ax::support::letters {

inline constexpr mail::Kind kReply{
    "support-reply", {{"subject", "Paid twice"}, {"text", "The second payment goes back to you today."}}};

inline constexpr mail::AnyKind kAll[] = {kReply};

}  // namespace ax::support::letters
