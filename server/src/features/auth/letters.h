#pragma once

#include "platform/mail/kind.h"

/// The mails of this feature.
namespace ax::auth::letters {

inline constexpr mail::Sample kHours{"hours", "48"};
inline constexpr mail::Sample kMinutes{"minutes", "60"};
inline constexpr mail::Sample kWhen{"when", "2026-11-22T09:00:00Z"};
inline constexpr mail::Sample kNetwork{"network", "203.0.113.0/24"};

inline constexpr mail::Kind kVerify{"auth-verify", {kHours, kWhen, kNetwork}};
inline constexpr mail::Kind kChoosePassword{"auth-choose-password", {kMinutes, kWhen, kNetwork}};
inline constexpr mail::Kind kAccountExists{"auth-account-exists", {kMinutes, kWhen, kNetwork}};
inline constexpr mail::Kind kReset{"auth-reset", {kMinutes, kWhen, kNetwork}};
inline constexpr mail::Kind kPasswordChanged{"auth-password-changed", {kWhen, kNetwork}};
inline constexpr mail::Kind kPasswordReset{"auth-password-reset",
                                           {kWhen, kNetwork, {"passkeys", "2"}, {"linked", "1"}}};
inline constexpr mail::Kind kTokenReused{"auth-token-reused", {kWhen, kNetwork}};
inline constexpr mail::Kind kRoleAdded{"auth-role-added", {kWhen, kNetwork}};

inline constexpr mail::Kind kSecondFactorOn{"auth-second-factor-on", {kWhen, kNetwork}};
inline constexpr mail::Kind kSecondFactorOff{"auth-second-factor-off", {kWhen, kNetwork}};
inline constexpr mail::Kind kRecoveryCodeUsed{"auth-recovery-code-used", {kWhen, kNetwork}};
inline constexpr mail::Kind kSignInLinked{"auth-sign-in-linked", {kWhen, kNetwork}};
inline constexpr mail::Kind kSignInUnlinked{"auth-sign-in-unlinked", {kWhen, kNetwork}};

inline constexpr mail::Kind kPasskeyAdded{"auth-passkey-added", {kWhen, kNetwork}};
inline constexpr mail::Kind kPasskeyRemoved{"auth-passkey-removed", {kWhen, kNetwork}};
inline constexpr mail::Kind kApiTokenMade{"auth-api-token-made", {kWhen, kNetwork}};

inline constexpr mail::AnyKind kAll[] = {kVerify,          kChoosePassword,   kAccountExists, kReset,
                                         kPasswordChanged, kTokenReused,      kRoleAdded,     kSecondFactorOn,
                                         kSecondFactorOff, kRecoveryCodeUsed, kPasskeyAdded,  kPasskeyRemoved,
                                         kSignInLinked,    kSignInUnlinked,   kApiTokenMade,  kPasswordReset};

}  // namespace ax::auth::letters
