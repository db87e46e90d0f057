#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "contract/describe.h"
#include "features/auth/auth.h"
#include "features/auth/registration_store.h"
#include "platform/mail/templates.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

/// The mails of this feature as outbox events, and what they are filled with.
namespace ax::auth {

enum class MailKind : unsigned char {
    verify,            // prove this address: link verifies and signs in
    choose_password,   // several sign-ups wait for this address: link verifies and sets a password
    account_exists,    // somebody signed up with an address that has an account: link resets
    reset,             // link resets
    password_changed,  // a notice
    token_reused,      // a notice: a refresh token was used twice, the device is signed out
    role_added,        // a notice
    second_factor_on,  // notices, each of the second factor
    second_factor_off,
    recovery_code_used,
    passkey_added,  // notices
    passkey_removed,
    sign_in_linked,  // notices: another provider may sign them in, or no more
    sign_in_unlinked,
    api_token_made,  // notices
    password_reset,  // by mail: tells what still signs in
};
constexpr auto wire_names(MailKind) {
    return std::array<std::string_view, 16>{"verify",
                                            "choose_password",
                                            "account_exists",
                                            "reset",
                                            "password_changed",
                                            "token_reused",
                                            "role_added",
                                            "second_factor_on",
                                            "second_factor_off",
                                            "recovery_code_used",
                                            "passkey_added",
                                            "passkey_removed",
                                            "sign_in_linked",
                                            "sign_in_unlinked",
                                            "api_token_made",
                                            "password_reset"};
}

/// A mail to send. Holds neither an address nor a usable link: those are looked up and made when it is sent.
struct SecurityMail {
    static constexpr std::string_view kName = "auth.security_mail";
    MailKind kind{};
    std::optional<AccountId> account;
    std::optional<RegistrationId> registration;
    std::string link_seed;
    std::string network;
    Instant at;

    static constexpr auto wire() {
        using contract::field;
        return contract::Fields{
            field("kind", &SecurityMail::kind),
            field("account", &SecurityMail::account),
            field("registration", &SecurityMail::registration),
            field("link_seed", &SecurityMail::link_seed),
            field("network", &SecurityMail::network),
            field("at", &SecurityMail::at),
        };
    }
};

struct MailFacts {
    MailKind kind{};
    std::string token;    // for the link; empty if the mail has none
    std::string network;  // where the request came from
    Instant at;
    std::size_t passkeys = 0;  // what signs in without the password
    std::size_t linked = 0;
};

/// What it says.
[[nodiscard]] mail::Words compose(MailFacts const& facts, mail::Templates const& templates);
/// Where its button leads; empty if it has none.
[[nodiscard]] std::string link_of(MailFacts const& facts, std::string_view base_url);

}  // namespace ax::auth
