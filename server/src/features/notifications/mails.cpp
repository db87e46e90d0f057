#include "base/text.h"
#include "features/notifications/notifications.h"
#include "features/notifications/preference_store.h"
#include "features/notifications/quiet.h"
#include "features/notifications/store.h"

#include <fmt/format.h>

/// The mail half of telling: at once, or at the end of the person's quiet time.
namespace ax::notifications {

namespace {

// The same for every try and every run of a job, so that what is sent twice is the same mail. With the time,
// as a database that was begun anew counts from 1 again.
std::string mail_id(Notification const& what) {
    return fmt::format("notice-{}-{}", what.id, to_micros(what.created_at));
}

}  // namespace

// At once, or at the end of the person's quiet time.
Instant Feature::when(Message const& message, auth::Account const& to,
                      std::optional<QuietHours> const& quiet) const {
    auto const now = p_.clock.now();
    auto const at = quiet && !message.urgent ? after_quiet(*quiet, to.time_zone, now) : now;
    // Whoever has a session in their quiet time wants to be woken for it.
    return message.about && at >= message.about->start ? now : at;
}

Task<void> Feature::mail_now_or_later(db::Tx& tx, Message const& message, Notification const& what,
                                      auth::Account const& to, Instant at) {
    if (at <= p_.clock.now()) {
        co_await send_mail(tx, to, message.category, what, message.cause, message.words.button,
                           message.invitation);
        co_return;
    }
    MailDue const due{.account = message.to,
                      .notification = what.id,
                      .category = message.category,
                      .button = message.words.button,
                      .booking = message.about ? std::optional(message.about->id) : std::nullopt,
                      .start = message.about ? std::optional(message.about->start) : std::nullopt,
                      .invitation = message.invitation};
    co_await p_.outbox.add(tx, due, {.run_at = at, .dedupe_key = fmt::to_string(what.id)});
    co_await note_mail(tx, to, what.title, mail_id(what), {DeliveryState::queued, DeliveryReason::waits});
}

Task<void> Feature::note_mail(db::Tx& tx, auth::Account const& to, std::string const& title,
                              std::string const& id, delivery_store::Outcome const& outcome) {
    delivery_store::Entry const entry{.account = to.id,
                                      .once = message_id(id),
                                      .channel = DeliveryChannel::mail,
                                      .title = title,
                                      .target = to.email};
    co_await delivery_store::settle(tx, entry, outcome, p_.clock.now());
}

std::string Feature::message_id(std::string const& id) const {
    auto const host = host_of(options_.base_url);
    return fmt::format("{}@{}", id, host.empty() ? "localhost" : host);
}

Task<void> Feature::queue_mail(db::Tx& tx, auth::Account const& to, mail::Mail mail, std::string const& id,
                               std::string const& once) {
    mail.message_id = message_id(id);
    co_await note_mail(tx, to, mail.subject, id, {DeliveryState::queued, DeliveryReason::none});
    co_await p_.mails.add(tx, std::move(mail), once);
}

Task<void> Feature::send_mail(db::Tx& tx, auth::Account const& to, NoticeCategory category,
                              Notification const& what, std::string const& cause, std::string const& button,
                              std::optional<BookingId> invitation) {
    mail::Words const words{.subject = what.title, .text = what.body, .button = button};
    auto ready = p_.templates.mail(words, {.to_address = to.email,
                                           .to_name = to.name,
                                           .url = options_.base_url + what.link,
                                           .leave = preferences_.page_url(to.id, category)});
    ready.unsubscribe_url = preferences_.one_click_url(to.id, category);
    auto const session = invitation ? co_await p_.bookings.find(tx, *invitation) : std::nullopt;
    if (session) {
        auto const entry = calendar::invitation(*session, to, options_.calendar);
        ready.calendar = mail::CalendarPart{std::string(ical::name_of(entry.method)), ical::to_text(entry)};
    }
    co_await queue_mail(tx, to, std::move(ready), mail_id(what), fmt::format("{}-{}", cause, to.id.value));
}

Task<void> Feature::mail_due(MailDue const& due) {
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const account = co_await p_.accounts.find(tx, due.account);
        auto const told = co_await store::find(tx, due.account, due.notification);
        if (!account || !told)
            co_return Result<void>{};
        if (!(co_await preference_store::wish(tx, due.account, due.category)).mail) {
            co_await note_mail(tx, *account, told->what.title, mail_id(told->what),
                               {DeliveryState::skipped, DeliveryReason::switched_off});
            co_return Result<void>{};
        }
        if (due.booking) {
            auto const b = co_await p_.bookings.find(tx, *due.booking);
            if (!b || b->state != booking::BookingState::confirmed || b->start != due.start ||
                b->start <= p_.clock.now()) {
                co_await note_mail(tx, *account, told->what.title, mail_id(told->what),
                                   {DeliveryState::skipped, DeliveryReason::too_late});
                co_return Result<void>{};
            }
        }
        co_await send_mail(tx, *account, due.category, told->what, told->cause, due.button, due.invitation);
        co_return Result<void>{};
    });
}

}  // namespace ax::notifications
