#include "features/events/testing.h"
#include "features/events/wall_time.h"
#include "support/pictures.h"

namespace ax::events {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EditingTest : public testing::EventsTest {
protected:
    std::vector<std::string> titles(ax::testing::Person const& who, EventQuery query) {
        auto const page = app->wait(events().list(who.caller, std::move(query)));
        std::vector<std::string> out;
        if (page)
            for (auto const& event : page->items) out.push_back(event.title);
        return out;
    }
    static EventQuery query(EventFilter filter) {
        return {.filter = filter, .q = {}, .tag = {}, .cursor = {}, .limit = {}};
    }
    std::string failure(EventWish what) {
        auto const made = app->wait(events().create(host.caller, {std::move(what), "a-key-for-it"}));
        return made ? "" : made.error().fields.at(0).field + ":" + made.error().fields.at(0).reason;
    }
};
AX_BOTH_ENGINES(EditingTest);

TEST(WallTime, ClocksThatGoForwardAndBack) {
    auto const at = [](std::string_view local, std::string_view zone) {
        auto const instant = instant_of(local, zone);
        return instant ? to_iso(*instant) : instant.error().fields.front().reason;
    };
    EXPECT_EQ(at("2027-03-27T18:00", "Europe/Berlin"), "2027-03-27T17:00:00Z");
    EXPECT_EQ(at("2027-03-28T18:00", "Europe/Berlin"), "2027-03-28T16:00:00Z");
    EXPECT_EQ(at("2027-03-28T02:30", "Europe/Berlin"), "skipped");
    EXPECT_EQ(at("2026-10-25T02:30", "Europe/Berlin"), "2026-10-25T00:30:00Z") << "the first of two";
    EXPECT_EQ(at("2026-13-01T18:00", "Europe/Berlin"), "invalid");
    EXPECT_EQ(at("2026-12-01T24:00", "Europe/Berlin"), "invalid");
    EXPECT_EQ(at("2026-12-01 18:00", "Europe/Berlin"), "invalid");
    EXPECT_EQ(at("2026-12-01T18:00", "Moon/Base"), "unknown_zone");
    EXPECT_EQ(days_later("2026-12-28T18:05", 7), "2027-01-04T18:05");
}

TEST_P(EditingTest, ADraftIsOnlyItsHostsAndTheStaffs) {
    auto const made = draft();
    EXPECT_EQ(made.state, EventState::draft);
    EXPECT_EQ(to_iso(made.starts_at), "2026-12-01T17:00:00Z");
    EXPECT_EQ(made.host.name, "Hema");
    EXPECT_EQ(made.host.mentor_id, host.mentor);
    EXPECT_TRUE(made.can_manage);
    EXPECT_EQ(state(asha, made.id), "events.not_found");
    EXPECT_EQ(come(asha, made.id), "events.not_found");
    auto const staff = app->a_staff();
    EXPECT_TRUE(seen(staff, made.id).can_manage);
    EXPECT_THAT(titles(asha, query(EventFilter::upcoming)), IsEmpty());
    EXPECT_THAT(titles(host, query(EventFilter::hosting)), ElementsAre(made.title));
    auto const again = app->wait(events().create(host.caller, {wish("Other words"), "event-key-1"}));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, made.id) << "the same key is the same event";
    EXPECT_EQ(app->wait(events().create(asha.caller, {wish(), "event-key-9"})).error().reason,
              "auth.not_allowed");
    EXPECT_EQ(app->get(fmt::format("/api/v1/event-calendar/{}.ics", made.id.value)).status, 404);
}

TEST_P(EditingTest, WhatCantBeIsSaidWithItsField) {
    auto const with = [](auto change) {
        auto what = wish();
        change(what);
        return what;
    };
    EXPECT_EQ(failure(with([](auto& e) { e.title = " \t "; })), "title:blank");
    EXPECT_EQ(failure(with([](auto& e) { e.online_url.reset(); })), "place:place_or_link");
    EXPECT_EQ(failure(with([](auto& e) { e.local_start = "2026-11-01T18:00"; })), "local_start:in_past");
    EXPECT_EQ(failure(with([](auto& e) { e.local_start = "2027-03-28T02:30"; })), "local_start:skipped");
    auto const bad =
        app->post("/api/v1/events/",
                  R"({"title":"Come","description":"","online_url":"javascript:alert`1`","time_zone":"UTC",)"
                  R"("local_start":"2026-12-01T18:00","minutes":60,"tags":[],"client_key":"key-of-eight"})",
                  host.token);
    EXPECT_EQ(bad.status, 422) << bad.body;
}

TEST_P(EditingTest, ACopyKeepsTheTimeOfDayAcrossTheChangeOfClocks) {
    auto what = wish();
    what.local_start = "2027-03-24T18:00";
    auto const made = draft(what);
    auto const copied =
        app->wait(events().duplicate(host.caller, {.event = made.id, .client_key = "copy-key-1"}));
    ASSERT_TRUE(copied) << copied.error().reason;
    EXPECT_NE(copied->id, made.id);
    EXPECT_EQ(copied->state, EventState::draft);
    EXPECT_EQ(copied->local_start, "2027-03-31T18:00");
    EXPECT_EQ(copied->starts_at - made.starts_at, days{7} - hours{1});
    EXPECT_EQ(copied->tags, made.tags);
    app->clock.advance(days{200});
    auto const later =
        app->wait(events().duplicate(host.caller, {.event = made.id, .client_key = "copy-key-2"}));
    ASSERT_TRUE(later) << later.error().reason;
    EXPECT_GT(later->starts_at, app->clock.now()) << "never in the past";
    EXPECT_LE(later->starts_at, app->clock.now() + days{7});
}

TEST_P(EditingTest, AnEditIsToldToWhoComesIfTimeOrPlaceChange) {
    auto const made = published();
    ASSERT_EQ(come(asha, made.id), "registered");
    app->run_jobs();
    auto what = wish("Another name");
    auto const renamed = app->wait(events().update(host.caller, {what, made.id}));
    ASSERT_TRUE(renamed) << renamed.error().reason;
    EXPECT_EQ(renamed->sequence, made.sequence + 1);
    app->run_jobs();
    EXPECT_EQ(lines("events.changed"), 0);
    what.local_start = "2026-12-02T18:00";
    ASSERT_TRUE(app->wait(events().update(host.caller, {what, made.id})));
    auto const before = mails();
    app->run_jobs();
    EXPECT_EQ(lines("events.changed"), 1);
    EXPECT_EQ(mails(), before + 1);

    what.capacity = 2;
    ASSERT_TRUE(app->wait(events().update(host.caller, {what, made.id})));
    ASSERT_EQ(come(bela, made.id), "registered");
    what.capacity = 1;
    auto const small = app->wait(events().update(host.caller, {what, made.id}));
    ASSERT_FALSE(small);
    EXPECT_EQ(small.error().fields.at(0).field, "capacity");
    EXPECT_EQ(small.error().fields.at(0).limit, 2);
    EXPECT_EQ(app->wait(events().update(asha.caller, {what, made.id})).error().reason, "auth.not_allowed");
}

TEST_P(EditingTest, ACoverIsShownAsLongAsAnEventHasIt) {
    auto const picture = app->wait(app->app().files().add_cover(host.caller, ax::testing::a_png(1200)));
    ASSERT_TRUE(picture) << picture.error().reason;
    auto what = wish();
    what.cover = "https://elsewhere.example/x.png";
    auto const foreign = app->wait(events().create(host.caller, {what, "foreign-key"}));
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().fields.at(0).field, "cover");
    what.cover = "/api/v1/files/" + std::string(64, 'a') + ".png";
    EXPECT_FALSE(app->wait(events().create(host.caller, {what, "nobodys-key"}))) << "nobody uploaded it";

    what.cover = picture->url;
    auto const made = published(what);
    EXPECT_EQ(made.cover, picture->url);
    EXPECT_EQ(seen(asha, made.id).cover, picture->url);
    auto const copy =
        app->wait(events().duplicate(host.caller, {.event = made.id, .client_key = "copy-key-3"}));
    ASSERT_TRUE(copy);
    EXPECT_EQ(copy->cover, picture->url);

    what.cover = std::nullopt;
    EXPECT_EQ(app->wait(events().update(host.caller, {what, made.id}))->cover, std::nullopt);
    app->wait(app->app().files().collect());
    EXPECT_EQ(app->get(picture->url).status, 200) << "the copy has it still";
    ASSERT_TRUE(app->wait(events().update(host.caller, {what, copy->id})));
    app->wait(app->app().files().collect());
    EXPECT_EQ(app->get(picture->url).status, 404);
}

TEST_P(EditingTest, PublishedIsTakenBackOnlyWhileNobodyComesAndCancelledIsToldToAll) {
    auto const made = published();
    auto const show = [&](bool on) {
        return word(app->wait(events().publish(host.caller, {.event = made.id, .published = on})));
    };
    EXPECT_EQ(show(false), "nothing");
    EXPECT_EQ(app->wait(events().cancel(host.caller, {.event = made.id, .note = ""})).error().reason,
              "events.not_published");
    EXPECT_EQ(show(true), "nothing");
    ASSERT_EQ(come(asha, made.id), "registered");
    ASSERT_EQ(come(bela, made.id, true), "waiting");
    EXPECT_EQ(show(false), "events.has_people");
    app->run_jobs();
    auto const before = mails();
    for (int i = 0; i < 2; ++i) {
        auto const off = app->wait(events().cancel(host.caller, {.event = made.id, .note = "I am ill."}));
        ASSERT_TRUE(off) << off.error().reason;
        EXPECT_EQ(off->state, EventState::cancelled);
        app->run_jobs();
    }
    EXPECT_EQ(lines("events.cancelled"), 2);
    EXPECT_EQ(mails(), before + 2);
    EXPECT_EQ(seen(asha, made.id).cancel_note, "I am ill.");
    EXPECT_EQ(come(chen, made.id), "events.cancelled");
    EXPECT_THAT(titles(chen, query(EventFilter::upcoming)), IsEmpty());
    EXPECT_THAT(titles(asha, query(EventFilter::mine)), ElementsAre(made.title));
    EXPECT_EQ(show(true), "events.cancelled");
}

TEST_P(EditingTest, TheListFiltersAndPages) {
    for (int i = 0; i < 5; ++i) {
        auto what = wish(fmt::format("Evening {}", i));
        what.local_start = fmt::format("2026-12-0{}T18:00", 5 - i);
        what.tags = {i % 2 == 0 ? "Careers" : "Écriture"};
        published(what);
    }
    auto page = query(EventFilter::upcoming);
    page.limit = 2;
    std::vector<std::string> all;
    for (int round = 0; round < 4; ++round) {
        auto const got = app->wait(events().list(asha.caller, page));
        ASSERT_TRUE(got);
        for (auto const& event : got->items) {
            all.push_back(event.title);
            EXPECT_FALSE(event.description);
            EXPECT_EQ(event.summary, "Bring one.");
            EXPECT_FALSE(event.online_url) << "not before one is registered";
        }
        if (!got->next)
            break;
        page.cursor = got->next;
    }
    EXPECT_THAT(all, ElementsAre("Evening 4", "Evening 3", "Evening 2", "Evening 1", "Evening 0"));

    auto tagged = query(EventFilter::upcoming);
    tagged.tag = "ecriture";
    EXPECT_THAT(titles(asha, tagged), ElementsAre("Evening 3", "Evening 1"));
    auto words = query(EventFilter::upcoming);
    words.q = "EVENING 2";
    EXPECT_THAT(titles(asha, words), ElementsAre("Evening 2"));
    words.q = "100%_!";
    EXPECT_THAT(titles(asha, words), IsEmpty());
    auto const tags = app->wait(events().tags());
    ASSERT_EQ(tags->items.size(), 2U);
    EXPECT_EQ(tags->items[0].tag, "Careers");
    EXPECT_EQ(tags->items[0].count, 3);

    app->clock.advance(days{11} + hours{8} + minutes{30});  // 3 December, 18:30 in Berlin
    EXPECT_THAT(titles(asha, query(EventFilter::upcoming)),
                ElementsAre("Evening 2", "Evening 1", "Evening 0"))
        << "what goes on is not past";
    EXPECT_THAT(titles(asha, query(EventFilter::past)), ElementsAre("Evening 3", "Evening 4"));
    EXPECT_EQ(app->wait(events().list({}, query(EventFilter::mine))).error().reason, "auth.sign_in_needed");
    page.cursor = "x";
    EXPECT_FALSE(app->wait(events().list({}, page)));
}

}  // namespace
}  // namespace ax::events
