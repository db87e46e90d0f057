#include "base/text.h"
#include "features/events/events.h"
#include "features/events/wall_time.h"

#include <fmt/format.h>

namespace ax::events {
namespace {

bool moved(store::Row const& before, store::Row const& after) {
    return before.starts_at != after.starts_at || before.ends_at != after.ends_at ||
           before.place != after.place || before.online_url != after.online_url;
}

}  // namespace

Result<Events::Draft> Events::drafted(EventWish const& wish) const {
    auto title = mentors::Mentors::tidy_line(wish.title, "title");
    if (!title)
        return std::unexpected(std::move(title).error());
    auto tags = mentors::Mentors::tidy_names(wish.tags, "tags");
    if (!tags)
        return std::unexpected(std::move(tags).error());
    auto const start = instant_of(wish.local_start, wish.time_zone);
    if (!start)
        return std::unexpected(start.error());
    if (*start <= p_.clock.now())
        return fail_field("local_start", "in_past");
    auto place = trimmed(wish.place.value_or(""));
    if (place.empty() && !wish.online_url)
        return fail_field("place", "place_or_link");
    auto cover = files::Files::key_of(wish.cover.value_or(""));
    if (wish.cover && cover.empty())
        return fail_field("cover", "not_uploaded");
    auto column = mentors::Mentors::column_of(*tags);
    return Draft{.row = {.id = {},
                         .host = {},
                         .title = *std::move(title),
                         .description = trimmed(wish.description),
                         .online_url = wish.online_url.value_or(""),
                         .place = std::move(place),
                         .time_zone = wish.time_zone,
                         .local_start = wish.local_start,
                         .minutes = wish.minutes,
                         .starts_at = *start,
                         .ends_at = *start + minutes{wish.minutes},
                         .capacity = wish.capacity,
                         .tags = std::move(column),
                         .cancel_note = {},
                         .updated_at = p_.clock.now(),
                         .cover = std::move(cover)},
                 .tags = *std::move(tags)};
}

Task<Result<EventId>> Events::add(Caller const& who, Draft draft, std::string const& client_key) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<EventId>> {
        bool const approved =
            who.mentor && co_await p_.mentors.approval(tx, *who.mentor) == mentors::Approval::approved;
        if (!who.staff && !approved)
            co_return fail(Code::forbidden, "auth.not_allowed");
        if (auto const before = co_await store::by_key(tx, who.account, client_key))
            co_return before->id;
        if (co_await store::open_count(tx, who.account, p_.clock.now()) >= kMostOpenPerHost)
            co_return fail(Code::conflict, "events.too_many");
        draft.row.host = who.account;
        auto const id = co_await store::insert(tx, draft.row, draft.tags, client_key);
        if (!id)
            co_return fail(Code::unavailable, "server.busy");  // the same key a moment ago: a repeat finds it
        AX_CHECK(co_await change_cover(tx, {}, draft.row.cover));
        co_return *id;
    });
}

Task<Result<void>> Events::change_cover(db::Tx& tx, std::string const& before, std::string const& now) const {
    if (before == now)
        co_return Result<void>{};
    if (!now.empty() && !co_await p_.files.use(tx, now))
        co_return fail_field("cover", "not_uploaded");
    co_await p_.files.release(tx, before);
    co_return Result<void>{};
}

Task<Result<CommunityEvent>> Events::added(Caller const& who, Draft draft, std::string client_key) {
    AX_TRY(auto const id, co_await add(who, std::move(draft), client_key));
    co_return co_await get(who, id);
}

Task<Result<CommunityEvent>> Events::create(Caller const& who, CreateEvent wish) {
    AX_TRY(auto draft, drafted(wish));
    co_return co_await added(who, std::move(draft), std::move(wish.client_key));
}

Task<Result<CommunityEvent>> Events::duplicate(Caller const& who, DuplicateEvent wish) {
    AX_TRY(auto row, co_await managed(p_.db, who, wish.event));
    // The first time of that weekday that is still to come; one that the clocks jump over is passed by.
    auto const gap = std::max(Duration{}, p_.clock.now() - row.starts_at) / days{7};
    for (int week = static_cast<int>(gap) + 1; week < gap + 5; ++week) {
        auto const local = days_later(row.local_start, week * 7);
        auto const start = instant_of(local, row.time_zone);
        if (!start || *start <= p_.clock.now())
            continue;
        row.local_start = local;
        row.starts_at = *start;
        row.ends_at = *start + minutes{row.minutes};
        row.updated_at = p_.clock.now();
        auto tags = mentors::Mentors::names_in(row.tags);
        co_return co_await added(who, {.row = std::move(row), .tags = std::move(tags)},
                                 std::move(wish.client_key));
    }
    co_return fail_field("local_start", "skipped");
}

Task<void> Events::remind_later(db::Tx& tx, EventId id, Instant starts_at) const {
    auto const at = starts_at - kReminder;
    if (at <= p_.clock.now())
        co_return;  // who registers now knows
    NewsForAll const reminder{.event = id, .news = News::reminder, .version = to_micros(starts_at)};
    co_await p_.outbox.add(tx, reminder,
                           {.run_at = at, .dedupe_key = fmt::format("{}-{}", id.value, reminder.version)});
}

Task<Result<CommunityEvent>> Events::update(Caller const& who, UpdateEvent wish) {
    AX_CHECK(co_await managed(p_.db, who, wish.event));
    AX_TRY(auto draft, drafted(wish));
    AX_CHECK(co_await p_.db.write(
        [&](db::Tx& tx) -> Task<Result<void>> {
            co_await store::lock(tx, wish.event);
            AX_TRY(auto const before, co_await managed(tx, who, wish.event));
            if (before.state == EventState::cancelled)
                co_return fail(Code::conflict, "events.cancelled");
            if (before.state == EventState::published && before.starts_at <= p_.clock.now())
                co_return fail(Code::conflict, "events.over");
            draft.row.id = wish.event;
            AX_CHECK(co_await change_cover(tx, before.cover, draft.row.cover));
            if (!co_await store::update(tx, draft.row, draft.tags))
                co_return fail_field("capacity", "too_small", before.taken);
            if (before.state == EventState::draft)
                co_return Result<void>{};
            if (before.starts_at != draft.row.starts_at)
                co_await remind_later(tx, wish.event, draft.row.starts_at);
            if (before.taken + before.waiting > 0 && moved(before, draft.row)) {
                NewsForAll const news{
                    .event = wish.event, .news = News::changed, .version = before.sequence + 1};
                co_await p_.outbox.add(tx, news);
            }
            co_await offer_places(tx, wish.event);
            co_return Result<void>{};
        },
        db::Isolation::row_lock));
    co_return co_await get(who, wish.event);
}

Task<Result<CommunityEvent>> Events::publish(Caller const& who, PublishEvent wish) {
    AX_CHECK(co_await p_.db.write(
        [&](db::Tx& tx) -> Task<Result<void>> {
            co_await store::lock(tx, wish.event);
            AX_TRY(auto const row, co_await managed(tx, who, wish.event));
            auto const wanted = wish.published ? EventState::published : EventState::draft;
            if (row.state == wanted)
                co_return Result<void>{};
            if (row.state == EventState::cancelled)
                co_return fail(Code::conflict, "events.cancelled");
            if (row.starts_at <= p_.clock.now())
                co_return fail(Code::conflict, "events.over");
            if (row.taken + row.waiting > 0)
                co_return fail(Code::conflict, "events.has_people");
            co_await store::set_state(tx, wish.event, wanted, "", p_.clock.now());
            if (wish.published)
                co_await remind_later(tx, wish.event, row.starts_at);
            co_return Result<void>{};
        },
        db::Isolation::row_lock));
    co_return co_await get(who, wish.event);
}

Task<Result<CommunityEvent>> Events::cancel(Caller const& who, CancelEvent wish) {
    AX_CHECK(co_await p_.db.write(
        [&](db::Tx& tx) -> Task<Result<void>> {
            co_await store::lock(tx, wish.event);
            AX_TRY(auto const row, co_await managed(tx, who, wish.event));
            if (row.state == EventState::cancelled)
                co_return Result<void>{};
            if (row.state == EventState::draft)
                co_return fail(Code::conflict, "events.not_published");
            if (row.ends_at <= p_.clock.now())
                co_return fail(Code::conflict, "events.over");
            co_await store::set_state(tx, wish.event, EventState::cancelled, trimmed(wish.note),
                                      p_.clock.now());
            NewsForAll const news{.event = wish.event, .news = News::cancelled, .version = row.sequence + 1};
            co_await p_.outbox.add(tx, news);
            co_return Result<void>{};
        },
        db::Isolation::row_lock));
    co_return co_await get(who, wish.event);
}

}  // namespace ax::events
