#include "features/auth/jobs.h"

#include "base/text.h"
#include "features/auth/oidc_store.h"
#include "features/auth/passkey_store.h"
#include "platform/mail/templates.h"

#include <fmt/format.h>

namespace ax::auth {
namespace {

constexpr Duration kNetworkMemory = days{90};
constexpr Duration kThrottleMemory = hours{1};  // the longest window of any budget

/// Nothing if there is nobody to write to any more, or the link in it has run out or was used: a dead link
/// helps nobody.
Task<std::optional<mail::Mail>> prepare(Core const& core, SecurityMail const& event) {
    auto& db = core.ports.db;
    MailFacts facts{.kind = event.kind, .token = {}, .network = event.network, .at = event.at};
    std::string address;
    std::string name;  // empty for sign-ups: what a stranger typed is not put into somebody's mail
    if (event.account) {
        auto const account = co_await core.accounts.find(db, *event.account);
        if (!account)
            co_return std::optional<mail::Mail>{};
        name = account->name;
        address = account->email;
        if (event.kind == MailKind::password_reset) {
            facts.passkeys = (co_await PasskeyStore{}.list(db, account->id)).size();
            facts.linked = (co_await OidcStore{}.of(db, account->id)).size();
        }
    } else {
        auto const waiting =
            co_await core.registrations.find(db, event.registration.value_or(RegistrationId{}));
        if (!waiting)
            co_return std::optional<mail::Mail>{};
        address = waiting->email;
    }
    if (!event.link_seed.empty()) {
        facts.token = core.keys.link_token(event.link_seed);
        auto const purpose = event.kind == MailKind::verify ? LinkPurpose::verify : LinkPurpose::reset;
        if (!co_await core.registrations.find_link(db, crypto::token_hash(facts.token), purpose, core.now()))
            co_return std::optional<mail::Mail>{};
    }
    auto const& templates = core.ports.templates;
    co_return templates.mail(compose(facts, templates), {.to_address = std::move(address),
                                                         .to_name = std::move(name),
                                                         .url = link_of(facts, core.options.base_url)});
}

Task<void> send(Core const& core, SecurityMail const& event, jobs::JobInfo const& info) {
    auto mail = co_await prepare(core, event);
    if (!mail)
        co_return;
    // The same for every try of this job.
    mail->message_id = fmt::format("auth-{}-{}@{}", info.id.value, to_micros(info.recorded_at),
                                   host_of(core.options.base_url));
    auto const result = co_await core.ports.mailer.send(*mail);
    if (result.kind == mail::SendResult::Kind::later)
        throw jobs::Failed(result.reason);
    if (result.kind == mail::SendResult::Kind::refused)
        throw jobs::Permanent(result.reason);
}

Task<void> purge(Core const& core) {
    auto const now = core.now();
    co_await core.ports.db.write([&](db::Tx& tx) -> Task<bool> {
        co_await core.sessions.purge(tx, now);
        co_await core.registrations.purge(tx, now);
        co_await PasskeyStore{}.purge(tx, now);
        co_await OidcStore{}.purge(tx, now);
        co_await core.throttle.purge(tx, now - kThrottleMemory);
        co_await core.accounts.purge_networks(tx, now - kNetworkMemory);
        co_return true;
    });
}

}  // namespace

void add_jobs(jobs::Listeners& listeners, Core const& core) {
    listeners.on<SecurityMail>("auth.mail", [&core](SecurityMail const& event, jobs::JobInfo const& info) {
        return send(core, event, info);
    });
    listeners.every("auth.purge", hours{1}, [&core] { return purge(core); });
}

}  // namespace ax::auth
