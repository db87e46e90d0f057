#pragma once

#include "platform/mail/kind.h"

/// What this feature tells people, in the product and by mail.
namespace ax::waitlist::letters {

inline constexpr mail::Kind kOffered{"waitlist-offered",
                                     {{"mentor", "Ravi Kumar"},
                                      {"service", "Career advice"},
                                      {"minutes", "60"},
                                      {"start", "Tue 24 Nov 2026, 14:30 (Kolkata time)"},
                                      {"until", "Mon 23 Nov 2026, 18:00 (Kolkata time)"}},
                                     mail::Purpose::notice};
inline constexpr mail::Kind kRanOut{"waitlist-ran-out", {{"mentor", "Ravi Kumar"}}, mail::Purpose::notice};

inline constexpr mail::AnyKind kAll[] = {kOffered, kRanOut};

}  // namespace ax::waitlist::letters
