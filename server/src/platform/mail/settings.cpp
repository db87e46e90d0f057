#include "platform/mail/settings.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

namespace ax::mail {
namespace {

Security security_of(std::string const& name) {
    if (name == "tls")
        return Security::tls;
    return name == "none" ? Security::none : Security::starttls;
}

SignIn sign_in_of(std::string const& name) {
    if (name == "plain")
        return SignIn::plain;
    if (name == "login")
        return SignIn::login;
    return name == "xoauth2" ? SignIn::xoauth2 : SignIn::automatic;
}

std::vector<DkimOptions> dkim_keys(config::Values const& settings) {
    auto const files = settings.list("AX_DKIM_KEY_FILE");
    auto const selectors = settings.list("AX_DKIM_SELECTOR");
    if (files.size() != selectors.size())
        throw std::invalid_argument(
            "AX_DKIM_KEY_FILE and AX_DKIM_SELECTOR must name as many keys as selectors");
    std::vector<DkimOptions> out;
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::ifstream file(files[i], std::ios::binary);
        if (!file)
            throw std::invalid_argument(fmt::format("AX_DKIM_KEY_FILE: can't read {}", files[i]));
        out.push_back({selectors[i], std::string(std::istreambuf_iterator<char>(file), {})});
    }
    return out;
}

void check_oauth(config::Values const& settings) {
    for (auto const* const name : {"AX_SMTP_USER", "AX_SMTP_OAUTH_CLIENT_ID", "AX_SMTP_OAUTH_CLIENT_SECRET",
                                   "AX_SMTP_OAUTH_REFRESH_TOKEN"})
        if (!settings.is_set(name))
            throw std::invalid_argument(fmt::format("{} is needed with AX_SMTP_AUTH=xoauth2", name));
}

}  // namespace

MailOptions options_of(config::Values const& settings, std::string base_url) {
    auto const& from = settings.text("AX_MAIL_FROM");
    auto const angle = from.find('<');
    MailOptions options{
        .host = settings.text("AX_SMTP_HOST"),
        .port = static_cast<std::uint16_t>(settings.integer("AX_SMTP_PORT")),
        .security = security_of(settings.text("AX_SMTP_SECURITY")),
        .user = settings.text("AX_SMTP_USER"),
        .password = settings.text("AX_SMTP_PASSWORD"),
        .base_url = std::move(base_url),
        .ca_file = settings.text("AX_SMTP_CA_FILE"),
        .sign_in = sign_in_of(settings.text("AX_SMTP_AUTH")),
        .oauth = {.token_url = settings.text("AX_SMTP_OAUTH_URL"),
                  .client_id = settings.text("AX_SMTP_OAUTH_CLIENT_ID"),
                  .client_secret = settings.text("AX_SMTP_OAUTH_CLIENT_SECRET"),
                  .refresh_token = settings.text("AX_SMTP_OAUTH_REFRESH_TOKEN")},
        .dkim = dkim_keys(settings),
        .dkim_domain = settings.text("AX_DKIM_DOMAIN"),
        .pace = {.per_minute = static_cast<int>(settings.integer("AX_MAIL_PER_MINUTE")),
                 .per_domain_per_minute = static_cast<int>(settings.integer("AX_MAIL_DOMAIN_PER_MINUTE"))},
    };
    if (options.sign_in == SignIn::xoauth2)
        check_oauth(settings);
    // `Name <address>`, or an address alone.
    if (angle == std::string::npos) {
        options.from_address = from;
    } else {
        options.from_name = from.substr(0, from.find_last_not_of(' ', angle == 0 ? 0 : angle - 1) + 1);
        options.from_address = from.substr(angle + 1, from.find('>') - angle - 1);
    }
    return options;
}

}  // namespace ax::mail
