#include "features/attendance/attendance.h"

#include "platform/crypto/hash.h"

#include <algorithm>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ax::attendance {
namespace {

using booking::BookingState;
using booking::MoneyState;
using booking::Record;
using booking::Side;
using contract::Caller;

constexpr int kBatch = 200;

Side side_of(Record const& session, Caller const& who) {
    return session.student_account == who.account ? Side::student : Side::mentor;
}

store::SideRow& row_of(store::Sides& sides, Side side) { return sides.at(static_cast<std::size_t>(side)); }

bool both(store::Sides const& sides) { return sides[0].entered_at && sides[1].entered_at; }

bool is_settled(Record const& session) {
    return session.state == BookingState::completed || session.state == BookingState::missed;
}

int tries_left(store::SideRow const& row, Policy const& policy, Instant now) {
    bool const fresh = row.tries_since + policy.tries_span <= now;
    return fresh ? policy.most_tries : std::max(0, policy.most_tries - row.tries);
}

Presence presence(store::SideRow const& row, Record const& session) {
    if (row.entered_at)
        return Presence::present;
    if (row.excused)
        return Presence::excused;
    return is_settled(session) ? Presence::absent : Presence::pending;
}

// Once it should have begun, for as long as anybody can object to how it was settled.
bool can_be_excused(store::SideRow const& row, Record const& session, Policy const& policy, Instant now) {
    bool const held = session.state == BookingState::confirmed || session.state == BookingState::missed;
    return held && !row.entered_at && session.start <= now && now < dispute_end(session, policy);
}

}  // namespace

Service::Service(Ports ports, Options options) : p_(ports), options_(std::move(options)) {
    if (!options_.meeting_url.ends_with('/'))
        options_.meeting_url += '/';
}

void Service::bind(api::Router& router) {
    router.bind(kGet, [this](Caller const& who, SessionRef ref) { return get(who, ref.booking); });
    router.bind(kEnter, [this](Caller const& who, EnterKey wish) { return enter(who, std::move(wish)); });
    router.bind(kExcuse, [this](Caller const& who, SessionRef ref) { return excuse(who, ref.booking); });
    router.bind(kDispute,
                [this](Caller const& who, OpenDispute wish) { return dispute(who, std::move(wish)); });
}

void Service::listen(jobs::Listeners& listeners) {
    listeners.every("attendance.settle", minutes{1}, [this] { return settle_due(); });
}

Task<Result<Record>> Service::of_member(db::Executor& db, Caller const& who, BookingId id) {
    auto session = co_await p_.bookings.find(db, id);
    if (!session || !session->is_member(who.account))
        co_return fail(Code::not_found, "booking.not_found");
    co_return std::move(*session);
}

Task<Attendance> Service::shape(db::Executor& db, Record const& session, Side side) {
    auto const now = p_.clock.now();
    auto const& policy = options_.policy;
    auto sides = co_await store::sides(db, session.id);
    auto const join = join_window(session, policy);
    auto const keys = keys_window(session, policy);
    bool const confirmed = session.state == BookingState::confirmed;
    Attendance out{
        .booking = session.id,
        .join_url = {},
        .join_from = join.from,
        .join_until = join.until,
        .opens_at = keys.from,
        .closes_at = keys.until,
        .open = confirmed && keys.holds(now),
        .key = {},
        .me = presence(row_of(sides, side), session),
        .other = presence(row_of(sides, other(side)), session),
        .tries_left = tries_left(row_of(sides, side), policy, now),
        .can_excuse = !row_of(sides, other(side)).excused &&
                      can_be_excused(row_of(sides, other(side)), session, policy, now),
        .dispute_until = {},
        .dispute = co_await store::dispute(db, session.id),
    };
    if (confirmed && join.holds(now))
        out.join_url = options_.meeting_url + room_of(options_.secret, session.id);
    if (out.open)
        out.key = key_of(options_.secret, session, side);
    if (is_settled(session) && !out.dispute && now < dispute_end(session, policy))
        out.dispute_until = dispute_end(session, policy);
    co_return out;
}

Task<Result<Attendance>> Service::get(Caller const& who, BookingId id) {
    AX_TRY(auto const session, co_await of_member(p_.db, who, id));
    co_return co_await shape(p_.db, session, side_of(session, who));
}

Task<Result<Attendance>> Service::enter(Caller const& who, EnterKey wish) {
    // A wrong key is counted, so the transaction is kept: the reason is a value of its own.
    AX_TRY(auto const refused, co_await p_.db.write([&](db::Tx& tx) -> Task<Result<std::string>> {
        auto const now = p_.clock.now();
        AX_TRY(auto const session, co_await of_member(tx, who, wish.booking));
        auto const side = side_of(session, who);
        auto sides = co_await store::sides(tx, session.id);
        auto& mine = row_of(sides, side);
        auto const expected = key_of(options_.secret, session, other(side));
        bool const right = crypto::equal_in_constant_time(tidy_key(wish.key), expected);
        if (mine.entered_at && right)
            co_return std::string{};
        if (session.state != BookingState::confirmed || !keys_window(session, options_.policy).holds(now) ||
            mine.entered_at)
            co_return fail(Code::conflict, "attendance.closed");
        if (tries_left(mine, options_.policy, now) == 0)
            co_return std::string("attendance.too_many_tries");
        if (!right) {
            bool const fresh = mine.tries_since + options_.policy.tries_span <= now;
            co_await store::set_tries(tx, session.id, side, fresh ? 1 : mine.tries + 1,
                                      fresh ? now : mine.tries_since);
            co_return std::string("attendance.wrong_key");
        }
        co_await store::enter(tx, session.id, side, now);
        mine.entered_at = now;
        if (both(sides)) {
            co_await store::settle_at(tx, session.id, session.end);
            co_await settle(tx, session.id);
        }
        co_await p_.bookings.tell(tx, session.id);
        co_return std::string{};
    }));
    if (refused == "attendance.wrong_key")
        co_return fail_field("key", "wrong_key");
    if (!refused.empty())
        co_return fail(Code::conflict, refused);
    co_return co_await get(who, wish.booking);
}

Task<void> Service::complete(db::Tx& tx, BookingId id) {
    if (!co_await p_.bookings.close(tx, id, BookingState::completed))
        co_return;
    (void)co_await p_.ledger.release(tx, id);
    co_await store::settled(tx, id);
}

Task<void> Service::settle(db::Tx& tx, BookingId id) {
    auto const now = p_.clock.now();
    auto const session = co_await p_.bookings.find(tx, id);
    if (!session || session->state != BookingState::confirmed) {
        co_await store::settled(tx, id);
        co_return;
    }
    if (session->end > now)
        co_return;
    if (both(co_await store::sides(tx, id)))
        co_await complete(tx, id);
    else if (keys_window(*session, options_.policy).until <= now)
        (void)co_await p_.bookings.close(tx, id, BookingState::missed);
}

Task<void> Service::settle_due() {
    auto const now = p_.clock.now();
    auto ids = co_await store::due(p_.db, now, kBatch);
    for (auto const id :
         co_await p_.bookings.confirmed_that_ended(p_.db, now - options_.policy.keys_after, kBatch))
        ids.push_back(id);
    for (auto const id : ids)
        co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
            co_await settle(tx, id);
            co_return Result<void>{};
        });
}

Task<Result<void>> Service::excuse(db::Tx& tx, Record const& session, Side side, std::optional<Side> by) {
    auto const now = p_.clock.now();
    auto const sides = co_await store::sides(tx, session.id);
    auto const& row = sides.at(static_cast<std::size_t>(side));
    if (row.excused)
        co_return Result<void>{};
    if (!can_be_excused(row, session, options_.policy, now))
        co_return fail(Code::conflict, "attendance.cannot_excuse");
    if (co_await store::excuse(tx, session.id, side, by, now)) {
        co_await p_.outbox.add(tx, booking::SessionExcused{session.id, side});
        co_await p_.bookings.tell(tx, session.id);
    }
    co_return Result<void>{};
}

Task<Result<Attendance>> Service::excuse(Caller const& who, BookingId id) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        AX_TRY(auto const session, co_await of_member(tx, who, id));
        auto const side = side_of(session, who);
        co_return co_await excuse(tx, session, other(side), side);
    }));
    co_return co_await get(who, id);
}

Task<Result<void>> Service::excuse(BookingId id, Side side) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const session = co_await p_.bookings.find(tx, id);
        if (!session)
            co_return fail(Code::not_found, "booking.not_found");
        co_return co_await excuse(tx, *session, side, std::nullopt);
    });
}

Task<Result<Attendance>> Service::dispute(Caller const& who, OpenDispute wish) {
    AX_CHECK(co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const now = p_.clock.now();
        AX_TRY(auto const session, co_await of_member(tx, who, wish.booking));
        auto const side = side_of(session, who);
        // A repeat of one's own words is not a mistake.
        if (auto const before = co_await store::dispute(tx, session.id);
            before && before->by == side && before->text == wish.text)
            co_return Result<void>{};
        if (!is_settled(session) || now >= dispute_end(session, options_.policy) ||
            !co_await store::open_dispute(tx, session.id, side, wish.text, now))
            co_return fail(Code::conflict, "attendance.dispute_closed");
        co_await p_.outbox.add(tx, booking::SessionDisputed{session.id, side});
        co_await p_.bookings.tell(tx, session.id);
        co_return Result<void>{};
    }));
    co_return co_await get(who, wish.booking);
}

Task<Result<void>> Service::resolve(BookingId id, Outcome outcome, std::string note) {
    co_return co_await p_.db.write([&](db::Tx& tx) -> Task<Result<void>> {
        auto const session = co_await p_.bookings.find(tx, id);
        if (!session)
            co_return fail(Code::not_found, "booking.not_found");
        if (!is_settled(*session))
            co_return fail(Code::conflict, "attendance.not_settled");
        if (outcome != Outcome::missed && session->money != MoneyState::paid)
            co_return fail(Code::conflict, "attendance.no_money");
        if (outcome == Outcome::missed && session->state == BookingState::completed)
            co_return fail(Code::conflict, "attendance.was_attended");
        auto const now = p_.clock.now();
        (void)co_await store::open_dispute(tx, id, std::nullopt, "", now);
        co_await store::resolve(tx, id, outcome, note, now);
        if (outcome == Outcome::completed && session->state == BookingState::missed)
            co_await complete(tx, id);
        if (outcome == Outcome::refunded) {
            // What was released goes back to what is pending: the refund takes it from there.
            (void)co_await p_.ledger.hold_back(tx, id);
            co_await p_.bookings.refund(tx, id);
        }
        co_await p_.bookings.tell(tx, id);
        co_return Result<void>{};
    });
}

Task<std::vector<store::OpenRow>> Service::open_disputes(Instant after, BookingId after_id) {
    return store::open_disputes(p_.db, after, after_id, kBatch);
}

Task<std::vector<booking::Record>> Service::keys_to_enter(db::Executor& db, MentorId mentor) const {
    auto const now = p_.clock.now();
    auto const& policy = options_.policy;
    // Just wide enough: the window has the last word below.
    auto open = co_await booking::confirmed_around(db, mentor, now - policy.keys_after,
                                                   now + policy.keys_before + seconds{1}, 20);
    if (open.empty())
        co_return open;
    auto const ids = fmt::format(
        "[{}]",
        fmt::join(open | std::views::transform([](booking::Record const& r) { return r.id.value; }), ","));
    auto const entered = co_await store::entered(db, ids, booking::Side::mentor);
    std::erase_if(open, [&](booking::Record const& r) {
        return !keys_window(r, policy).holds(now) || std::ranges::find(entered, r.id) != entered.end();
    });
    co_return open;
}

}  // namespace ax::attendance
