#pragma once

#include "platform/mail/kind.h"

/// What this feature tells people, in the product and by mail.
namespace ax::events::letters {

inline constexpr auto kNotice = mail::Purpose::notice;

inline constexpr mail::Sample kEvent{"event", "Robotics for beginners"};
inline constexpr mail::Sample kWhen{
    "when", "Tue 24 Nov 2026, 14:30 (Kolkata time), Tue 24 Nov 2026, 10:00 (Berlin time) there"};
inline constexpr mail::Sample kPlace{"place", "Harbour 7, Hamburg"};  // empty: online
inline constexpr mail::Sample kCode{"code", "K7QM2X"};

inline constexpr mail::Kind kRegistered{"event-registered", {kEvent, kWhen, kPlace, kCode}, kNotice};
inline constexpr mail::Kind kOffered{
    "event-offered", {kEvent, kWhen, {"until", "Mon 23 Nov 2026, 18:00 (Kolkata time)"}}, kNotice};
inline constexpr mail::Kind kChanged{"event-changed", {kEvent, kWhen, kPlace}, kNotice};
inline constexpr mail::Kind kCancelled{
    "event-cancelled", {kEvent, kWhen, {"note", "The speaker is ill."}}, kNotice};
inline constexpr mail::Kind kReminder{"event-reminder", {kEvent, kWhen, kPlace, kCode}, kNotice};

inline constexpr mail::AnyKind kAll[] = {kRegistered, kOffered, kChanged, kCancelled, kReminder};

}  // namespace ax::events::letters
