#pragma once

#include "platform/mail/kind.h"

/// What this feature tells people, in the product and by mail.
namespace ax::notifications::letters {

using mail::Kind;
using mail::Sample;

inline constexpr auto kNotice = mail::Purpose::notice;

inline constexpr Sample kMentor{"mentor", "Ravi Kumar"};
inline constexpr Sample kStudent{"student", "Asha Rao"};
inline constexpr Sample kWith{"with", "Ravi Kumar"};
inline constexpr Sample kService{"service", "Career advice"};
inline constexpr Sample kStart{"start", "Tue 24 Nov 2026, 14:30 (Kolkata time)"};
inline constexpr Sample kOldStart{"old_start", "Mon 23 Nov 2026, 14:30 (Kolkata time)"};
inline constexpr Sample kTheirStart{"their_start", "Tue 24 Nov 2026, 10:00 (Berlin time)"};
inline constexpr Sample kMinutes{"minutes", "60"};
inline constexpr Sample kByYou{"by_you", "yes"};
inline constexpr Sample kRefund{"refund", "\u20B9500"};  // empty: no money goes back
inline constexpr Sample kBy{"by", "Bela Novak"};
inline constexpr Sample kPost{"post", "How I learned to ask"};

inline constexpr Kind kConfirmedStudent{
    "booking-confirmed-student",
    {kMentor, kService, kMinutes, kStart, kTheirStart, {"price", "\u20B9500"}},
    kNotice};
inline constexpr Kind kConfirmedMentor{
    "booking-confirmed-mentor",
    {kStudent, kService, kMinutes, kStart, {"topic", "My first job interview"}},
    kNotice};
inline constexpr Kind kCancelledStudent{
    "booking-cancelled-student", {kMentor, kService, kStart, kByYou, kRefund}, kNotice};
inline constexpr Kind kCancelledMentor{
    "booking-cancelled-mentor", {kStudent, kService, kStart, kByYou}, kNotice};
inline constexpr Kind kMovedStudent{
    "booking-moved-student", {kMentor, kService, kStart, kOldStart, kTheirStart, kByYou}, kNotice};
inline constexpr Kind kMovedMentor{
    "booking-moved-mentor", {kStudent, kService, kStart, kOldStart, kTheirStart, kByYou}, kNotice};

inline constexpr Kind kCompletedStudent{"session-completed-student", {kMentor, kService, kStart}, kNotice};
inline constexpr Kind kCompletedMentor{"session-completed-mentor", {kStudent, kService, kStart}, kNotice};
inline constexpr Kind kMissed{"session-missed", {kWith}, kNotice};
inline constexpr Kind kExcused{"session-excused", {kWith, kService, kStart}, kNotice};
inline constexpr Kind kDisputed{"session-disputed", {kWith}, kNotice};
inline constexpr Kind kReviewed{"session-reviewed", {kStudent, kService, {"stars", "5"}}, kNotice};
inline constexpr Kind kReviewReply{"session-review-reply", {kMentor, kService}, kNotice};
inline constexpr Kind kRefunded{"session-refunded", {kStudent, kService, kStart, kRefund}, kNotice};
inline constexpr Kind kReminder{
    "session-reminder", {kWith, kService, kStart, kTheirStart, {"soon", "yes"}}, kNotice};
inline constexpr Kind kInVacation{"session-in-vacation",
                                  {kMentor,
                                   kService,
                                   kStart,
                                   {"first", "2026-11-23"},
                                   {"last", "2026-11-29"},
                                   {"note", "Back on Monday."},
                                   {"move_until", "Tue 24 Nov 2026, 12:30 (Kolkata time)"}},
                                  kNotice};
inline constexpr Kind kCalendarUnreachable{"calendar-unreachable", kNotice};

inline constexpr Kind kWebhookPaused{"webhook-paused", {{"host", "hooks.example"}, {"number", "3"}}, kNotice};

inline constexpr Kind kFileInfected{
    "file-infected", {{"cv", "yes"}, {"when", "Sun 22 Nov 2026, 14:30 (Kolkata time)"}}, kNotice};

inline constexpr Kind kMentorApproved{"mentor-approved", kNotice};
inline constexpr Kind kMentorRejected{
    "mentor-rejected", {{"note", "Say in a sentence or two what you help with."}}, kNotice};

inline constexpr Kind kMentioned{"community-mentioned", {kBy, kPost, {"in_comment", "yes"}}, kNotice};
inline constexpr Kind kLiked{"community-liked", {kBy, kPost}, kNotice};
inline constexpr Kind kCommented{"community-commented", {kBy, kPost}, kNotice};
inline constexpr Kind kFollowed{"community-followed", {kBy}, kNotice};

inline constexpr Sample kItem[] = {{"title", "Ravi Kumar moved your session"},
                                   {"body", "Career advice: Tue 24 Nov 2026, 14:30 (Kolkata time)."}};
inline constexpr Kind kDigest{"digest",
                              {{"several", "yes"}, {"count", "52"}, {"items", "", kItem}, {"more", "50"}}};

inline constexpr mail::AnyKind kAll[] = {kConfirmedStudent,
                                         kConfirmedMentor,
                                         kCancelledStudent,
                                         kCancelledMentor,
                                         kMovedStudent,
                                         kMovedMentor,
                                         kCompletedStudent,
                                         kCompletedMentor,
                                         kMissed,
                                         kExcused,
                                         kDisputed,
                                         kReviewed,
                                         kReviewReply,
                                         kRefunded,
                                         kReminder,
                                         kInVacation,
                                         kCalendarUnreachable,
                                         kWebhookPaused,
                                         kFileInfected,
                                         kMentorApproved,
                                         kMentorRejected,
                                         kMentioned,
                                         kLiked,
                                         kCommented,
                                         kFollowed,
                                         kDigest};

}  // namespace ax::notifications::letters
