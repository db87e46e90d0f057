// Size: the life of an offer from both sides of the line, and its races.
#include "features/waitlist/waitlist.h"

#include "support/test_app.h"

#include <future>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ax::waitlist {
namespace {

using ax::testing::Person;
using ax::testing::TestApp;
using booking::BookingState;

class WaitlistTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        holder_ = app->a_student("Asha");
        first_ = app->a_student("Bela");
        second_ = app->a_student("Dina");
        mentor_ = app->a_mentor("Chetan");
        open_only(2, 10, 1);
        taken_ = app->hold(holder_, mentor_, TestApp::at(2, 10));
        app->order(taken_);
        EXPECT_TRUE(app->pay(taken_, "pay_1"));
        app->run_jobs();
    }
    Waitlist& waitlist() { return app->app().waitlist(); }
    // So many hours of one day are open, no others.
    void open_only(int day, int hour, int count, int notice = 0) {
        availability::Schedule schedule{.minimum_notice = notice, .start_every = 60};
        schedule.overrides.push_back(
            {availability::Date{std::chrono::floor<days>(TestApp::at(day, 0)).time_since_epoch()},
             availability::Hours{hour * 60, (hour + count) * 60}});
        app->write([&](db::Tx& tx) -> Task<bool> {
            co_await app->app().availability().set(tx, *mentor_.mentor, schedule);
            co_return true;
        });
    }
    JoinWaitlist wish() const {
        return {.mentor = *mentor_.mentor,
                .service = mentor_.service,
                .from = "2026-11-23",
                .to = "2026-11-28",
                .zone = "UTC",
                .earliest_hour = {},
                .latest_hour = {},
                .before_booking = {}};
    }
    WaitId join(Person const& who, JoinWaitlist how) {
        auto const joined = app->wait(waitlist().join(who.caller, std::move(how)));
        EXPECT_TRUE(joined) << joined.error().reason;
        return joined ? joined->id : WaitId{};
    }
    WaitId join(Person const& who) { return join(who, wish()); }
    std::string refusal(Person const& who, JoinWaitlist how) {
        auto const joined = app->wait(waitlist().join(who.caller, std::move(how)));
        if (joined)
            return "joined";
        return joined.error().fields.empty()
                   ? joined.error().reason
                   : joined.error().fields[0].field + " " + joined.error().fields[0].reason;
    }
    Wait get(Person const& who, WaitId id) { return app->wait(waitlist().get(who.caller, id)).value(); }
    template <class F>
    std::string reason(F call) {
        auto const done = app->wait(std::move(call));
        return done ? std::string("ok") : done.error().reason;
    }
    void cancel_taken() {
        ASSERT_TRUE(app->wait(app->app().bookings().cancel(holder_.caller, {taken_, {}})));
        app->run_jobs();
    }
    BookingState state(BookingId id) { return app->wait(app->app().bookings().find(app->db(), id))->state; }
    std::int64_t told(Person const& who, std::string const& kind) {
        return app->number(
            fmt::format("SELECT count(*) FROM notification WHERE account_id = {} AND kind = '{}'",
                        who.account.value, kind));
    }

    Person holder_, first_, second_;
    ax::testing::BookableMentor mentor_;
    BookingId taken_;
};
INSTANTIATE_TEST_SUITE_P(Engines, WaitlistTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(WaitlistTest, WhatIsFreeAlreadyIsSaidBeforeAnybodyWaits) {
    auto const free = [&](JoinWaitlist how) {
        auto const found = app->wait(waitlist().free_now(first_.caller, std::move(how)));
        EXPECT_TRUE(found) << found.error().reason;
        return found ? found->times : std::vector<Instant>{};
    };
    EXPECT_TRUE(free(wish()).empty()) << "the only hour is taken";
    open_only(2, 9, 6);
    EXPECT_EQ(free(wish()), (std::vector{TestApp::at(2, 9), TestApp::at(2, 11), TestApp::at(2, 12)}));
    auto late = wish();
    late.earliest_hour = 14;
    EXPECT_EQ(free(late), std::vector{TestApp::at(2, 14)});
    late.earliest_hour = 15;
    EXPECT_TRUE(free(late).empty());
    auto other_days = wish();
    other_days.from = "2026-11-25";
    EXPECT_TRUE(free(other_days).empty());
    auto foreign = wish();
    foreign.before_booking = taken_;
    EXPECT_EQ(app->wait(waitlist().free_now(first_.caller, foreign)).error().reason, "booking.not_found");
    EXPECT_EQ(app->number("SELECT count(*) FROM waitlist_entry"), 0) << "looking is not waiting";
}

TEST_P(WaitlistTest, TheFirstInLineIsOfferedATimeThatFreesUp) {
    auto const mine = join(first_);
    app->clock.advance(minutes{1});
    auto const theirs = join(second_);
    app->run_jobs();
    EXPECT_EQ(get(first_, mine).state, WaitState::waiting);
    EXPECT_EQ(get(second_, theirs).ahead, 1);
    cancel_taken();
    auto const offered = get(first_, mine);
    ASSERT_EQ(offered.state, WaitState::offered);
    EXPECT_EQ(offered.offer_start, TestApp::at(2, 10));
    EXPECT_EQ(offered.offer_expires_at, app->clock.now() + minutes{30});
    EXPECT_EQ(get(second_, theirs).state, WaitState::waiting);
    EXPECT_EQ(told(first_, "waitlist.offered"), 1);
    EXPECT_EQ(told(second_, "waitlist.offered"), 0);
    auto const other = app->wait(app->app().bookings().hold(
        holder_.caller, {*mentor_.mentor, mentor_.service, TestApp::at(2, 10), {}, {}}));
    EXPECT_EQ(other.error().reason, "booking.slot_taken") << "nobody else gets it";
    EXPECT_EQ(reason(waitlist().accept(second_.caller, {mine, {}})), "waitlist.not_found");

    app->clock.advance(minutes{25});
    auto const accepted = app->wait(waitlist().accept(first_.caller, {mine, {}})).value();
    EXPECT_EQ(accepted.state, WaitState::accepted);
    auto const held = app->wait(app->app().bookings().get(first_.caller, *accepted.booking)).value();
    EXPECT_TRUE(held.can_pay);
    EXPECT_EQ(held.hold_expires_at, app->clock.now() + minutes{10}) << "the span of paying";
    app->clock.advance(minutes{6});
    app->run_jobs();  // the job of the offer's first end
    EXPECT_EQ(state(*accepted.booking), BookingState::held);
    EXPECT_EQ(app->wait(waitlist().accept(first_.caller, {mine, {}}))->booking, accepted.booking)
        << "a repeat";
    app->order(*accepted.booking);
    EXPECT_TRUE(app->pay(*accepted.booking, "pay_2"));
    app->run_jobs();
    EXPECT_EQ(state(*accepted.booking), BookingState::confirmed);
    EXPECT_EQ(get(second_, theirs).ahead, 0);
}

TEST_P(WaitlistTest, DecliningPassesItOnAndDoesNotAskAgain) {
    auto const mine = join(first_);
    app->clock.advance(minutes{1});
    auto const theirs = join(second_);
    cancel_taken();
    EXPECT_EQ(reason(waitlist().decline(first_.caller, mine)), "ok");
    EXPECT_EQ(reason(waitlist().decline(first_.caller, mine)), "ok") << "a repeat";
    app->run_jobs();
    EXPECT_EQ(get(first_, mine).state, WaitState::waiting);
    auto const offered = get(second_, theirs);
    ASSERT_EQ(offered.state, WaitState::offered);
    EXPECT_EQ(reason(waitlist().decline(second_.caller, theirs)), "ok");
    app->run_jobs();
    app->wait(waitlist().sweep());
    EXPECT_EQ(get(first_, mine).state, WaitState::waiting) << "this time was let pass";
    EXPECT_EQ(told(first_, "waitlist.offered"), 1);
    open_only(2, 10, 2);
    app->run_jobs();
    EXPECT_EQ(get(first_, mine).offer_start, TestApp::at(2, 11)) << "another one is news";
    EXPECT_EQ(get(second_, theirs).state, WaitState::waiting) << "declined later";
}

TEST_P(WaitlistTest, AnOfferThatRunsOutGoesToTheNextAndEndsTheWait) {
    auto const mine = join(first_);
    app->clock.advance(minutes{1});
    auto const theirs = join(second_);
    cancel_taken();
    app->clock.advance(minutes{30});
    EXPECT_EQ(get(first_, mine).state, WaitState::ended) << "also before the job has run";
    EXPECT_EQ(reason(waitlist().accept(first_.caller, {mine, {}})), "waitlist.offer_gone");
    EXPECT_EQ(reason(waitlist().decline(first_.caller, mine)), "waitlist.offer_gone");
    app->run_jobs();
    EXPECT_EQ(get(second_, theirs).state, WaitState::offered);
    EXPECT_EQ(told(first_, "waitlist.ran_out"), 1);
    EXPECT_EQ(reason(waitlist().accept(first_.caller, {mine, {}})), "waitlist.offer_gone");
    app->clock.advance(minutes{30});
    app->run_jobs();
    EXPECT_EQ(get(second_, theirs).state, WaitState::ended);
    EXPECT_NE(join(first_), mine) << "and may join again";
    app->run_jobs();
    EXPECT_EQ(told(first_, "waitlist.offered"), 2);
}

TEST_P(WaitlistTest, AWishIsRespected) {
    auto late = wish();
    late.earliest_hour = 11;
    auto const evening = join(first_, late);
    auto other_days = wish();
    other_days.from = "2026-11-25";
    auto const later = join(second_, other_days);
    cancel_taken();
    EXPECT_EQ(get(first_, evening).state, WaitState::waiting);
    EXPECT_EQ(get(second_, later).state, WaitState::waiting);
    EXPECT_EQ(join(first_), evening) << "joining again changes the wish";
    app->run_jobs();
    EXPECT_EQ(get(first_, evening).state, WaitState::offered);
}

TEST_P(WaitlistTest, OnlyBeforeTheirPresentSession) {
    open_only(2, 8, 3);
    app->run_jobs();
    auto const mine = app->hold(first_, mentor_, TestApp::at(2, 9));
    app->order(mine);
    EXPECT_TRUE(app->pay(mine, "pay_3"));
    app->run_jobs();
    auto const early = app->hold(second_, mentor_, TestApp::at(2, 8));
    auto sooner = wish();
    sooner.before_booking = mine;
    EXPECT_EQ(refusal(second_, sooner), "booking.not_found") << "somebody else's";
    auto const waiting = join(first_, sooner);
    cancel_taken();
    EXPECT_EQ(get(first_, waiting).state, WaitState::waiting) << "10:00 is no earlier time";
    ASSERT_TRUE(app->wait(app->app().bookings().cancel(second_.caller, {early, {}})));
    app->run_jobs();
    EXPECT_EQ(get(first_, waiting).offer_start, TestApp::at(2, 8));
}

TEST_P(WaitlistTest, ALaterSessionMovesToTheOfferedTime) {
    open_only(2, 10, 1);
    open_only(3, 10, 2);
    app->run_jobs();
    auto const later = app->hold(first_, mentor_, TestApp::at(3, 11));
    app->order(later);
    ASSERT_TRUE(app->pay(later, "pay_3"));
    auto const strangers = app->hold(second_, mentor_, TestApp::at(3, 10));
    app->order(strangers);
    ASSERT_TRUE(app->pay(strangers, "pay_4"));
    app->run_jobs();
    auto sooner = wish();
    sooner.before_booking = later;
    auto const mine = join(first_, sooner);
    open_only(2, 10, 1);
    cancel_taken();
    auto const offer = get(first_, mine);
    ASSERT_EQ(offer.state, WaitState::offered);
    ASSERT_TRUE(offer.movable);
    EXPECT_EQ(offer.movable->booking, later);
    EXPECT_EQ(offer.movable->start, TestApp::at(3, 11));
    EXPECT_EQ(offer.movable->moves_left, 3);
    EXPECT_FALSE(app->wait(waitlist().list(first_.caller))->items.at(0).movable) << "of one only";

    EXPECT_EQ(reason(waitlist().accept(first_.caller, {mine, strangers})), "booking.not_found");
    EXPECT_EQ(reason(waitlist().accept(first_.caller, {mine, offer.booking})), "booking.closed");
    EXPECT_EQ(state(*offer.booking), BookingState::held) << "a refusal keeps the offer";
    EXPECT_EQ(get(first_, mine).state, WaitState::offered);

    auto const moved = app->wait(waitlist().accept(first_.caller, {mine, later}));
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->state, WaitState::accepted);
    EXPECT_EQ(moved->booking, later);
    EXPECT_EQ(app->wait(waitlist().accept(first_.caller, {mine, later}))->booking, later) << "a repeat";
    app->run_jobs();
    auto const session = app->wait(app->app().bookings().find(app->db(), later));
    EXPECT_EQ(session->state, BookingState::confirmed);
    EXPECT_EQ(session->money, booking::MoneyState::paid);
    EXPECT_EQ(session->start, TestApp::at(2, 10));
    EXPECT_EQ(session->moves_student, 1);
    EXPECT_EQ(state(*offer.booking), BookingState::cancelled);
    EXPECT_EQ(get(first_, mine).state, WaitState::accepted) << "what the jobs make of it";
    EXPECT_EQ(told(first_, "booking.moved"), 1);
}

TEST_P(WaitlistTest, ARefusedMoveLeavesOfferAndSession) {
    open_only(3, 10, 1);
    app->run_jobs();
    auto const later = app->hold(first_, mentor_, TestApp::at(3, 10));
    app->order(later);
    ASSERT_TRUE(app->pay(later, "pay_3"));
    app->run_jobs();
    auto const mine = join(first_);
    open_only(2, 10, 1);
    cancel_taken();
    auto const offer = get(first_, mine);
    ASSERT_EQ(offer.state, WaitState::offered);
    app->script(fmt::format("UPDATE booking SET moves_student = 3 WHERE id = {}", later.value));
    EXPECT_FALSE(get(first_, mine).movable);
    EXPECT_EQ(reason(waitlist().accept(first_.caller, {mine, later})), "booking.too_many_moves");
    EXPECT_EQ(state(*offer.booking), BookingState::held);
    EXPECT_EQ(app->wait(app->app().bookings().find(app->db(), later))->start, TestApp::at(3, 10));
    app->script(fmt::format("UPDATE booking SET moves_student = 0 WHERE id = {}", later.value));
    app->clock.advance(minutes{30});
    EXPECT_EQ(reason(waitlist().accept(first_.caller, {mine, later})), "waitlist.offer_gone");
    EXPECT_EQ(reason(waitlist().accept(first_.caller, {mine, {}})), "waitlist.offer_gone");
}

TEST_P(WaitlistTest, TimesAtWhichTheStudentIsBusyDoNotHideTheOthers) {
    auto const other = app->a_mentor("Dev");
    open_only(2, 10, 6);
    app->clock.advance(minutes{1});
    app->run_jobs();
    // Five hours of theirs, elsewhere; the sixth suits.
    for (int hour = 11; hour < 15; ++hour) {
        auto const id = app->hold(first_, other, TestApp::at(2, hour));
        app->order(id);
        ASSERT_TRUE(app->pay(id, fmt::format("pay_{}", hour)));
        app->run_jobs();
    }
    auto const mine = join(first_);
    app->run_jobs();
    EXPECT_EQ(get(first_, mine).offer_start, TestApp::at(2, 15));
}

TEST_P(WaitlistTest, JoiningAgainJustAfterTheOfferRanOutIsANewWait) {
    auto const mine = join(first_);
    cancel_taken();
    ASSERT_EQ(get(first_, mine).state, WaitState::offered);
    app->clock.advance(minutes{30});  // and no job has run
    auto const again = join(first_);
    EXPECT_NE(again, mine);
    EXPECT_EQ(get(first_, again).state, WaitState::waiting);
    EXPECT_EQ(get(first_, mine).state, WaitState::ended);
}

TEST_P(WaitlistTest, WhoWaitsForAnEarlierTimeWaitsNoLongerThanTheirSession) {
    open_only(3, 10, 1);
    app->run_jobs();
    auto const mine = app->hold(first_, mentor_, TestApp::at(3, 10));
    app->order(mine);
    ASSERT_TRUE(app->pay(mine, "pay_3"));
    app->run_jobs();
    auto sooner = wish();
    sooner.before_booking = mine;
    auto const waiting = join(first_, sooner);
    app->clock.advance(TestApp::at(3, 10) - app->clock.now());
    app->wait(waitlist().sweep());
    EXPECT_EQ(get(first_, waiting).state, WaitState::ended);
}

TEST_P(WaitlistTest, ComingBackIsNoWayToAnEleventhWait) {
    auto const mine = join(first_);
    EXPECT_EQ(reason(waitlist().leave(first_.caller, mine)), "ok");
    for (int i = 0; i < 10; ++i) {
        auto const mentor = app->a_mentor(fmt::format("Mentor {}", i));
        auto how = wish();
        how.mentor = *mentor.mentor;
        how.service = mentor.service;
        how.from = how.to = "2027-03-30";
        join(first_, how);
    }
    EXPECT_EQ(reason(waitlist().rejoin(first_.caller, mine)), "waitlist.too_many");
}

TEST_P(WaitlistTest, TheOfferNeverReachesIntoTheNotice) {
    auto const mine = join(first_);
    // So much notice leaves twelve minutes.
    auto const left = TestApp::at(2, 10) - app->clock.now();
    open_only(2, 10, 1, static_cast<int>(left / minutes{1}) - 12);
    cancel_taken();
    ASSERT_EQ(get(first_, mine).state, WaitState::offered);
    EXPECT_LE(*get(first_, mine).offer_expires_at, app->clock.now() + minutes{12});
}

TEST_P(WaitlistTest, LeavingGivesTheOfferBackAndCanBeTakenBack) {
    auto const mine = join(first_);
    app->clock.advance(minutes{1});
    auto const theirs = join(second_);
    EXPECT_EQ(reason(waitlist().leave(first_.caller, mine)), "ok");
    EXPECT_EQ(reason(waitlist().leave(first_.caller, mine)), "ok") << "a repeat";
    EXPECT_TRUE(get(first_, mine).can_rejoin);
    EXPECT_EQ(get(second_, theirs).ahead, 0);
    EXPECT_EQ(reason(waitlist().rejoin(first_.caller, mine)), "ok");
    EXPECT_EQ(get(second_, theirs).ahead, 1) << "the place was kept";
    cancel_taken();
    ASSERT_EQ(get(first_, mine).state, WaitState::offered);
    auto const booking = *get(first_, mine).booking;
    EXPECT_EQ(reason(waitlist().leave(first_.caller, mine)), "ok");
    app->run_jobs();
    EXPECT_EQ(state(booking), BookingState::cancelled);
    EXPECT_EQ(get(second_, theirs).state, WaitState::offered);
    app->clock.advance(minutes{11});
    EXPECT_EQ(reason(waitlist().rejoin(first_.caller, mine)), "waitlist.gone");
    EXPECT_EQ(reason(waitlist().leave(second_.caller, mine)), "waitlist.not_found");
}

TEST_P(WaitlistTest, WhoPaysOrBooksWithoutAWordHasAccepted) {
    auto const mine = join(first_);
    cancel_taken();
    auto const booking = *get(first_, mine).booking;
    app->order(booking);
    EXPECT_TRUE(app->pay(booking, "pay_4"));
    app->run_jobs();
    EXPECT_EQ(get(first_, mine).state, WaitState::accepted);

    auto const theirs = join(second_);
    open_only(2, 10, 2);
    // Times are offered by jobs; the student is faster.
    auto const found = app->hold(second_, mentor_, TestApp::at(2, 11));
    app->order(found);
    EXPECT_TRUE(app->pay(found, "pay_5"));
    app->run_jobs();
    EXPECT_EQ(get(second_, theirs).state, WaitState::accepted);
    EXPECT_EQ(get(second_, theirs).booking, found);
}

TEST_P(WaitlistTest, WhatCanBeAskedFor) {
    auto how = wish();
    how.to = "2026-11-22";
    EXPECT_EQ(refusal(first_, how), "to before_from");
    how.from = "2026-11-01";
    how.to = "2026-11-02";
    EXPECT_EQ(refusal(first_, how), "to in_the_past");
    how.to = "2027-12-02";
    EXPECT_EQ(refusal(first_, how), "to too_many_days");
    how = wish();
    how.earliest_hour = 18;
    how.latest_hour = 18;
    EXPECT_EQ(refusal(first_, how), "latest_hour not_after_start");
    how = wish();
    how.service = {999'999};
    EXPECT_EQ(refusal(first_, how), "waitlist.unknown_service");
    auto self = mentor_;
    self.caller.student = first_.student;
    EXPECT_EQ(refusal(self, wish()), "waitlist.own_session");
    app->script(fmt::format("UPDATE service SET active = 0 WHERE id = {}", mentor_.service.value));
    EXPECT_EQ(refusal(first_, wish()), "waitlist.unknown_service");
}

TEST_P(WaitlistTest, TenWaitsAStudent) {
    for (int i = 0; i < 10; ++i) {
        auto const mentor = app->a_mentor(fmt::format("Mentor {}", i));
        auto how = wish();
        how.mentor = *mentor.mentor;
        how.service = mentor.service;
        how.from = how.to = "2027-03-30";  // beyond everybody's horizon
        join(first_, how);
    }
    EXPECT_EQ(refusal(first_, wish()), "waitlist.too_many");
    EXPECT_EQ(app->wait(waitlist().list(first_.caller))->items.size(), 10U);
    EXPECT_EQ(refusal(second_, wish()), "joined");
    app->clock.advance(days{150});
    app->wait(waitlist().sweep());
    EXPECT_TRUE(app->wait(waitlist().list(first_.caller))->items.empty()) << "their dates are over";
}

// The student accepts in two tabs while the offer runs out and the line moves on: whatever comes first, the
// time is one person's.
TEST_P(WaitlistTest, AcceptingAtTheLastMomentHasOneOutcome) {
    int accepted_times = 0;
    for (int round = 0; round < 20; ++round) {
        app->script("UPDATE waitlist_entry SET state = 3 WHERE state <= 1");
        app->script("UPDATE booking SET state = 4 WHERE state <= 1");
        auto const mine = join(first_);
        app->clock.advance(seconds{1});
        auto const theirs = join(second_);
        app->run_jobs();
        auto const offer = get(first_, mine);
        ASSERT_EQ(offer.state, WaitState::offered) << round;
        auto const booking = *offer.booking;
        app->clock.advance(*offer.offer_expires_at - app->clock.now() - seconds{1});
        std::vector<std::future<Result<Wait>>> tabs;
        bool const late = round % 2 == 1;
        if (late)
            app->clock.advance(seconds{1});
        auto expiry = app->start(app->app().bookings().expire({booking}));
        tabs.push_back(app->start(waitlist().accept(first_.caller, {mine, {}})));
        tabs.push_back(app->start(waitlist().accept(first_.caller, {mine, {}})));
        if (!late && round % 4 == 0)
            app->clock.advance(seconds{1});  // while they run
        auto serving = app->start(waitlist().serve(*mentor_.mentor));
        int accepted = 0;
        for (auto& tab : tabs) accepted += tab.get() ? 1 : 0;
        expiry.get();
        serving.get();
        app->run_jobs();
        auto const live = app->number("SELECT count(*) FROM booking WHERE state = 0");
        EXPECT_EQ(live, 1) << round;
        if (accepted > 0) {
            EXPECT_EQ(accepted, 2) << "both tabs see the same " << round;
            EXPECT_EQ(get(first_, mine).state, WaitState::accepted) << round;
            EXPECT_EQ(state(booking), BookingState::held) << round;
            EXPECT_EQ(get(second_, theirs).state, WaitState::waiting) << round;
            ++accepted_times;
        } else {
            EXPECT_EQ(get(first_, mine).state, WaitState::ended) << round;
            EXPECT_EQ(get(second_, theirs).state, WaitState::offered) << round;
        }
    }
    EXPECT_GT(accepted_times, 0);
    EXPECT_LT(accepted_times, 20);
}

}  // namespace
}  // namespace ax::waitlist
