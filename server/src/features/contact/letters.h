#pragma once

#include "platform/mail/kind.h"

/// The mails of this feature.
namespace ax::contact::letters {

inline constexpr mail::Kind kReceived{"contact-received",
                                      {{"name", "Nina Berger"},
                                       {"email", "nina@example.org"},
                                       {"text", "Do you have mentors for robotics?\n\nNina"}}};

inline constexpr mail::AnyKind kAll[] = {kReceived};

}  // namespace ax::contact::letters
