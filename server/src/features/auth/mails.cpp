#include "features/auth/mails.h"

#include "features/auth/model.h"

#include <vector>

#include <fmt/format.h>

namespace ax::auth {
namespace {

std::string when_and_where(MailFacts const& facts) {
    return fmt::format("on {} from the network {}", to_iso(std::chrono::floor<seconds>(facts.at)),
                       facts.network);
}

constexpr std::string_view kNoSignUp =
    "If you did not sign up, do nothing: without the link no account comes into being.";
constexpr std::string_view kNotYou =
    "If that was not you, reset your password now: whoever did it knows it, or has had your device.";

/// A mail with a link: what it is about, what the link does, and what to do if it was somebody else.
mail::Letter with_link(MailFacts const& facts, Options const& options, std::string title, std::string about,
                       std::string label, std::string_view path, std::string_view otherwise) {
    auto const url = fmt::format("{}{}?token={}", options.base_url, path, facts.token);
    return {.title = std::move(title),
            .paragraphs = {std::move(about), std::string(otherwise)},
            .button = mail::Letter::Button{.label = std::move(label), .url = url},
            .footer = fmt::format("This was asked for {}.", when_and_where(facts))};
}

mail::Letter notice(std::string title, std::vector<std::string> paragraphs) {
    return {.title = std::move(title), .paragraphs = std::move(paragraphs), .button = {}, .footer = {}};
}

std::string link_life() {
    return fmt::format("The link works once, for {} minutes.", kResetLinkLife / minutes{1});
}

}  // namespace

mail::Letter compose(MailFacts const& facts, Options const& options) {
    auto const& site = options.site_name;
    auto const where = when_and_where(facts);
    switch (facts.kind) {
        case MailKind::verify:
            return with_link(
                facts, options, fmt::format("Confirm your address for {}", site),
                fmt::format(
                    "Welcome to {}. Confirm this address to finish signing up. The link works once, for "
                    "{} hours.",
                    site, kVerifyLinkLife / hours{1}),
                "Confirm my address", "/verify-email", kNoSignUp);
        case MailKind::choose_password:
            return with_link(
                facts, options, fmt::format("Finish signing up for {}", site),
                "More than one sign-up waits for this address, so choose the password again. " + link_life(),
                "Choose a password", "/reset-password", kNoSignUp);
        case MailKind::account_exists:
            return with_link(
                facts, options, fmt::format("You already have an account at {}", site),
                "Somebody, probably you, tried to sign up with this address. It has an account: just sign in. "
                "If the password is lost, set a new one. " +
                    link_life(),
                "Set a new password", "/reset-password",
                "If it was not you, do nothing. Nothing has changed.");
        case MailKind::reset:
            return with_link(facts, options, fmt::format("Set a new password for {}", site),
                             "Set a new password. " + link_life(), "Set a new password", "/reset-password",
                             "If you did not ask for it, do nothing. Your password stays as it is.");
        case MailKind::password_changed:
            return notice(
                fmt::format("Your {} password was changed", site),
                {fmt::format("The password of your account was changed {}. Other devices were signed out.",
                             where),
                 std::string(kNotYou)});
        case MailKind::token_reused:
            return notice(
                fmt::format("We signed a device out of your {} account", site),
                {fmt::format(
                     "A sign-in of your account was renewed {} with a key that had been used before. That "
                     "can mean that somebody copied it, so the device was signed out.",
                     where),
                 "Sign in again to go on. If you did not use the site at that time, change your password too."});
        case MailKind::role_added:
            return notice(
                fmt::format("Your {} account has a new role", site),
                {fmt::format("A role was added to your account {}. Other devices were signed out.", where),
                 std::string(kNotYou)});
    }
    return {};
}

}  // namespace ax::auth
