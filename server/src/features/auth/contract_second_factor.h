#pragma once

#include "features/auth/contract.h"

/// A code beside the password: what travels. `code` is always one of six digits from an authenticator app, or
/// a recovery code.
namespace ax::auth {

inline constexpr Length kCodeLength{6, 30};

struct SecondFactor {
    bool enabled = false;
    int recovery_codes_left = 0;
    static constexpr auto wire() {
        return contract::Fields{
            field("enabled", &SecondFactor::enabled),
            field("recovery_codes_left", &SecondFactor::recovery_codes_left, "That were not used yet"),
        };
    }
};

struct PasswordOnly {
    std::string password;
    static constexpr auto wire() {
        return contract::Fields{field("password", &PasswordOnly::password, Length{1, 256})};
    }
};

struct SecondFactorOffer {
    std::string secret;
    std::string uri;
    static constexpr auto wire() {
        return contract::Fields{
            field("secret", &SecondFactorOffer::secret,
                  "In base32, for who can't read a QR code; shown this once"),
            field("uri", &SecondFactorOffer::uri, "otpauth://…, for a QR code"),
        };
    }
};

struct SecondFactorCode {
    std::string code;
    static constexpr auto wire() {
        return contract::Fields{field("code", &SecondFactorCode::code, kCodeLength)};
    }
};

struct SecondFactorProof {
    std::string password;
    std::string code;
    static constexpr auto wire() {
        return contract::Fields{
            field("password", &SecondFactorProof::password, Length{1, 256}),
            field("code", &SecondFactorProof::code, kCodeLength, "Of the app, or a recovery code"),
        };
    }
};

struct RecoveryCodes {
    std::vector<std::string> codes;
    static constexpr auto wire() {
        return contract::Fields{
            field("codes", &RecoveryCodes::codes, "Each works once in the place of a code; shown this once")};
    }
};

inline constexpr Endpoint<Empty, SecondFactor> kSecondFactor{
    .verb = Verb::get,
    .path = "/auth/second-factor/",
    .name = "auth.secondFactor",
    .access = Access::signed_in,
    .summary = "Whether signing in needs a code as well"};

inline constexpr Endpoint<PasswordOnly, SecondFactorOffer> kBeginSecondFactor{
    .verb = Verb::post,
    .path = "/auth/second-factor/begin/",
    .name = "auth.beginSecondFactor",
    .access = Access::signed_in,
    .summary = "A new secret for an authenticator app; asked for from its first code on",
    .limit = PerMinute{20},
    .failures = {"auth.second_factor_on", "auth.throttled"}};

inline constexpr Endpoint<SecondFactorCode, RecoveryCodes> kConfirmSecondFactor{
    .verb = Verb::post,
    .path = "/auth/second-factor/confirm/",
    .name = "auth.confirmSecondFactor",
    .access = Access::signed_in,
    .summary = "The app's first code switches it on",
    .limit = PerMinute{20},
    .failures = {"auth.second_factor_not_begun", "auth.throttled"}};

inline constexpr Endpoint<SecondFactorProof, RecoveryCodes> kRenewRecoveryCodes{
    .verb = Verb::post,
    .path = "/auth/second-factor/recovery-codes/",
    .name = "auth.renewRecoveryCodes",
    .access = Access::signed_in,
    .summary = "New recovery codes in the place of all old ones",
    .limit = PerMinute{20},
    .failures = {"auth.second_factor_off", "auth.throttled"}};

inline constexpr Endpoint<SecondFactorProof, Empty> kEndSecondFactor{
    .verb = Verb::post,
    .path = "/auth/second-factor/end/",
    .name = "auth.endSecondFactor",
    .access = Access::signed_in,
    .summary = "Sign in with the password alone again",
    .limit = PerMinute{20},
    .failures = {"auth.second_factor_off", "auth.throttled"}};

}  // namespace ax::auth
