#include "features/events/testing.h"

namespace ax::events {
namespace {

using Registering = testing::EventsTest;
AX_BOTH_ENGINES(Registering);

TEST(OfferLife, IsHalfOfWhatIsLeftAndNoMoreThanHalfADay) {
    Instant const now{};
    EXPECT_EQ(offer_life(now, now + days{9}), hours{12});
    EXPECT_EQ(offer_life(now, now + hours{4}), hours{2});
    EXPECT_EQ(offer_life(now, now + minutes{59}), std::nullopt);
}

TEST_P(Registering, APlaceIsTakenOnceWithItsLinkAndCode) {
    auto const event = published();
    EXPECT_EQ(event.free, 1);
    EXPECT_TRUE(seen(asha, event.id).open);
    EXPECT_FALSE(event.open) << "not to its host";
    EXPECT_EQ(come(asha, event.id), "registered");
    EXPECT_EQ(come(asha, event.id), "registered") << "safe to repeat";
    auto const mine = seen(asha, event.id);
    EXPECT_EQ(mine.free, 0);
    EXPECT_EQ(mine.taken, 1);
    EXPECT_EQ(mine.online_url, "https://meet.example.com/evening");
    EXPECT_EQ(mine.mine->code.value_or("").size(), 8U);
    EXPECT_FALSE(seen(bela, event.id).online_url);
    EXPECT_EQ(come(bela, event.id), "events.full");
    EXPECT_EQ(come(host, event.id), "events.own");
    app->run_jobs();
    EXPECT_EQ(lines("events.registered"), 1);

    EXPECT_EQ(leave(asha, event.id), "cancelled");
    EXPECT_EQ(leave(asha, event.id), "cancelled");
    EXPECT_EQ(leave(bela, event.id), "nothing");
    EXPECT_EQ(come(bela, event.id), "registered");
    app->clock.advance(days{12});
    EXPECT_EQ(come(chen, event.id), "events.over");
    EXPECT_EQ(leave(bela, event.id), "events.over");
}

TEST_P(Registering, TheTableRefusesOnePlaceTooMany) {
    auto const event = published();
    ASSERT_EQ(come(asha, event.id), "registered");
    auto const second = [&](int state) {
        return app->violates(
            fmt::format("INSERT INTO event_registration (event_id, account_id, state, code, queued_at) "
                        "VALUES ({}, {}, {}, 'CODE{}', 0)",
                        event.id.value, bela.account.value, state, state));
    };
    EXPECT_EQ(second(0), "event_full");
    EXPECT_EQ(second(2), "event_full");
    EXPECT_EQ(second(1), "");
    EXPECT_EQ(app->violates("UPDATE event_registration SET state = 2 WHERE state = 1"), "event_full");
    EXPECT_EQ(app->violates("UPDATE event SET capacity = 0"), "event_capacity");
}

TEST_P(Registering, OfTwoWhoWantTheLastPlaceOneGetsIt) {
    for (int round = 0; round < 20; ++round) {
        auto const event = published(wish(fmt::format("Round {}", round)));
        auto first = app->start(events().register_for(asha.caller, {.event = event.id, .wait = {}}));
        auto second = app->start(events().register_for(bela.caller, {.event = event.id, .wait = {}}));
        std::array const words{word(first.get()), word(second.get())};
        EXPECT_THAT(words, ::testing::UnorderedElementsAre("registered", "events.full")) << round;
        EXPECT_EQ(seen(chen, event.id).taken, 1);
    }
}

TEST_P(Registering, AFreedPlaceIsTheirsWhoWaitedLongestUntilTheOfferEnds) {
    auto const event = published();
    ASSERT_EQ(come(asha, event.id), "registered");
    ASSERT_EQ(come(bela, event.id, true), "waiting");
    app->clock.advance(minutes{1});
    ASSERT_EQ(come(chen, event.id, true), "waiting");
    EXPECT_EQ(seen(bela, event.id).mine->ahead, 0);
    EXPECT_EQ(seen(chen, event.id).mine->ahead, 1);
    EXPECT_EQ(seen(chen, event.id).waiting, 2);

    ASSERT_EQ(leave(asha, event.id), "cancelled");
    EXPECT_EQ(state(bela, event.id), "offered");
    EXPECT_EQ(seen(asha, event.id).free, 0) << "nobody else's";
    EXPECT_EQ(come(asha, event.id), "events.full");
    EXPECT_EQ(come(chen, event.id), "events.full");
    EXPECT_FALSE(seen(bela, event.id).online_url) << "an offer is no registration yet";
    app->run_jobs();
    EXPECT_EQ(lines("events.offered"), 1);

    app->clock.advance(hours{12});
    EXPECT_EQ(come(bela, event.id), "events.offer_over") << "before the job has looked";
    app->run_jobs();
    EXPECT_EQ(state(bela, event.id), "lapsed");
    EXPECT_EQ(state(chen, event.id), "offered");
    EXPECT_EQ(lines("events.offered"), 2);
    EXPECT_EQ(come(bela, event.id, true), "waiting") << "at the end of the line";
    EXPECT_EQ(come(chen, event.id), "registered");
    app->clock.advance(hours{13});
    app->run_jobs();
    EXPECT_EQ(state(chen, event.id), "registered") << "what was taken does not lapse";
    EXPECT_EQ(state(bela, event.id), "waiting");
}

TEST_P(Registering, AnOfferGivenBackGoesOnAndMorePlacesAreOffered) {
    auto const event = published();
    ASSERT_EQ(come(asha, event.id), "registered");
    ASSERT_EQ(come(bela, event.id, true), "waiting");
    ASSERT_EQ(come(chen, event.id, true), "waiting");
    auto what = wish();
    what.capacity = 2;
    ASSERT_TRUE(app->wait(events().update(host.caller, {what, event.id})));
    EXPECT_EQ(state(bela, event.id), "offered");
    EXPECT_EQ(leave(bela, event.id), "cancelled");
    EXPECT_EQ(state(chen, event.id), "offered");
}

TEST_P(Registering, InTheLastHourAFreePlaceIsForWhoComesFirst) {
    auto const event = published();
    ASSERT_EQ(come(asha, event.id), "registered");
    ASSERT_EQ(come(bela, event.id, true), "waiting");
    app->clock.advance(event.starts_at - minutes{30} - app->clock.now());
    ASSERT_EQ(leave(asha, event.id), "cancelled");
    EXPECT_EQ(state(bela, event.id), "waiting");
    EXPECT_EQ(seen(chen, event.id).free, 1);
    EXPECT_EQ(come(chen, event.id), "registered");
    EXPECT_EQ(come(bela, event.id), "events.full");
}

// Against the end of the offer, and against somebody who waits and somebody new.
TEST_P(Registering, OfAllWhoWantTheLastOfferOneGetsThePlace) {
    for (int round = 0; round < 20; ++round) {
        auto const event = published(wish(fmt::format("Round {}", round)));
        ASSERT_EQ(come(asha, event.id), "registered");
        ASSERT_EQ(come(bela, event.id, true), "waiting");
        ASSERT_EQ(come(chen, event.id, true), "waiting");
        ASSERT_EQ(leave(asha, event.id), "cancelled");
        std::vector<std::future<Result<CommunityEvent>>> answers;
        for (auto const* who : {&chen, &bela, &bela, &asha})
            answers.push_back(
                app->start(events().register_for(who->caller, {.event = event.id, .wait = {}})));
        std::vector<std::string> words;
        for (auto& answer : answers) words.push_back(word(answer.get()));
        EXPECT_THAT(words, ::testing::ElementsAre("events.full", "registered", "registered", "events.full"))
            << round;
        EXPECT_EQ(seen(chen, event.id).taken, 1);
    }
}

TEST_P(Registering, TakingAndLosingAnOfferAtOnceLeavesOneOwner) {
    for (int round = 0; round < 20; ++round) {
        auto const event = published(wish(fmt::format("Round {}", round)));
        ASSERT_EQ(come(asha, event.id), "registered");
        ASSERT_EQ(come(bela, event.id, true), "waiting");
        ASSERT_EQ(come(chen, event.id, true), "waiting");
        ASSERT_EQ(leave(asha, event.id), "cancelled");
        auto given = app->start(events().unregister(bela.caller, event.id));
        auto taken = app->start(events().register_for(bela.caller, {.event = event.id, .wait = {}}));
        auto next = app->start(events().register_for(chen.caller, {.event = event.id, .wait = {}}));
        (void)given.get();
        (void)taken.get();
        (void)next.get();
        auto const holding = app->number(
            fmt::format("SELECT count(*) FROM event_registration WHERE event_id = {} AND state IN "
                        "(0, 2)",
                        event.id.value));
        EXPECT_EQ(holding, 1) << round;
        EXPECT_EQ(seen(chen, event.id).taken, 1);
    }
}

TEST_P(Registering, WhoComesIsRemindedOnceADayBefore) {
    auto what = wish();
    what.capacity = 5;
    auto const event = published(what);
    ASSERT_EQ(come(asha, event.id), "registered");
    ASSERT_EQ(come(chen, event.id), "registered");
    ASSERT_EQ(come(bela, event.id), "registered");
    ASSERT_EQ(leave(bela, event.id), "cancelled");
    what.local_start = "2026-12-03T18:00";
    ASSERT_TRUE(app->wait(events().update(host.caller, {what, event.id})));
    app->clock.advance(event.starts_at - hours{24} - app->clock.now());
    app->run_jobs();
    EXPECT_EQ(lines("events.reminder"), 0) << "it was moved";
    app->clock.advance(days{2} - minutes{1});
    app->run_jobs();
    EXPECT_EQ(lines("events.reminder"), 0);
    auto const before = mails();
    app->clock.advance(minutes{1});
    app->run_jobs();
    app->run_jobs();
    EXPECT_EQ(lines("events.reminder"), 2);
    EXPECT_EQ(mails(), before + 2);
    EXPECT_EQ(app->number("SELECT count(*) FROM notification WHERE kind = 'events.reminder' AND body LIKE "
                          "'Thu 3 Dec 2026, 12:00 (New York time), Thu 3 Dec 2026, 18:00 (Berlin time)%'"),
              1)
        << "in the reader's zone, and there";
}

}  // namespace
}  // namespace ax::events
