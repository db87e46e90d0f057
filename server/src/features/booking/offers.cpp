#include "features/booking/service.h"
#include "features/booking/store.h"

#include <algorithm>

/// What waitlists need: what is free, and holds for those who did not ask for just this time.
namespace ax::booking {

Task<std::vector<availability::Busy>> Service::busy(db::Executor& db, MentorId mentor, Instant from,
                                                    Instant to, Instant now, BookingId except) {
    auto out = co_await store::busy(db, mentor, from, to, now, except);
    for (auto const& block : co_await p_.availability.blocked(db, mentor, from, to))
        out.push_back({block.begin, block.end, availability::Busy::Kind::blocked});
    co_return out;
}

Task<Result<std::vector<Instant>>> Service::free_starts(db::Executor& db, MentorId mentor, ServiceId service,
                                                        Instant from, Instant to) {
    auto const now = p_.clock.now();
    AX_TRY(auto const offer, co_await this->offer(db, mentor, service));
    to = std::min(to, availability::busy_range(offer.schedule, now).end);
    auto const taken =
        co_await busy(db, mentor, from - availability::kBusyMargin, to + availability::kBusyMargin, now);
    std::vector<Instant> out;
    for (auto at = from; at < to; at += availability::kLongestQuestion) {
        auto const until = std::min(at + availability::kLongestQuestion, to);
        auto const found =
            availability::free_starts(offer.schedule, taken, offer.service.minutes, at, until, now);
        out.insert(out.end(), found.begin(), found.end());
    }
    co_return out;
}

Task<Result<Record>> Service::hold_offered(db::Tx& tx, OfferedTime const& time) {
    Caller const who{.account = time.student_account, .student = time.student};
    Hold const wish{
        .mentor_id = time.mentor, .service_id = time.service, .start = time.start, .topic = {}, .note = {}};
    co_return co_await place_hold(tx, who, wish, {.offered_until = time.until});
}

Task<bool> Service::renew_hold(db::Tx& tx, BookingId id) {
    auto const now = p_.clock.now();
    if (!co_await store::renew(tx, id, now + policy_.hold, now))
        co_return false;
    auto const renewed = co_await store::find(tx, id);
    co_await p_.outbox.add(tx, HoldDue{id}, {.run_at = renewed->hold_expires_at});
    co_await tell(tx, id);
    co_return true;
}

Task<void> Service::give_back(db::Tx& tx, BookingId id) {
    auto const record = co_await store::find(tx, id);
    auto const now = p_.clock.now();
    if (!record || record->state != BookingState::held || record->hold_expires_at <= now)
        co_return;
    co_await store::cancel(tx, id, Side::student, "", record->money, now);
    co_await p_.outbox.add(tx, BookingCancelled{id, false});
    co_await p_.outbox.add(tx, TimesChanged{record->mentor});
    co_await tell(tx, id);
}

Task<std::vector<Record>> Service::of_mentor_between(db::Executor& db, MentorId mentor, Instant from,
                                                     Instant to, int limit) {
    return store::of_mentor_between(db, mentor, from, to, limit);
}

}  // namespace ax::booking
