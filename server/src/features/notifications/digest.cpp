#include "features/notifications/delivery_store.h"
#include "features/notifications/digest_store.h"
#include "features/notifications/letters.h"
#include "features/notifications/notifications.h"
#include "features/notifications/preference_store.h"
#include "features/notifications/quiet.h"

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
        decltype(mail::Value::items) lines;
        for (auto const& item : items.first) lines.push_back({{"title", item.title}, {"body", item.body}});
        auto const more = items.all > kMostItems ? fmt::to_string(items.all - kMostItems) : std::string{};
        auto const words = p_.templates.words<letters::kDigest>(
            {{"several", items.all > 1}, {"count", items.all}, {"items", std::move(lines)}, {"more", more}});
        auto ready = p_.templates.mail(words, {.to_address = account->email,
                                               .to_name = account->name,
                                               .url = options_.base_url + "/notifications"});
        auto const once = fmt::format("digest-{}-{}", due.account.value, to_micros(due.at));
        co_await queue_mail(tx, *account, std::move(ready), once, once);
        co_return Result<void>{};
    });
}

}  // namespace ax::notifications
