#include "features/booking/service.h"
#include "features/booking/store.h"

#include <algorithm>

/// What waitlists need: what is free, holds for those who did not ask for just this time, and what becomes of
/// them.
namespace ax::booking {
namespace {

constexpr int kMostAlike = 20;

}  // namespace

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

Task<std::vector<Instant>> Service::free_for(db::Executor& db, StudentId student, std::vector<Instant> starts,
                                             Duration length) {
    if (starts.empty())
        co_return starts;
    auto const [first, last] = std::ranges::minmax(starts);
    auto const theirs =
        co_await store::busy_of_student(db, student, first, last + length, p_.clock.now(), {});
    std::erase_if(starts, [&](Instant start) {
        return std::ranges::any_of(theirs, [&](availability::Busy const& busy) {
            return busy.begin < start + length && start < busy.end;
        });
    });
    co_return starts;
}

Task<std::optional<Record>> Service::movable_to(db::Executor& db, Record const& hold,
                                                std::optional<Instant> preferred) {
    auto const now = p_.clock.now();
    std::optional<Record> first;
    for (auto& session : co_await store::later_alike(db, hold, kMostAlike)) {
        if (session.end - session.start != hold.end - hold.start ||
            !why_not_movable(session, Side::student, policy_, now).empty())
            continue;
        if (preferred && session.start == *preferred)
            co_return std::move(session);
        if (!first)
            first = std::move(session);
    }
    co_return first;
}

Task<Result<Record>> Service::move_to_hold(db::Tx& tx, BookingId session_id, BookingId hold_id) {
    auto const hold = co_await store::find(tx, hold_id);
    if (!hold)
        co_return fail(Code::not_found, "booking.not_found");
    // Before the first write, as every other change of these two's times.
    co_await store::queue_up(tx, hold->mentor, hold->student);
    auto const session = co_await store::find(tx, session_id);
    if (!session || session->student != hold->student || session->mentor != hold->mentor ||
        session->service != hold->service || session->end - session->start != hold->end - hold->start)
        co_return fail(Code::not_found, "booking.not_found");
    if (hold->state != BookingState::held || hold->hold_expires_at <= p_.clock.now())
        co_return fail(Code::conflict, "booking.closed");
    co_await give_back(tx, hold_id);
    Caller const who{.account = hold->student_account, .student = hold->student};
    MoveBooking const wish{.booking = session_id, .from = session->start, .start = hold->start};
    co_return co_await place_move(tx, who, wish);
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
