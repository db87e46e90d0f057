#pragma once

#include "platform/mail/kind.h"

/// The mails of this feature.
namespace ax::newsletter::letters {

inline constexpr mail::Kind kConfirm{"newsletter-confirm"};
inline constexpr mail::Kind kIssue{
    "newsletter-issue",
    {{"subject", "What is new"},
     {"text", "Nina has joined.\n\nMore soon."},
     {"leave", "https://aspirex.example/newsletter/unsubscribe?token=sample"}}};

inline constexpr mail::AnyKind kAll[] = {kConfirm, kIssue};

}  // namespace ax::newsletter::letters
