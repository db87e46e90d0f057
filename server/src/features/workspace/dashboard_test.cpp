#include "features/workspace/workspace.h"
#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::workspace {
namespace {

using ax::testing::Person;
using ax::testing::TestApp;
using booking::BookingState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DashboardTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha_ = app->a_student("Asha Menon");
        bela_ = app->a_student("Bela");
        mentor_ = app->a_mentor("Chetan");
        other_ = app->a_mentor("Dev");
    }
    Service& workspace() { return app->app().workspace(); }
    StudentDashboard dashboard(Person const& who) {
        return app->wait(workspace().student_dashboard(who.caller)).value();
    }
    MentorToDo to_do(Person const& who) { return app->wait(workspace().mentor_to_do(who.caller)).value(); }
    BookingId confirmed(Person const& student, Instant start) {
        auto const id = app->hold(student, mentor_, start);
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", id.value)));
        return id;
    }
    void close(BookingId id) {
        EXPECT_TRUE(app->write([&](db::Tx& tx) -> Task<bool> {
            co_return co_await app->app().bookings().close(tx, id, BookingState::completed);
        }));
    }
    void skills(Person const& who, std::vector<std::string> names) {
        if (who.mentor) {
            EXPECT_TRUE(app->write(
                [&](db::Tx& tx) { return app->app().mentors().update(tx, *who.mentor, {.skills = names}); }));
        } else {
            EXPECT_TRUE(app->wait(app->app().students().update(*who.student, {.skills = names})));
        }
    }
    static std::vector<BookingId> ids(std::vector<booking::Booking> const& bookings) {
        std::vector<BookingId> out;
        for (auto const& one : bookings) out.push_back(one.id);
        return out;
    }

    Person asha_, bela_;
    ax::testing::BookableMentor mentor_, other_;
};
INSTANTIATE_TEST_SUITE_P(Engines, DashboardTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(DashboardTest, ANewStudentHasNothingAndIsToldSo) {
    auto const empty = dashboard(asha_);
    EXPECT_THAT(empty.upcoming, IsEmpty());
    EXPECT_FALSE(empty.has_booked);
    EXPECT_FALSE(empty.has_skills);
    EXPECT_THAT(empty.recommended, IsEmpty());
}

TEST_P(DashboardTest, WhatIsNextAndWhatWantsFeedback) {
    auto const planned = confirmed(asha_, TestApp::at(2, 10));
    auto const held = app->hold(asha_, mentor_, TestApp::at(1, 12));
    auto const first = confirmed(asha_, TestApp::at(1, 8));
    close(first);
    auto const reviewed = confirmed(asha_, TestApp::at(1, 9));
    close(reviewed);
    EXPECT_TRUE(app->wait(app->app().feedback().write(asha_.caller, {reviewed, 5, "Good"})));
    auto const now = dashboard(asha_);
    EXPECT_THAT(ids(now.upcoming), ElementsAre(held, planned));
    EXPECT_THAT(ids(now.feedback_due), ElementsAre(first));
    EXPECT_TRUE(now.has_booked);
    EXPECT_THAT(dashboard(bela_).upcoming, IsEmpty()) << "not of others";

    auto const waiting = to_do(mentor_);
    ASSERT_EQ(waiting.reviews_to_reply.size(), 1U);
    EXPECT_EQ(waiting.reviews_to_reply[0].id, reviewed);
    EXPECT_TRUE(app->wait(app->app().feedback().reply(mentor_.caller, {reviewed, "Thank you"})));
    EXPECT_THAT(to_do(mentor_).reviews_to_reply, IsEmpty());

    app->clock.advance(days{40});
    EXPECT_THAT(dashboard(asha_).feedback_due, IsEmpty()) << "after a month nobody is asked any more";
}

TEST_P(DashboardTest, RecommendsWhoTeachesWhatTheStudentNamed) {
    skills(mentor_, {"Python", "SQL"});
    skills(other_, {"Python", "Rust"});
    skills(asha_, {"python", "rust"});
    auto const found = dashboard(asha_).recommended;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_THAT(found[0].mentor.json, HasSubstr(R"("name":"Dev")")) << "who teaches most of it comes first";
    EXPECT_EQ(found[0].teaches.size(), 2U);
    EXPECT_THAT(found[1].teaches, ElementsAre("Python"));
    app->hold(asha_, mentor_, TestApp::at(1, 10));
    EXPECT_EQ(dashboard(asha_).recommended.size(), 1U) << "nobody they booked";
    skills(bela_, {"Haskell"});
    EXPECT_THAT(dashboard(bela_).recommended, IsEmpty());
    EXPECT_TRUE(dashboard(bela_).has_skills);
}

TEST_P(DashboardTest, AMentorIsToldWhoseKeyToEnter) {
    auto const id = confirmed(asha_, TestApp::at(1, 10));
    app->clock.advance(TestApp::at(1, 9, 49) - app->clock.now());
    EXPECT_THAT(to_do(mentor_).keys_to_enter, IsEmpty()) << "not yet";
    app->clock.advance(minutes{1});
    EXPECT_THAT(ids(to_do(mentor_).keys_to_enter), ElementsAre(id));
    EXPECT_THAT(to_do(other_).keys_to_enter, IsEmpty());
    auto const key = *app->wait(app->app().attendance().get(asha_.caller, id)).value().key;
    EXPECT_TRUE(app->wait(app->app().attendance().enter(mentor_.caller, {id, key})));
    EXPECT_THAT(to_do(mentor_).keys_to_enter, IsEmpty());
}

TEST_P(DashboardTest, TheCalendarHoldsASpanOfTime) {
    auto const first = confirmed(asha_, TestApp::at(1, 10));
    auto const second = confirmed(asha_, TestApp::at(2, 10));
    auto const in = [&](Person const& who, Instant from, Instant to) {
        return ids(app->wait(workspace().calendar(who.caller, {.from = from, .to = to})).value().items);
    };
    EXPECT_THAT(in(asha_, TestApp::at(0, 0), TestApp::at(9, 0)), ElementsAre(first, second));
    EXPECT_THAT(in(mentor_, TestApp::at(0, 0), TestApp::at(9, 0)), ElementsAre(first, second));
    EXPECT_THAT(in(asha_, TestApp::at(1, 10), TestApp::at(2, 10)), ElementsAre(first))
        << "the end is not in it";
    EXPECT_THAT(in(bela_, TestApp::at(0, 0), TestApp::at(9, 0)), IsEmpty());
    auto const bad = [&](Instant from, Instant to) {
        return app->wait(workspace().calendar(asha_.caller, {.from = from, .to = to})).has_value();
    };
    EXPECT_FALSE(bad(TestApp::at(1, 0), TestApp::at(1, 0)));
    EXPECT_FALSE(bad(TestApp::at(1, 0), TestApp::at(47, 0)));
}

TEST_P(DashboardTest, OwnNotesAreOnesOwn) {
    auto const add = [&](std::string text, std::string key) {
        auto const done =
            app->wait(workspace().add_own_note(asha_.caller, {std::move(text), std::move(key)}));
        return done ? "ok" : done.error().reason;
    };
    EXPECT_EQ(add("Ask about Rust", "key-rust-1"), "ok");
    EXPECT_EQ(add("Ask about Rust", "key-rust-1"), "ok") << "a repeat";
    EXPECT_EQ(add("  ", "key-blank-2"), "request.invalid");
    auto notes = app->wait(workspace().own_notes(asha_.caller)).value().items;
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_THAT(app->wait(workspace().own_notes(bela_.caller)).value().items, IsEmpty());
    EXPECT_FALSE(app->wait(workspace().change_own_note(bela_.caller, {notes[0].id, "Mine"})));
    EXPECT_TRUE(app->wait(workspace().remove_own_note(bela_.caller, notes[0].id))) << "changes nothing";
    notes = app->wait(workspace().change_own_note(asha_.caller, {notes[0].id, "Ask about Go"})).value().items;
    EXPECT_EQ(notes.at(0).text, "Ask about Go");
    EXPECT_THAT(app->wait(workspace().remove_own_note(asha_.caller, notes[0].id)).value().items, IsEmpty());
    for (int i = 0; i < kMostOwnNotes; ++i) EXPECT_EQ(add("x", fmt::format("key-many-{}", i)), "ok");
    EXPECT_EQ(add("One more", "key-more-1"), "workspace.too_many_notes");
}

}  // namespace
}  // namespace ax::workspace
