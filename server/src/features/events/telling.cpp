#include "base/local_time.h"
#include "features/events/events.h"
#include "features/events/letters.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::events {
namespace {

constexpr int kPeopleAtOnce = 100;

std::string link_to(EventId id) { return fmt::format("/events/{}", id.value); }

// In the reader's zone, and in the event's where that is another.
std::string when(store::Row const& row, std::string_view zone) {
    auto text = local_text(row.starts_at, zone);
    if (zone != row.time_zone)
        text += fmt::format(", {} there", local_text(row.starts_at, row.time_zone));
    return text;
}

Told to_told(mail::Words words, std::string cause, std::string kind, EventId event) {
    return {.to = {},
            .cause = std::move(cause),
            .kind = std::move(kind),
            .title = std::move(words.subject),
            .body = std::move(words.text),
            .link = link_to(event),
            .button = std::move(words.button)};
}

}  // namespace

void Events::listen(jobs::Listeners& listeners) {
    listeners.on<OfferEnds>("events.offer_ends", [this](OfferEnds const& offer, jobs::JobInfo const&) {
        return offer_ended(offer);
    });
    listeners.on<PlacesFree>("events.offer_more", [this](PlacesFree const& event, jobs::JobInfo const&) {
        return places_free(event);
    });
    listeners.on<NewsForAll>("events.tell_all",
                             [this](NewsForAll const& news, jobs::JobInfo const&) { return tell_all(news); });
}

Task<void> Events::tell(db::Tx& tx, AccountId to, Told told) const {
    told.to = to;
    co_await p_.outbox.add(tx, told,
                           {.run_at = {}, .dedupe_key = fmt::format("{}-{}", told.cause, to.value)});
}

Task<void> Events::tell_registered(db::Tx& tx, AccountId to, store::Row const& row) const {
    auto const reader = co_await p_.accounts.find(tx, to);
    auto const fresh = co_await store::find(tx, row.id, to);
    if (!reader || !fresh || !fresh->mine)
        co_return;
    auto words = p_.templates.words<letters::kRegistered>({{"event", row.title},
                                                           {"when", when(row, reader->time_zone)},
                                                           {"place", row.place},
                                                           {"code", fresh->mine->code}});
    // Who left and comes again is told again.
    auto cause = fmt::format("event-registered-{}-{}", row.id.value, to_micros(p_.clock.now()));
    co_await tell(tx, to, to_told(std::move(words), std::move(cause), "events.registered", row.id));
}

Task<void> Events::tell_offered(db::Tx& tx, AccountId to, store::Row const& row, RegistrationId registration,
                                Instant until) const {
    auto const reader = co_await p_.accounts.find(tx, to);
    if (!reader)
        co_return;
    auto words = p_.templates.words<letters::kOffered>({{"event", row.title},
                                                        {"when", when(row, reader->time_zone)},
                                                        {"until", local_text(until, reader->time_zone)}});
    auto cause = fmt::format("event-offer-{}-{}", registration.value, to_micros(until));
    co_await tell(tx, to, to_told(std::move(words), std::move(cause), "events.offered", row.id));
}

Told Events::news_for(store::Row const& row, NewsForAll const& news, auth::Account const& reader,
                      store::Registration const& registration) const {
    auto const time = when(row, reader.time_zone);
    auto const id = row.id.value;
    switch (news.news) {
        case News::changed:
            return to_told(p_.templates.words<letters::kChanged>(
                               {{"event", row.title}, {"when", time}, {"place", row.place}}),
                           fmt::format("event-changed-{}-{}", id, news.version), "events.changed", row.id);
        case News::cancelled:
            return to_told(p_.templates.words<letters::kCancelled>(
                               {{"event", row.title}, {"when", time}, {"note", row.cancel_note}}),
                           fmt::format("event-cancelled-{}", id), "events.cancelled", row.id);
        case News::reminder:
            return to_told(p_.templates.words<letters::kReminder>({{"event", row.title},
                                                                   {"when", time},
                                                                   {"place", row.place},
                                                                   {"code", registration.code}}),
                           fmt::format("event-reminder-{}-{}", id, news.version), "events.reminder", row.id);
    }
    return {};
}

// Page by page: a large event is no large transaction. A repeat after a crash tells nobody twice.
Task<void> Events::tell_all(NewsForAll const& news) {
    auto const row = co_await store::find(p_.db, news.event, {});
    if (!row)
        co_return;
    bool const reminder = news.news == News::reminder;
    // Moved, cancelled or taken back meanwhile: that has its own news.
    if (reminder && (row->state != EventState::published || to_micros(row->starts_at) != news.version))
        co_return;
    RegistrationId after;
    for (;;) {
        auto const people = co_await store::living(p_.db, news.event, after, kPeopleAtOnce);
        if (people.empty())
            co_return;
        after = people.back().id;
        std::vector<AccountId> ids;
        for (auto const& one : people) ids.push_back(one.account);
        auto const known = co_await p_.accounts.find_all(p_.db, ids);
        co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            for (auto const& one : people) {
                if (reminder && one.state != RegistrationState::registered)
                    continue;
                if (auto const* const reader = auth::find_in(known, one.account))
                    co_await tell(tx, one.account, news_for(*row, news, *reader, one));
            }
            co_return Result<void>{};
        });
    }
}

}  // namespace ax::events
