#include "features/waitlist/waitlist.h"

#include "features/waitlist/model.h"

#include <algorithm>

namespace ax::waitlist {

void Waitlist::bind(api::Router& router) {
    router.bind(kList, [this](Caller const& who, Empty) { return list(who); });
    router.bind(kFreeNow,
                [this](Caller const& who, JoinWaitlist wish) { return free_now(who, std::move(wish)); });
    router.bind(kJoin, [this](Caller const& who, JoinWaitlist wish) { return join(who, std::move(wish)); });
    router.bind(kGet, [this](Caller const& who, OneWait one) { return get(who, one.wait); });
    router.bind(kLeave, [this](Caller const& who, OneWait one) { return leave(who, one.wait); });
    router.bind(kRejoin, [this](Caller const& who, OneWait one) { return rejoin(who, one.wait); });
    router.bind(kAccept, [this](Caller const& who, AcceptOffer wish) { return accept(who, wish); });
    router.bind(kDecline, [this](Caller const& who, OneWait one) { return decline(who, one.wait); });
}

void Waitlist::listen(jobs::Listeners& listeners) {
    listeners.on<booking::TimesChanged>(
        "waitlist.serve",
        [this](booking::TimesChanged const& e, jobs::JobInfo const&) { return serve(e.mentor); });
    listeners.on<availability::AvailabilityChanged>(
        "waitlist.serve",
        [this](availability::AvailabilityChanged const& e, jobs::JobInfo const&) { return serve(e.mentor); });
    listeners.on<mentors::MentorTimesChanged>(
        "waitlist.serve",
        [this](mentors::MentorTimesChanged const& e, jobs::JobInfo const&) { return serve(e.mentor); });
    listeners.on<LineChanged>("waitlist.serve",
                              [this](LineChanged const& e, jobs::JobInfo const&) { return serve(e.mentor); });
    listeners.on<booking::BookingConfirmed>(
        "waitlist.booked",
        [this](booking::BookingConfirmed const& e, jobs::JobInfo const&) { return booked(e); });
    listeners.every("waitlist.sweep", minutes{15}, [this] { return sweep(); });
}

Task<Result<store::Entry>> Waitlist::own(db::Executor& db, Caller const& who, WaitId id) const {
    auto entry = co_await store::find(db, id);
    if (!entry || entry->student != who.student)
        co_return fail(Code::not_found, "waitlist.not_found");
    co_return std::move(*entry);
}

Wait Waitlist::shape(store::Entry const& e) const {
    auto const now = p_.clock.now();
    // An offer that ran out is over, also before the job that says so has run.
    bool const gone = e.state == WaitState::offered && e.offer_expires_at && *e.offer_expires_at <= now;
    auto const state = gone ? WaitState::ended : e.state;
    return {.id = e.id,
            .state = state,
            .mentor = e.mentor,
            .mentor_name = e.mentor_name,
            .service = e.service,
            .service_title = e.service_title,
            .minutes = e.minutes,
            .from = e.from,
            .to = e.to,
            .zone = e.zone,
            .earliest_hour = e.earliest_hour,
            .latest_hour = e.latest_hour,
            .before = e.before,
            .ahead = e.ahead,
            .booking = e.booking,
            .offer_start = e.offer_start,
            .offer_expires_at = state == WaitState::offered ? e.offer_expires_at : std::nullopt,
            .can_rejoin = e.state == WaitState::left && e.changed_at + kRejoinSpan > now,
            .movable = {}};
}

Task<Result<Waits>> Waitlist::list(Caller const& who) {
    Waits out;
    for (auto const& entry : co_await store::live_of(p_.db, *who.student, kMostWaits))
        out.items.push_back(shape(entry));
    co_return out;
}

Task<Result<Wait>> Waitlist::get(Caller const& who, WaitId id) {
    AX_TRY(auto const entry, co_await own(p_.db, who, id));
    auto out = shape(entry);
    if (out.state != WaitState::offered || !entry.booking)
        co_return out;
    auto const hold = co_await p_.bookings.find(p_.db, *entry.booking);
    if (!hold || hold->state != booking::BookingState::held)
        co_return out;
    if (auto const session = co_await p_.bookings.movable_to(p_.db, *hold, entry.before))
        out.movable =
            MovableSession{session->id, session->start, p_.bookings.shape(*session, who.account).moves_left};
    co_return out;
}

Task<Result<store::Entry>> Waitlist::drafted(db::Executor& db, Caller const& who,
                                             JoinWaitlist const& wish) const {
    auto const now = p_.clock.now();
    auto const zone = availability::Zone::find(wish.zone).value_or(availability::Zone{});
    auto const today = zone.date_of(now);
    auto const first = availability::to_date(*parse_date(wish.from));
    auto const last = availability::to_date(*parse_date(wish.to));
    int const earliest = wish.earliest_hour.value_or(0);
    int const latest = wish.latest_hour.value_or(24);
    if (last < first)
        co_return fail_field("to", "before_from");
    if (last < today)
        co_return fail_field("to", "in_the_past");
    if (last - today > days{kFarthestDays})
        co_return fail_field("to", "too_many_days", kFarthestDays);
    if (latest <= earliest)
        co_return fail_field("latest_hour", "not_after_start");

    auto const mentor = co_await p_.mentors.mentor(db, wish.mentor);
    auto const service = co_await p_.mentors.service(db, wish.service);
    if (!mentor || mentor->approval != mentors::Approval::approved || !service ||
        service->mentor != wish.mentor || !service->active)
        co_return fail(Code::not_found, "waitlist.unknown_service");
    if (mentor->account == who.account)
        co_return fail(Code::forbidden, "waitlist.own_session");
    std::optional<Instant> before;
    if (wish.before_booking) {
        auto const session = co_await p_.bookings.find(db, *wish.before_booking);
        if (!session || session->student_account != who.account || session->mentor != wish.mentor ||
            session->state != booking::BookingState::confirmed)
            co_return fail(Code::not_found, "booking.not_found");
        before = session->start;
    }
    co_return store::Entry{.id = {},
                           .student = *who.student,
                           .account = who.account,
                           .mentor = wish.mentor,
                           .service = wish.service,
                           .mentor_name = mentor->name,
                           .service_title = service->title,
                           .minutes = service->minutes,
                           .from = wish.from,
                           .to = wish.to,
                           .zone = wish.zone,
                           .earliest_hour = earliest,
                           .latest_hour = latest,
                           .before = before,
                           .until = std::min(zone.begin_of(last + days{1}), before.value_or(Instant::max())),
                           .state = WaitState::waiting,
                           .queued_at = now,
                           .booking = {},
                           .offer_start = {},
                           .offer_expires_at = {},
                           .created_at = now,
                           .changed_at = now};
}

Task<Result<Wait>> Waitlist::join(Caller const& who, JoinWaitlist wish) {
    AX_TRY(auto const entry, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<store::Entry>> {
        AX_TRY(auto draft, co_await drafted(tx, who, wish));
        auto known = co_await store::live(tx, draft.student, draft.mentor, draft.service);
        if (known && known->state == WaitState::offered) {  // it may be over, before the job that says so
            co_await settle(tx, known->id);
            known = co_await store::live(tx, draft.student, draft.mentor, draft.service);
        }
        if (known) {
            draft.id = known->id;
            if (known->state == WaitState::waiting)
                co_await store::change_wish(tx, draft);
        } else {
            if (co_await store::live_count(tx, draft.student) >= kMostWaits)
                co_return fail(Code::conflict, "waitlist.too_many");
            if (co_await store::line_length(tx, draft.mentor) >= kMostInLine)
                co_return fail(Code::conflict, "waitlist.full");
            auto const id = co_await store::insert(tx, draft);
            if (!id)  // from two tabs at once
                co_return fail(Code::conflict, "waitlist.already_waiting");
            draft.id = *id;
        }
        LineChanged const changed{draft.mentor};
        co_await p_.outbox.add(tx, changed);
        co_return co_await own(tx, who, draft.id);
    }));
    co_return shape(entry);
}

Task<Result<Wait>> Waitlist::leave(Caller const& who, WaitId id) {
    AX_TRY(auto const entry, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<store::Entry>> {
        AX_TRY(auto const found, co_await own(tx, who, id));
        if (found.state > WaitState::offered)
            co_return found;
        if (found.state == WaitState::offered && found.booking)
            co_await p_.bookings.give_back(tx, *found.booking);
        co_await store::set_state(tx, id, WaitState::left, {}, p_.clock.now());
        co_return co_await own(tx, who, id);
    }));
    co_return shape(entry);
}

Task<Result<Wait>> Waitlist::rejoin(Caller const& who, WaitId id) {
    AX_TRY(auto const entry, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<store::Entry>> {
        auto const now = p_.clock.now();
        AX_TRY(auto const found, co_await own(tx, who, id));
        if (found.state <= WaitState::offered)
            co_return found;
        if (!shape(found).can_rejoin || found.until <= now)
            co_return fail(Code::conflict, "waitlist.gone");
        if (co_await store::live_count(tx, found.student) >= kMostWaits)
            co_return fail(Code::conflict, "waitlist.too_many");
        if (!co_await store::rejoin(tx, id, now))
            co_return fail(Code::conflict, "waitlist.already_waiting");
        LineChanged const changed{found.mentor};
        co_await p_.outbox.add(tx, changed);
        co_return co_await own(tx, who, id);
    }));
    co_return shape(entry);
}

Task<Result<Wait>> Waitlist::accept(Caller const& who, AcceptOffer wish) {
    auto const id = wish.wait;
    AX_TRY(auto const entry, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<store::Entry>> {
        AX_TRY(auto const found, co_await own(tx, who, id));
        if (found.state == WaitState::accepted)
            co_return found;
        if (found.state != WaitState::offered || !found.booking)
            co_return fail(Code::conflict, "waitlist.offer_gone");
        // Whoever pays the hold without a word has accepted, too.
        auto const session = co_await p_.bookings.find(tx, *found.booking);
        bool const paid = session && session->state == booking::BookingState::confirmed;
        if (wish.move && !paid) {
            if (!session || session->state != booking::BookingState::held ||
                session->hold_expires_at <= p_.clock.now())
                co_return fail(Code::conflict, "waitlist.offer_gone");
            AX_CHECK(co_await p_.bookings.move_to_hold(tx, *wish.move, *found.booking));
            co_await store::set_state(tx, id, WaitState::accepted, wish.move, p_.clock.now());
            co_return co_await own(tx, who, id);
        }
        if (!paid && !co_await p_.bookings.renew_hold(tx, *found.booking))
            co_return fail(Code::conflict, "waitlist.offer_gone");
        co_await store::set_state(tx, id, WaitState::accepted, found.booking, p_.clock.now());
        co_return co_await own(tx, who, id);
    }));
    co_return shape(entry);
}

Task<Result<Wait>> Waitlist::decline(Caller const& who, WaitId id) {
    AX_TRY(auto const entry, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<store::Entry>> {
        auto const now = p_.clock.now();
        AX_TRY(auto const found, co_await own(tx, who, id));
        if (found.state == WaitState::waiting)  // a repeat
            co_return found;
        if (found.state != WaitState::offered || !found.booking || !found.offer_start ||
            shape(found).state != WaitState::offered)
            co_return fail(Code::conflict, "waitlist.offer_gone");
        auto const session = co_await p_.bookings.find(tx, *found.booking);
        if (!session || session->state != booking::BookingState::held)
            co_return fail(Code::conflict, "waitlist.offer_gone");
        co_await p_.bookings.give_back(tx, *found.booking);
        co_await store::pass(tx, id, *found.offer_start, now);
        co_return co_await own(tx, who, id);
    }));
    co_return shape(entry);
}

}  // namespace ax::waitlist
