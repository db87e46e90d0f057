#pragma once

#include "features/events/events.h"
#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::events::testing {

using ax::testing::AppTest;
using ax::testing::Person;
using ax::testing::TestApp;

/// A host and three students; the clock begins at 2026-11-22T09:00Z.
class EventsTest : public AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        host = app->a_mentor("Hema");
        asha = app->a_student("Asha");
        bela = app->a_student("Bela");
        chen = app->a_student("Chen", "America/New_York");
        app->run_jobs();
    }
    Events& events() { return app->app().events(); }

    static EventWish wish(std::string title = "An evening of questions") {
        return {.title = std::move(title),
                .description = "Bring one.\nSee https://example.com/agenda",
                .online_url = "https://meet.example.com/evening",
                .place = {},
                .time_zone = "Europe/Berlin",
                .local_start = "2026-12-01T18:00",
                .minutes = 90,
                .capacity = 1,
                .tags = {"Careers"}};
    }
    CommunityEvent draft(EventWish what = wish()) {
        auto made =
            app->wait(events().create(host.caller, {std::move(what), fmt::format("event-key-{}", ++keys)}));
        EXPECT_TRUE(made) << (made ? "" : made.error().reason);
        return made.value_or(CommunityEvent{});
    }
    CommunityEvent published(EventWish what = wish()) {
        auto const made = draft(std::move(what));
        auto shown = app->wait(events().publish(host.caller, {.event = made.id, .published = true}));
        EXPECT_TRUE(shown) << (shown ? "" : shown.error().reason);
        return shown.value_or(CommunityEvent{});
    }
    /// How it went: the state, or the reason why not.
    std::string come(Person const& who, EventId id, bool wait = false) {
        return word(app->wait(events().register_for(who.caller, {.event = id, .wait = wait})));
    }
    std::string leave(Person const& who, EventId id) {
        return word(app->wait(events().unregister(who.caller, id)));
    }
    std::string state(Person const& who, EventId id) { return word(app->wait(events().get(who.caller, id))); }
    CommunityEvent seen(Person const& who, EventId id) {
        auto found = app->wait(events().get(who.caller, id));
        EXPECT_TRUE(found) << (found ? "" : found.error().reason);
        return found.value_or(CommunityEvent{});
    }
    static std::string word(Result<CommunityEvent> const& result) {
        if (!result)
            return result.error().reason;
        if (!result->mine)
            return "nothing";
        return std::string(wire_names(RegistrationState{}).at(static_cast<std::size_t>(result->mine->state)));
    }
    /// Mails and lines in the product of that kind.
    std::int64_t lines(std::string_view kind) {
        return app->number(fmt::format("SELECT count(*) FROM notification WHERE kind = '{}'", kind));
    }
    std::int64_t mails() { return app->number("SELECT count(*) FROM sandbox_mail"); }

    ax::testing::BookableMentor host;
    Person asha, bela, chen;
    int keys = 0;
};

#define AX_BOTH_ENGINES(Suite)                                                                            \
    INSTANTIATE_TEST_SUITE_P(Engines, Suite, ::testing::Values(db::Engine::sqlite, db::Engine::postgres), \
                             db::testing::engine_name)

}  // namespace ax::events::testing
