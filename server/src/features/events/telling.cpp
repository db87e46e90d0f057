#include "base/local_time.h"
#include "features/events/events.h"

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

std::string_view where(store::Row const& row) {
    return !row.place.empty() ? std::string_view(row.place) : "online, the link is on the event's page";
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
    // Who left and comes again is told again.
    co_await tell(tx, to,
                  {.to = to,
                   .cause = fmt::format("event-registered-{}-{}", row.id.value, to_micros(p_.clock.now())),
                   .kind = "events.registered",
                   .title = fmt::format("You are registered: {}", row.title),
                   .body = fmt::format("{}, {}. Your code for the door: {}.", when(row, reader->time_zone),
                                       where(row), fresh->mine->code),
                   .link = link_to(row.id),
                   .button = "See the event"});
}

Task<void> Events::tell_offered(db::Tx& tx, AccountId to, store::Row const& row, RegistrationId registration,
                                Instant until) const {
    auto const reader = co_await p_.accounts.find(tx, to);
    if (!reader)
        co_return;
    co_await tell(
        tx, to,
        {.to = to,
         .cause = fmt::format("event-offer-{}-{}", registration.value, to_micros(until)),
         .kind = "events.offered",
         .title = fmt::format("A place is free: {}", row.title),
         .body = fmt::format("It is yours until {}; after that the next in line is asked. The event: {}.",
                             local_text(until, reader->time_zone), when(row, reader->time_zone)),
         .link = link_to(row.id),
         .button = "Take the place"});
}

Told Events::news_for(store::Row const& row, NewsForAll const& news, auth::Account const& reader,
                      store::Registration const& registration) const {
    Told told{.to = reader.id,
              .cause = {},
              .kind = {},
              .title = {},
              .body = {},
              .link = link_to(row.id),
              .button = "See the event"};
    auto const time = when(row, reader.time_zone);
    switch (news.news) {
        case News::changed:
            told.kind = "events.changed";
            told.cause = fmt::format("event-changed-{}-{}", row.id.value, news.version);
            told.title = fmt::format("Changed: {}", row.title);
            told.body = fmt::format("Now {}, {}.", time, where(row));
            break;
        case News::cancelled:
            told.kind = "events.cancelled";
            told.cause = fmt::format("event-cancelled-{}", row.id.value);
            told.title = fmt::format("Cancelled: {}", row.title);
            told.body = fmt::format("It was to be {}.", time);
            if (!row.cancel_note.empty())
                told.body += " " + row.cancel_note;
            break;
        case News::reminder:
            told.kind = "events.reminder";
            told.cause = fmt::format("event-reminder-{}-{}", row.id.value, news.version);
            told.title = fmt::format("Tomorrow: {}", row.title);
            told.body =
                fmt::format("{}, {}. Your code for the door: {}.", time, where(row), registration.code);
            break;
    }
    return told;
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
