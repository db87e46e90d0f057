#pragma once
// Size: one table of sign-in shapes and endpoints; formatting alone makes it long.

#include "contract/endpoint.h"
#include "features/auth/passkey_assertion.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

/// What the auth endpoints take and give; see web/src/api/contract.gen.ts, which is made from this.
namespace ax::auth {

using contract::Access;
using contract::Empty;
using contract::Endpoint;
using contract::field;
using contract::Length;
using contract::PerMinute;
using contract::Verb;

enum class Role : unsigned char { student, mentor, staff };
constexpr auto wire_names(Role) { return std::array<std::string_view, 3>{"student", "mentor", "staff"}; }

/// The roles that people can give themselves.
enum class ProfileRole : unsigned char { student, mentor };
constexpr auto wire_names(ProfileRole) { return std::array<std::string_view, 2>{"student", "mentor"}; }

/// Where a mentor's profile stands. Decided by features/mentors; here because it is part of who one is.
enum class Approval : unsigned char { draft, pending, approved, rejected };
constexpr auto wire_names(Approval) {
    return std::array<std::string_view, 4>{"draft", "pending", "approved", "rejected"};
}

/// How the refresh token travels: in an HttpOnly cookie, or in the body.
enum class ClientKind : unsigned char { browser, api };
constexpr auto wire_names(ClientKind) { return std::array<std::string_view, 2>{"browser", "api"}; }

struct User {
    std::string name;
    std::string email;
    bool email_verified = true;
    std::string time_zone;
    std::vector<Role> roles;
    std::optional<StudentId> student_id;
    std::optional<MentorId> mentor_id;
    std::optional<Approval> approval;
    std::optional<std::string> photo = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("name", &User::name),
            field("email", &User::email),
            field("email_verified", &User::email_verified),
            field("time_zone", &User::time_zone, "IANA name"),
            field("roles", &User::roles),
            field("student_id", &User::student_id, "Null without a student profile"),
            field("mentor_id", &User::mentor_id, "Null without a mentor profile"),
            field("approval", &User::approval, "Of the mentor profile"),
            field("photo", &User::photo, "Where it is; null without one"),
        };
    }
};

struct Register {
    std::string name;
    std::string email;
    std::string password;
    ProfileRole role{};
    bool accepted_terms = false;
    std::optional<std::string> time_zone;

    static constexpr auto wire() {
        return contract::Fields{
            field("name", &Register::name, Length{1, 100}),
            field("email", &Register::email, Length{3, 254}, contract::Email{}),
            field("password", &Register::password, Length{10, 256},
                  "Hard to guess; not your name or address"),
            field("role", &Register::role, "The other role can be added later"),
            field("accepted_terms", &Register::accepted_terms, "Must be true"),
            field("time_zone", &Register::time_zone, contract::Zone{}, "Default UTC"),
        };
    }
};

/// Same answer whether or not the address has an account: what happens next is in the mail.
struct MailSent {
    std::string email;
    static constexpr auto wire() { return contract::Fields{field("email", &MailSent::email)}; }
};

struct EmailOnly {
    std::string email;
    static constexpr auto wire() {
        return contract::Fields{field("email", &EmailOnly::email, Length{3, 254}, contract::Email{})};
    }
};

struct VerifyEmail {
    std::string token;
    std::optional<ClientKind> client;
    std::optional<std::string> device_name;

    static constexpr auto wire() {
        return contract::Fields{
            field("token", &VerifyEmail::token, Length{1, 100}, "From the link in the mail"),
            field("client", &VerifyEmail::client, "As for signing in"),
            field("device_name", &VerifyEmail::device_name, Length{0, 100}),
        };
    }
};

struct Login {
    std::string identifier;
    std::string password;
    std::optional<ClientKind> client;
    std::optional<std::string> device_name;
    std::optional<std::string> code;
    std::optional<PasskeyAssertion> passkey = {};

    static constexpr auto wire() {
        return contract::Fields{
            field("identifier", &Login::identifier, Length{3, 254}, "E-mail address, S000001 or M000001"),
            field("password", &Login::password, Length{1, 256}),
            field(
                "client", &Login::client,
                "browser: the refresh token travels in an HttpOnly cookie, csrf_token is sent back as X-CSRF-Token; "
                "api (default): it is in the answer"),
            field("device_name", &Login::device_name, Length{0, 100}, "Shown in the list of devices"),
            field("code", &Login::code, Length{6, 30},
                  "After auth.second_factor_needed: of the authenticator app, or a recovery code"),
            field("passkey", &Login::passkey, "In the place of the code; see auth.passkeyChallenge"),
        };
    }
};

struct SignedIn {
    std::string token;
    Instant expires_at;
    User user;
    std::optional<std::string> refresh_token;
    std::optional<std::string> csrf_token;

    static constexpr auto wire() {
        return contract::Fields{
            field("token", &SignedIn::token, "For `Authorization: Token …`"),
            field("expires_at", &SignedIn::expires_at, "Of the token"),
            field("user", &SignedIn::user),
            field("refresh_token", &SignedIn::refresh_token, "For api clients; each works once"),
            field("csrf_token", &SignedIn::csrf_token, "For browsers"),
        };
    }
};

struct Refresh {
    std::optional<std::string> refresh_token;
    static constexpr auto wire() {
        return contract::Fields{
            field("refresh_token", &Refresh::refresh_token, Length{1, 100},
                  "Absent in browsers: the cookie counts"),
        };
    }
};

struct ResetPassword {
    std::string token;
    std::string password;
    static constexpr auto wire() {
        return contract::Fields{
            field("token", &ResetPassword::token, Length{1, 100}, "From the link in the mail"),
            field("password", &ResetPassword::password, Length{10, 256}),
        };
    }
};

struct ChangePassword {
    std::string current_password;
    std::string new_password;
    static constexpr auto wire() {
        return contract::Fields{
            field("current_password", &ChangePassword::current_password, Length{1, 256}),
            field("new_password", &ChangePassword::new_password, Length{10, 256}),
        };
    }
};

struct AddRole {
    ProfileRole role{};
    static constexpr auto wire() { return contract::Fields{field("role", &AddRole::role)}; }
};

struct Device {
    DeviceId id;
    std::string name;
    std::string network;
    Instant created_at;
    Instant last_seen_at;
    bool current = false;

    static constexpr auto wire() {
        return contract::Fields{
            field("id", &Device::id),
            field("name", &Device::name),
            field("network", &Device::network, "Coarse: /24 or /64"),
            field("created_at", &Device::created_at),
            field("last_seen_at", &Device::last_seen_at, "To the minute, when a token was last renewed"),
            field("current", &Device::current, "The one that asks"),
        };
    }
};

struct Devices {
    std::vector<Device> items;
    static constexpr auto wire() { return contract::Fields{field("items", &Devices::items)}; }
};

struct OneDevice {
    DeviceId device;
    static constexpr auto wire() {
        return contract::Fields{field("device", &OneDevice::device, "From the path")};
    }
};

inline constexpr Endpoint<Register, MailSent> kRegister{
    .verb = Verb::post,
    .path = "/auth/register/",
    .name = "auth.register",
    .access = Access::anyone,
    .summary = "Sign up; the mail that follows says how to go on",
    .limit = PerMinute{20},
    .success = 202};

inline constexpr Endpoint<VerifyEmail, SignedIn> kVerifyEmail{
    .verb = Verb::post,
    .path = "/auth/verify-email/",
    .name = "auth.verifyEmail",
    .access = Access::anyone,
    .summary = "Prove the address and sign in",
    .limit = PerMinute{30},
    .failures = {"auth.token_invalid", "auth.csrf"}};

inline constexpr Endpoint<EmailOnly, MailSent> kResendVerification{
    .verb = Verb::post,
    .path = "/auth/resend-verification/",
    .name = "auth.resendVerification",
    .access = Access::anyone,
    .summary = "Ask for the verification mail again",
    .limit = PerMinute{10},
    .success = 202};

inline constexpr Endpoint<Login, SignedIn> kLogin{
    .verb = Verb::post,
    .path = "/auth/login/",
    .name = "auth.login",
    .access = Access::anyone,
    .summary = "Sign in with e-mail address or id",
    .limit = PerMinute{60},
    .failures = {"auth.bad_credentials", "auth.second_factor_needed", "auth.passkey_refused",
                 "auth.passkey_late", "auth.throttled", "auth.csrf"}};

inline constexpr Endpoint<Refresh, SignedIn> kRefresh{
    .verb = Verb::post,
    .path = "/auth/refresh/",
    .name = "auth.refresh",
    .access = Access::anyone,
    .summary = "Exchange a refresh token, once, for new tokens",
    .limit = PerMinute{120},
    .failures = {"auth.session_expired", "auth.csrf"}};

inline constexpr Endpoint<Empty, Empty> kLogout{.verb = Verb::post,
                                                .path = "/auth/logout/",
                                                .name = "auth.logout",
                                                .access = Access::anyone,
                                                .summary = "Sign this device out",
                                                .failures = {"auth.csrf"}};

inline constexpr Endpoint<Empty, Empty> kLogoutEverywhere{.verb = Verb::post,
                                                          .path = "/auth/logout-everywhere/",
                                                          .name = "auth.logoutEverywhere",
                                                          .access = Access::signed_in,
                                                          .summary = "Sign every device out, this one too"};

inline constexpr Endpoint<Empty, User> kMe{.verb = Verb::get,
                                           .path = "/auth/me/",
                                           .name = "auth.me",
                                           .access = Access::signed_in,
                                           .summary = "Who is signed in"};

inline constexpr Endpoint<Empty, Devices> kDevices{.verb = Verb::get,
                                                   .path = "/auth/devices/",
                                                   .name = "auth.devices",
                                                   .access = Access::signed_in,
                                                   .summary = "Where this account is signed in"};

inline constexpr Endpoint<OneDevice, Empty> kRevokeDevice{.verb = Verb::del,
                                                          .path = "/auth/devices/{device}/",
                                                          .name = "auth.revokeDevice",
                                                          .access = Access::signed_in,
                                                          .summary = "Sign one device out",
                                                          .failures = {"auth.unknown_device"}};

inline constexpr Endpoint<EmailOnly, MailSent> kForgotPassword{
    .verb = Verb::post,
    .path = "/auth/forgot-password/",
    .name = "auth.forgotPassword",
    .access = Access::anyone,
    .summary = "Ask for a link that sets a new password",
    .limit = PerMinute{10},
    .success = 202};

inline constexpr Endpoint<ResetPassword, Empty> kResetPassword{
    .verb = Verb::post,
    .path = "/auth/reset-password/",
    .name = "auth.resetPassword",
    .access = Access::anyone,
    .summary = "Set a new password with the link from the mail; signs every device out",
    .limit = PerMinute{20},
    .failures = {"auth.token_invalid"}};

inline constexpr Endpoint<ChangePassword, Empty> kChangePassword{
    .verb = Verb::post,
    .path = "/auth/change-password/",
    .name = "auth.changePassword",
    .access = Access::signed_in,
    .summary = "Change the password; signs all other devices out",
    .limit = PerMinute{20},
    .failures = {"auth.throttled"}};

inline constexpr Endpoint<AddRole, User> kAddRole{
    .verb = Verb::post,
    .path = "/auth/add-role/",
    .name = "auth.addRole",
    .access = Access::signed_in,
    .summary = "Be a mentor or a student as well; signs all other devices out",
    .failures = {"auth.role_taken"}};

}  // namespace ax::auth
