#include "features/auth/mails.h"

#include "features/auth/letters.h"
#include "features/auth/model.h"

#include <fmt/format.h>

namespace ax::auth {

namespace {

/// Nothing is no number to tell.
std::string count(std::size_t n) { return n == 0 ? std::string{} : std::to_string(n); }

}  // namespace

mail::Words compose(MailFacts const& facts, mail::Templates const& templates) {
    auto const when = to_iso(std::chrono::floor<seconds>(facts.at));
    auto const& network = facts.network;
    auto const minutes_left = kResetLinkLife / minutes{1};
    switch (facts.kind) {
        case MailKind::verify:
            return templates.words<letters::kVerify>(
                {{"hours", kVerifyLinkLife / hours{1}}, {"when", when}, {"network", network}});
        case MailKind::choose_password:
            return templates.words<letters::kChoosePassword>(
                {{"minutes", minutes_left}, {"when", when}, {"network", network}});
        case MailKind::account_exists:
            return templates.words<letters::kAccountExists>(
                {{"minutes", minutes_left}, {"when", when}, {"network", network}});
        case MailKind::reset:
            return templates.words<letters::kReset>(
                {{"minutes", minutes_left}, {"when", when}, {"network", network}});
        case MailKind::password_changed:
            return templates.words<letters::kPasswordChanged>({{"when", when}, {"network", network}});
        case MailKind::password_reset:
            return templates.words<letters::kPasswordReset>({{"when", when},
                                                             {"network", network},
                                                             {"passkeys", count(facts.passkeys)},
                                                             {"linked", count(facts.linked)}});
        case MailKind::token_reused:
            return templates.words<letters::kTokenReused>({{"when", when}, {"network", network}});
        case MailKind::role_added:
            return templates.words<letters::kRoleAdded>({{"when", when}, {"network", network}});
        case MailKind::second_factor_on:
            return templates.words<letters::kSecondFactorOn>({{"when", when}, {"network", network}});
        case MailKind::second_factor_off:
            return templates.words<letters::kSecondFactorOff>({{"when", when}, {"network", network}});
        case MailKind::recovery_code_used:
            return templates.words<letters::kRecoveryCodeUsed>({{"when", when}, {"network", network}});
        case MailKind::passkey_added:
            return templates.words<letters::kPasskeyAdded>({{"when", when}, {"network", network}});
        case MailKind::passkey_removed:
            return templates.words<letters::kPasskeyRemoved>({{"when", when}, {"network", network}});
        case MailKind::sign_in_linked:
            return templates.words<letters::kSignInLinked>({{"when", when}, {"network", network}});
        case MailKind::sign_in_unlinked:
            return templates.words<letters::kSignInUnlinked>({{"when", when}, {"network", network}});
        case MailKind::api_token_made:
            return templates.words<letters::kApiTokenMade>({{"when", when}, {"network", network}});
    }
    return {};
}

std::string link_of(MailFacts const& facts, std::string_view base_url) {
    if (facts.kind == MailKind::password_reset)
        return fmt::format("{}/account#passkeys", base_url);
    if (facts.token.empty())
        return {};
    return fmt::format("{}{}?token={}", base_url,
                       facts.kind == MailKind::verify ? "/verify-email" : "/reset-password", facts.token);
}

}  // namespace ax::auth
