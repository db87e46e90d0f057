#include "features/notifications/preferences.h"

#include "features/notifications/digest_store.h"
#include "features/notifications/preference_store.h"
#include "features/notifications/quiet.h"
#include "platform/crypto/encode.h"
#include "platform/crypto/hash.h"

#include <charconv>

#include <fmt/format.h>

namespace ax::notifications {

using contract::Caller;

namespace store = preference_store;

namespace {

// "In 31 minutes" is no news the next morning.
bool can_wait(NoticeCategory category) {
    return category != NoticeCategory::reminders && category != NoticeCategory::security;
}

}  // namespace

void Preferences::bind(api::Router& router) {
    router.bind(kSettings, [this](Caller const& who, contract::Empty) { return settings(who); });
    router.bind(kSetChannels,
                [this](Caller const& who, SetChannels wish) { return set_channels(who, wish); });
    router.bind(kSetQuietHours,
                [this](Caller const& who, SetQuietHours wish) { return set_quiet(who, wish); });
    router.bind(kSetDigestHour,
                [this](Caller const& who, SetDigestHour wish) { return set_digest_hour(who, wish); });
    router.bind(kSubscription,
                [this](Caller const&, UnsubscribeToken link) { return subscription(std::move(link)); });
    router.bind(kUnsubscribe,
                [this](Caller const&, UnsubscribeToken link) { return unsubscribe(std::move(link)); });
    router.raw({.verb = contract::Verb::post,
                .path = "/mail/unsubscribe/*",
                .name = "notifications.oneClick",
                .summary = "End the mails of a category, for mail programs (RFC 8058)",
                .limit = {60}},
               [this](api::Call& call) { return one_click(call); });
    router.raw({.verb = contract::Verb::get,
                .path = "/mail/unsubscribe/*",
                .name = "notifications.oneClickPage",
                .summary = "To the page that asks first: a link that is only looked at ends nothing",
                .limit = {60}},
               [this](api::Call& call) -> Task<http::Response> {
                   http::Response answer{.status = 303};
                   auto const link = call.request.path.substr(call.request.path.rfind('/') + 1);
                   auto const target = read(link);
                   answer.add("Location", target ? page_url(target->account, target->category)
                                                 : base_url_ + "/unsubscribe");
                   co_return answer;
               });
}

Task<http::Response> Preferences::one_click(api::Call& call) {
    auto const link = call.request.path.substr(call.request.path.rfind('/') + 1);
    auto const done = co_await unsubscribe({std::string(link)});
    co_return http::Response{.status = done ? 200 : 404,
                             .body = done ? "{}" : R"({"reason":"notifications.bad_token"})"};
}

Task<Result<NotificationSettings>> Preferences::settings(Caller who) {
    NotificationSettings out;
    for (std::size_t i = 0; i < wire_names(NoticeCategory{}).size(); ++i) {
        auto const category = static_cast<NoticeCategory>(i);
        bool const fixed = category == NoticeCategory::security;
        // Security is told by mail alone.
        out.categories.push_back({.category = category,
                                  .in_app = !fixed,
                                  .mail = true,
                                  .push = !fixed,
                                  .digest = false,
                                  .fixed = fixed,
                                  .can_wait = can_wait(category)});
    }
    for (auto const& chosen : co_await store::channels(p_.db, who.account)) {
        auto& row = out.categories[static_cast<std::size_t>(chosen.category)];
        if (row.fixed)
            continue;
        bool const waits = row.can_wait;
        row = chosen;
        row.can_wait = waits;
    }
    out.digest_hour = co_await store::digest_hour(p_.db, who.account);
    out.quiet = co_await store::quiet(p_.db, who.account);
    auto const account = co_await p_.accounts.find(p_.db, who.account);
    out.time_zone = account ? account->time_zone : "UTC";
    co_return out;
}

Task<Result<NotificationSettings>> Preferences::set_channels(Caller who, SetChannels wish) {
    if (wish.category == NoticeCategory::security)
        co_return fail_field("category", "always_on");
    if (wish.digest.value_or(false) && !can_wait(wish.category))
        co_return fail_field("digest", "can_not_wait");
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const before = co_await store::wish(tx, who.account, wish.category);
        NoticeChannels const chosen{.category = wish.category,
                                    .in_app = wish.in_app,
                                    .mail = wish.mail,
                                    .push = wish.push.value_or(before.push),
                                    .digest = wish.digest.value_or(before.digest)};
        co_await store::set_channels(tx, who.account, chosen);
        co_return Result<void>{};
    });
    co_return co_await settings(who);
}

Task<Result<NotificationSettings>> Preferences::set_quiet(Caller who, SetQuietHours wish) {
    if (wish.quiet && wish.quiet->from_minute == wish.quiet->to_minute)
        co_return fail_field("quiet.to_minute", "same_as_from");
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        co_await store::set_quiet(tx, who.account, wish.quiet);
        co_return Result<void>{};
    });
    co_return co_await settings(who);
}

// What is waiting moves to the new hour; the job of the old one finds that it is not the hour any more.
Task<Result<NotificationSettings>> Preferences::set_digest_hour(Caller who, SetDigestHour wish) {
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        co_await store::set_digest_hour(tx, who.account, wish.hour);
        if (co_await digest_store::waiting(tx, who.account)) {
            auto const account = co_await p_.accounts.find(tx, who.account);
            co_await plan_digest(
                tx, p_.outbox, who.account,
                next_digest(wish.hour, account ? account->time_zone : "UTC", p_.clock.now()));
        }
        co_return Result<void>{};
    });
    co_return co_await settings(who);
}

Task<Result<MailSubscription>> Preferences::subscription(UnsubscribeToken link) {
    auto const target = read(link.token);
    if (!target)
        co_return fail(Code::not_found, "notifications.bad_token");
    auto const wish = co_await store::wish(p_.db, target->account, target->category);
    co_return MailSubscription{target->category, wish.mail};
}

Task<Result<MailSubscription>> Preferences::unsubscribe(UnsubscribeToken link) {
    auto const target = read(link.token);
    if (!target)
        co_return fail(Code::not_found, "notifications.bad_token");
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<MailSubscription>> {
        if (!co_await p_.accounts.find(tx, target->account))
            co_return fail(Code::not_found, "notifications.bad_token");
        co_await store::stop_mail(tx, target->account, target->category);
        co_return MailSubscription{target->category, false};
    });
}

// `account.category.signature`. NoticeCategory by number: names may be reworded, old mails stay.
std::string Preferences::token(AccountId account, NoticeCategory category) const {
    auto const what = fmt::format("{}.{}", account.value, static_cast<int>(category));
    auto const signature = crypto::hmac_sha256(secret_, "unsubscribe:" + what);
    return fmt::format("{}.{}", what, crypto::to_base64url(crypto::bytes(signature)));
}

std::optional<Preferences::Target> Preferences::read(std::string_view text) const {
    auto const first = text.find('.');
    auto const second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos)
        return std::nullopt;
    Target target;
    int category = 0;
    auto const number = [&](std::size_t from, std::size_t to, auto& out) {
        auto const done = std::from_chars(text.data() + from, text.data() + to, out);
        return done.ec == std::errc{} && done.ptr == text.data() + to;
    };
    if (!number(0, first, target.account.value) || !number(first + 1, second, category))
        return std::nullopt;
    if (category < 0 || category >= static_cast<int>(NoticeCategory::security))
        return std::nullopt;
    target.category = static_cast<NoticeCategory>(category);
    if (!crypto::equal_in_constant_time(token(target.account, target.category), text))
        return std::nullopt;
    return target;
}

std::string Preferences::page_url(AccountId account, NoticeCategory category) const {
    return fmt::format("{}/unsubscribe?token={}", base_url_, token(account, category));
}

std::string Preferences::one_click_url(AccountId account, NoticeCategory category) const {
    return fmt::format("{}/mail/unsubscribe/{}", base_url_, token(account, category));
}

}  // namespace ax::notifications
