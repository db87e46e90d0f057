#include "features/notifications/delivery_store.h"
#include "features/notifications/digest_store.h"
#include "features/notifications/notifications.h"
#include "features/notifications/preference_store.h"
#include "features/notifications/quiet.h"
#include "platform/mail/letter.h"

#include <fmt/format.h>

/// Mails that can wait, as one a day at the person's own hour. What is collected and the mail that holds it
/// change hands in one transaction: a process that dies over it sends none or one.
namespace ax::notifications {
namespace {

constexpr int kMostItems = 50;

}  // namespace

Task<void> Feature::collect(db::Tx& tx, Message const& message, std::int64_t notification,
                            auth::Account const& to) {
    co_await digest_store::add(tx, message.to, notification, message.category);
    auto const hour = co_await preference_store::digest_hour(tx, message.to);
    co_await plan_digest(tx, p_.outbox, message.to, next_digest(hour, to.time_zone, p_.clock.now()));
}

Task<void> Feature::digest_due(DigestDue const& due) {
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const account = co_await p_.accounts.find(tx, due.account);
        if (!account || !co_await digest_store::waiting(tx, due.account))
            co_return Result<void>{};
        auto const hour = co_await preference_store::digest_hour(tx, due.account);
        // The person has chosen another hour, or moved to another zone.
        if (next_digest(hour, account->time_zone, due.at - seconds{1}) != due.at) {
            co_await plan_digest(tx, p_.outbox, due.account,
                                 next_digest(hour, account->time_zone, p_.clock.now()));
            co_return Result<void>{};
        }
        auto const items = co_await digest_store::take(tx, due.account, kMostItems);
        if (items.all == 0)
            co_return Result<void>{};
        mail::Letter letter{
            .title = items.all == 1 ? "One thing is new since your last summary"
                                    : fmt::format("{} things are new since your last summary", items.all),
            .paragraphs = {},
            .button = mail::Letter::Button{"See your notifications", options_.base_url + "/notifications"},
            .footer = fmt::format(
                "You get this mail once a day because you chose so. Change it: {}/account#notifications",
                options_.base_url)};
        for (auto const& item : items.first)
            letter.paragraphs.push_back(item.body.empty() ? item.title : item.title + "\n" + item.body);
        if (items.all > kMostItems)
            letter.paragraphs.push_back(fmt::format("And {} more.", items.all - kMostItems));
        auto ready = mail::to_mail(letter, options_.site_name, account->email, account->name);
        auto const once = fmt::format("digest-{}-{}", due.account.value, to_micros(due.at));
        co_await queue_mail(tx, *account, std::move(ready), once, once);
        co_return Result<void>{};
    });
}

}  // namespace ax::notifications
