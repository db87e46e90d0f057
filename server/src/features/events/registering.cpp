#include "features/events/events.h"

#include <algorithm>

#include <fmt/format.h>

namespace ax::events {

std::optional<Duration> offer_life(Instant now, Instant starts_at) {
    auto const left = starts_at - now;
    if (left < hours{1})
        return std::nullopt;
    return std::min<Duration>(hours{12}, left / 2);
}

Task<Result<CommunityEvent>> Events::register_for(Caller const& who, RegisterForEvent wish) {
    AX_CHECK(co_await p_.db.write(
        [&](db::Tx& tx) -> Task<Result<void>> {
            co_await store::lock(tx, wish.event);
            AX_TRY(auto const row, co_await visible(tx, who, wish.event));
            co_return co_await take(tx, who, row, wish.wait.value_or(false));
        },
        db::Isolation::row_lock));
    co_return co_await get(who, wish.event);
}

Task<Result<void>> Events::take(db::Tx& tx, Caller const& who, store::Row const& row, bool wait) const {
    auto const now = p_.clock.now();
    if (row.mine && row.mine->is(RegistrationState::registered))
        co_return Result<void>{};
    if (row.state == EventState::cancelled)
        co_return fail(Code::conflict, "events.cancelled");
    if (row.state == EventState::draft)
        co_return fail(Code::conflict, "events.not_published");
    if (row.starts_at <= now)
        co_return fail(Code::conflict, "events.over");
    if (row.host == who.account)
        co_return fail(Code::conflict, "events.own");

    bool const offered = row.mine && row.mine->is(RegistrationState::offered);
    if (offered && row.mine->offer_expires_at <= now)
        co_return fail(Code::conflict, "events.offer_over");
    // Who waits goes first, as long as there is time to ask them.
    bool const queued = row.waiting > 0 && offer_life(now, row.starts_at);
    if (offered || (row.has_free() && !queued)) {
        bool const placed = offered ? co_await store::set(tx, row.mine->id, RegistrationState::registered, {})
                                    : co_await store::put(tx, row.id, who.account, row.mine,
                                                          RegistrationState::registered, now);
        if (!placed)
            co_return fail(Code::conflict, "events.full");
        co_await tell_registered(tx, who.account, row);
        co_return Result<void>{};
    }
    if (!wait)
        co_return fail(Code::conflict, "events.full");
    if (row.mine && row.mine->is(RegistrationState::waiting))
        co_return Result<void>{};
    if (row.waiting >= kMostWaiting)
        co_return fail(Code::conflict, "events.full");
    (void)co_await store::put(tx, row.id, who.account, row.mine, RegistrationState::waiting, now);
    co_return Result<void>{};
}

Task<Result<CommunityEvent>> Events::unregister(Caller const& who, EventId id) {
    AX_CHECK(co_await p_.db.write(
        [&](db::Tx& tx) -> Task<Result<void>> {
            co_await store::lock(tx, id);
            AX_TRY(auto const row, co_await visible(tx, who, id));
            if (!row.mine || !row.mine->lives())
                co_return Result<void>{};
            if (row.starts_at <= p_.clock.now())
                co_return fail(Code::conflict, "events.over");
            (void)co_await store::set(tx, row.mine->id, RegistrationState::cancelled, {});
            co_await offer_places(tx, id);
            co_return Result<void>{};
        },
        db::Isolation::row_lock));
    co_return co_await get(who, id);
}

// Within the transaction that frees the place, so that nobody comes between.
Task<void> Events::offer_places(db::Tx& tx, EventId id) const {
    auto const now = p_.clock.now();
    auto const event = co_await store::find(tx, id, {});
    auto const life = event ? offer_life(now, event->starts_at) : std::nullopt;
    if (!life || event->state != EventState::published)
        co_return;
    auto const until = now + *life;
    int const free = std::min(event->capacity.value_or(kMostPlaces) - event->taken, event->waiting);
    for (int i = 0; i < std::min(free, kOffersAtOnce); ++i) {
        auto const next = co_await store::next_waiting(tx, id);
        if (!next || !co_await store::set(tx, next->id, RegistrationState::offered, until))
            co_return;
        OfferEnds const end{.event = id, .registration = next->id, .expires_at = until};
        co_await p_.outbox.add(tx, end, {.run_at = until, .dedupe_key = {}});
        co_await tell_offered(tx, next->account, *event, next->id, until);
    }
    if (free > kOffersAtOnce)
        co_await p_.outbox.add(tx, PlacesFree{id});
}

Task<void> Events::offer_ended(OfferEnds const& offer) {
    co_await p_.db.write(
        [&](db::Tx& tx) -> Task<Result<void>> {
            co_await store::lock(tx, offer.event);
            auto const mine = co_await store::registration(tx, offer.registration);
            // Taken, given back, or a later offer to the same person.
            if (!mine || mine->state != RegistrationState::offered ||
                mine->offer_expires_at != offer.expires_at || offer.expires_at > p_.clock.now())
                co_return Result<void>{};
            (void)co_await store::set(tx, mine->id, RegistrationState::lapsed, {});
            co_await offer_places(tx, offer.event);
            co_return Result<void>{};
        },
        db::Isolation::row_lock);
}

Task<void> Events::places_free(PlacesFree const& event) {
    co_await p_.db.write(
        [&](db::Tx& tx) -> Task<Result<void>> {
            co_await store::lock(tx, event.event);
            co_await offer_places(tx, event.event);
            co_return Result<void>{};
        },
        db::Isolation::row_lock);
}

}  // namespace ax::events
