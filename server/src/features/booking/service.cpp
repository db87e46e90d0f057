#include "features/booking/service.h"

#include "features/booking/counts.h"
#include "features/booking/store.h"

#include <algorithm>

namespace ax::booking {

// Taken is what a student who was a moment late needs to hear; anything else is a rule of the mentor's.
Error not_offered(std::vector<availability::Reason> const& reasons) {
    using availability::Reason;
    bool const taken = std::ranges::find(reasons, Reason::taken) != reasons.end() ||
                       std::ranges::find(reasons, Reason::buffer) != reasons.end();
    if (taken)
        return {Code::conflict, "booking.slot_taken"};
    Error error{Code::conflict, "booking.not_offered"};
    for (auto const reason : reasons)
        error.fields.push_back({"start", std::string(availability::key(reason)), {}});
    return error;
}

Task<Result<Service::Offer>> Service::offer(db::Executor& db, MentorId mentor_id, ServiceId service_id) {
    auto mentor = co_await p_.mentors.mentor(db, mentor_id);
    if (!mentor || mentor->approval != mentors::Approval::approved)
        co_return fail(Code::not_found, "booking.unknown_service");
    auto service = co_await p_.mentors.service(db, service_id);
    if (!service || service->mentor != mentor_id || !service->active)
        co_return fail(Code::not_found, "booking.unknown_service");
    auto schedule = co_await p_.availability.schedule(db, mentor_id);
    co_return Offer{std::move(*mentor), std::move(*service), schedule.value_or(availability::Schedule{})};
}

Task<Result<Booking>> Service::hold(Caller const& who, Hold wish, bool keyed) {
    // A repeat, be it after an answer that was lost, gets the hold that was made.
    if (keyed)
        if (auto const mine = co_await store::live_hold(p_.db, *who.student, wish, p_.clock.now()))
            co_return shape(*mine, who.account);
    // Most of a crowd that wants one time is turned away by a read; only who may win enters the transaction.
    Terms const terms{.keyed = keyed};
    AX_CHECK(co_await check(p_.db, who, wish, terms));
    AX_TRY(auto const record,
           co_await p_.db.write([&](db::Tx& tx) { return place_hold(tx, who, wish, terms); }));
    co_return shape(record, who.account);
}

Task<Result<Service::Offer>> Service::check(db::Executor& db, Caller const& who, Hold const& wish,
                                            Terms terms) {
    auto const now = p_.clock.now();
    AX_TRY(auto offer, co_await this->offer(db, wish.mentor_id, wish.service_id));
    if (offer.mentor.account == who.account)
        co_return fail(Code::forbidden, "booking.own_session");
    auto const end = wish.start + minutes{offer.service.minutes};
    auto const commitments = co_await busy(db, wish.mentor_id, wish.start - availability::kBusyMargin,
                                           end + availability::kBusyMargin, now);
    if (auto const reasons =
            availability::why_not(offer.schedule, commitments, offer.service.minutes, wish.start, now);
        !reasons.empty())
        co_return std::unexpected(not_offered(reasons));
    if (co_await store::student_is_busy(db, *who.student, wish.start, end, now, {}))
        co_return fail(Code::conflict, "booking.student_busy");
    if (!terms.offered_until && co_await store::live_holds(db, *who.student, now) >= policy_.most_holds)
        co_return fail(Code::conflict, "booking.too_many_holds");
    co_return std::move(offer);
}

Task<Result<Record>> Service::place_hold(db::Tx& tx, Caller const& who, Hold const& wish, Terms terms) {
    auto const now = p_.clock.now();
    co_await store::queue_up(tx, wish.mentor_id, *who.student);
    co_await store::expire_due(tx, wish.mentor_id, *who.student, now);
    if (terms.keyed)
        if (auto mine = co_await store::live_hold(tx, *who.student, wish, now))
            co_return std::move(*mine);
    AX_TRY(auto const offer, co_await check(tx, who, wish, terms));
    auto const end = wish.start + minutes{offer.service.minutes};
    auto const student = co_await p_.students.student(tx, *who.student);
    Record record{
        .id = {},
        .mentor = wish.mentor_id,
        .student = *who.student,
        .mentor_account = offer.mentor.account,
        .student_account = who.account,
        .service = wish.service_id,
        .start = wish.start,
        .end = end,
        .service_title = offer.service.title,
        .topic = wish.topic.value_or(""),
        .note = wish.note.value_or(""),
        .price = offer.service.price,
        .mentor_name = offer.mentor.name,
        .mentor_zone = offer.mentor.time_zone,
        .student_name = student->name,
        .student_zone = student->time_zone,
        .created_at = now,
        .hold_expires_at = terms.offered_until.value_or(now + policy_.hold),
        .cancelled_by = {},
    };
    auto const id = co_await store::insert(tx, record);
    if (!id)  // the database's own word: somebody came between
        co_return fail(Code::conflict, id.error().name.find("student") != std::string::npos
                                           ? "booking.student_busy"
                                           : "booking.slot_taken");
    record.id = *id;
    co_await p_.outbox.add(tx, HoldDue{*id}, {.run_at = record.hold_expires_at});
    co_await p_.outbox.add(tx, TimesChanged{wish.mentor_id});
    co_await tell(tx, *id);
    tx.on_commit([] { counts().held.add(); });
    co_return record;
}

Task<void> Service::tell(db::Tx& tx, BookingId id) {
    auto const record = p_.news != nullptr ? co_await store::find(tx, id) : std::nullopt;
    if (!record)
        co_return;
    // In one order for everybody, so that two transactions never wait for each other in a circle.
    auto const [first, second] = std::minmax(record->student_account, record->mentor_account);
    for (auto const member : {first, second}) {
        auto const booking = shape(*record, member);
        co_await p_.news->booking_changed(tx, member, booking);
    }
}

Task<Result<Record>> Service::of_member(db::Executor& db, AccountId viewer, BookingId id) {
    auto record = co_await store::find(db, id);
    if (!record || !record->is_member(viewer))
        co_return fail(Code::not_found, "booking.not_found");
    co_return std::move(*record);
}

Task<Result<Booking>> Service::get(Caller const& who, BookingId id) {
    AX_TRY(auto const record, co_await of_member(p_.db, who.account, id));
    co_return shape(record, who.account);
}

Task<Result<Booking>> Service::describe(Caller const& who, DescribeBooking words) {
    AX_TRY(auto const record, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Record>> {
        AX_TRY(auto found, co_await of_member(tx, who.account, words.booking));
        if (found.student_account != who.account)
            co_return fail(Code::not_found, "booking.not_found");
        if (found.state > BookingState::confirmed || found.end <= p_.clock.now())
            co_return fail(Code::conflict, "booking.closed");
        found.topic = words.topic.value_or(found.topic);
        found.note = words.note.value_or(found.note);
        found.changed_at = p_.clock.now();
        co_await store::describe(tx, found);
        co_return std::move(found);
    }));
    co_return shape(record, who.account);
}

Task<Result<Booking>> Service::cancel(Caller const& who, CancelBooking wish) {
    AX_TRY(auto const record, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<Record>> {
        auto const now = p_.clock.now();
        AX_TRY(auto found, co_await of_member(tx, who.account, wish.booking));
        // A repeat by whoever cancelled is not a mistake.
        if (found.state == BookingState::cancelled)
            co_return std::move(found);
        if (!can_cancel(found, now))
            co_return fail(Code::conflict, "booking.closed");
        auto const by = found.student_account == who.account ? Side::student : Side::mentor;
        // A hold is the student's alone.
        if (found.state == BookingState::held && by == Side::mentor)
            co_return fail(Code::conflict, "booking.closed");
        bool const refund = refunds(found, by, policy_, now);
        found.money = refund ? MoneyState::refunding : found.money;
        found.state = BookingState::cancelled;
        found.cancelled_by = by;
        found.changed_at = now;
        co_await store::cancel(tx, found.id, by, wish.note.value_or(""), found.money, now);
        co_await p_.outbox.add(tx, BookingCancelled{found.id, refund});
        co_await p_.outbox.add(tx, TimesChanged{found.mentor});
        co_await tell(tx, found.id);
        tx.on_commit([] { counts().cancelled.add(); });
        co_return std::move(found);
    }));
    co_return shape(record, who.account);
}

Task<void> Service::expire(HoldDue due) {
    co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const record = co_await store::find(tx, due.booking);
        if (!record)
            co_return Result<void>{};
        bool const now_expired = co_await store::expire(tx, due.booking, p_.clock.now());
        if (now_expired) {
            co_await p_.outbox.add(tx, TimesChanged{record->mentor});
            tx.on_commit([] { counts().expired.add(); });
        }
        // Who wanted the time may have ended the hold before, without a word.
        if (now_expired || record->state == BookingState::expired)
            co_await tell(tx, due.booking);
        co_return Result<void>{};
    });
}

Task<std::optional<Record>> Service::find(db::Executor& db, BookingId id) { return store::find(db, id); }

Task<void> Service::set_money(db::Tx& tx, BookingId id, MoneyState money) {
    co_await store::set_money(tx, id, money);
    co_await tell(tx, id);
}

Task<std::int64_t> Service::sessions_count(db::Executor& db) { return store::sessions_count(db); }

Task<Seat> Service::seat_paid(db::Tx& tx, BookingId id) {
    auto const now = p_.clock.now();
    auto const record = co_await store::find(tx, id);
    if (!record)
        co_return Seat::lost;
    if (record->state >= BookingState::confirmed && record->state <= BookingState::missed)
        co_return Seat::kept;
    if (!may_become(record->state, BookingState::confirmed))
        co_return Seat::lost;
    if (record->state == BookingState::expired || record->hold_expires_at <= now) {
        // Late: as good as any other wish for the time, provided that it is still to come and still free.
        co_await store::expire_due(tx, record->mentor, record->student, now);
        if (record->start <= now ||
            co_await store::mentor_is_busy(tx, record->mentor, record->start, record->end, now, id) ||
            co_await store::student_is_busy(tx, record->student, record->start, record->end, now, id))
            co_return Seat::lost;
    }
    co_await store::confirm(tx, id, now);
    co_await p_.outbox.add(tx, BookingConfirmed{id}, {.dedupe_key = std::to_string(id.value)});
    co_await p_.outbox.add(tx, TimesChanged{record->mentor});
    co_await tell(tx, id);
    tx.on_commit([] { counts().confirmed.add(); });
    co_return Seat::confirmed;
}

Booking Service::shape(Record const& r, AccountId viewer) const {
    auto const now = p_.clock.now();
    bool const is_student = viewer == r.student_account;
    // A hold that ran out is over for everybody, also before the job that says so has run.
    auto const state =
        r.state == BookingState::held && r.hold_expires_at <= now ? BookingState::expired : r.state;
    bool const open = state == BookingState::held || state == BookingState::confirmed;
    auto const side = is_student ? Side::student : Side::mentor;
    bool const confirmed = state == BookingState::confirmed;
    return Booking{
        .id = r.id,
        .state = state,
        .money = r.money,
        .start = r.start,
        .end = r.end,
        .minutes = static_cast<int>((r.end - r.start) / minutes{1}),
        .service_title = r.service_title,
        .topic = r.topic,
        .note = r.note,
        .price = r.price,
        .student = {public_id(r.student), r.student_name, r.student_zone},
        .mentor = {public_id(r.mentor), r.mentor_name, r.mentor_zone},
        .created_at = r.created_at,
        .hold_expires_at = state == BookingState::held ? std::optional(r.hold_expires_at) : std::nullopt,
        .refund_free_until = open ? std::optional(refund_free_until(r, policy_)) : std::nullopt,
        .cancelled_by = r.cancelled_by,
        .can_cancel = can_cancel(r, now) && (is_student || r.state == BookingState::confirmed),
        .can_pay = is_student && can_pay(r, now),
        .can_move = why_not_movable(r, side, policy_, now).empty(),
        .move_until = confirmed ? std::optional(move_until(r, side, policy_)) : std::nullopt,
        .moves_left = confirmed ? moves_left(r, side, policy_) : 0,
        .mentor_away = confirmed && r.mentor_away,
    };
}

}  // namespace ax::booking
