#include "features/workspace/workspace.h"

#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::workspace {
namespace {

using ax::testing::Person;
using ax::testing::TestApp;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class WorkspaceTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student_ = app->a_student("Asha Menon");
        rival_ = app->a_student("Bela");
        mentor_ = app->a_mentor("Chetan");
        other_ = app->a_mentor("Dev");
        confirmed(student_, mentor_, TestApp::at(1, 10));
        of_student_ = public_id(*mentor_.mentor);  // how the student calls it
        of_mentor_ = public_id(*student_.student);
    }
    Service& workspace() { return app->app().workspace(); }
    BookingId confirmed(Person const& student, ax::testing::BookableMentor const& mentor, Instant start) {
        auto const id = app->hold(student, mentor, start);
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", id.value)));
        return id;
    }
    Workspace get(Person const& who, std::string const& person) {
        return app->wait(workspace().get(who.caller, person)).value();
    }
    template <class T>
    std::string reason(Result<T> const& done) {
        if (done)
            return "ok";
        return done.error().fields.empty() ? done.error().reason : done.error().fields[0].reason;
    }
    std::string add(std::string text, std::string key) {
        return reason(app->wait(workspace().add_agenda_item(
            student_.caller,
            {.person = of_student_, .text = std::move(text), .client_key = std::move(key)})));
    }
    std::string save(Person const& who, std::string const& person, std::string text, std::int64_t version) {
        return reason(app->wait(workspace().save_notes(
            who.caller, {.person = person, .text = std::move(text), .version = version})));
    }
    std::vector<std::string> agenda() {
        std::vector<std::string> out;
        for (auto const& item : get(mentor_, of_mentor_).agenda) out.push_back(item.text);
        return out;
    }
    std::int64_t told(Person const& who) {
        return app->number(fmt::format(
            "SELECT count(*) FROM user_event WHERE account_id = {} AND name = 'workspace.changed'",
            who.account.value));
    }

    Person student_, rival_;
    ax::testing::BookableMentor mentor_, other_;
    std::string of_student_, of_mentor_;
};
INSTANTIATE_TEST_SUITE_P(Engines, WorkspaceTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(WorkspaceTest, IsForTheTwoWhoBookedAlone) {
    EXPECT_EQ(get(student_, of_student_).with.name, "Chetan");
    EXPECT_EQ(get(student_, of_student_).side, Side::student);
    EXPECT_EQ(get(mentor_, of_mentor_).with.name, "Asha Menon");
    auto const tried = [&](Person const& who, std::string const& person) {
        return reason(app->wait(workspace().get(who.caller, person)));
    };
    EXPECT_EQ(tried(rival_, of_student_), "workspace.not_found");
    EXPECT_EQ(tried(other_, of_mentor_), "workspace.not_found");
    EXPECT_EQ(tried(app->a_staff(), of_student_), "workspace.not_found");
    EXPECT_EQ(tried(student_, of_mentor_), "workspace.not_found") << "not with oneself";
    EXPECT_EQ(tried(student_, "nobody"), "workspace.not_found");
    app->hold(rival_, other_, TestApp::at(2, 10));
    EXPECT_EQ(tried(rival_, public_id(*other_.mentor)), "workspace.not_found") << "a hold is no session";
}

TEST_P(WorkspaceTest, TheAgendaIsAddedToOnceMovedAndTickedOffByBoth) {
    EXPECT_EQ(add("One", "key-one-1"), "ok");
    EXPECT_EQ(add("One", "key-one-1"), "ok") << "a repeat";
    EXPECT_EQ(add("Two", "key-two-2"), "ok");
    EXPECT_EQ(add("  Three ", "key-three-3"), "ok");
    EXPECT_EQ(add("   ", "key-blank-4"), "blank");
    EXPECT_THAT(agenda(), ElementsAre("One", "Two", "Three"));

    auto const move = [&](std::size_t from, int place) {
        auto const id = get(mentor_, of_mentor_).agenda[from].id;
        EXPECT_TRUE(app->wait(workspace().place_agenda_item(
            mentor_.caller, {.person = of_mentor_, .item = id, .place = place})));
    };
    move(0, 2);
    EXPECT_THAT(agenda(), ElementsAre("Two", "Three", "One"));
    move(2, 0);
    EXPECT_THAT(agenda(), ElementsAre("One", "Two", "Three"));
    move(1, 1);
    move(1, 150);
    EXPECT_THAT(agenda(), ElementsAre("One", "Three", "Two"));

    auto const first = get(student_, of_student_).agenda[0].id;
    auto const ticked = app->wait(workspace().change_agenda_item(
        mentor_.caller, {.person = of_mentor_, .item = first, .text = "One, briefly", .done = true}));
    ASSERT_TRUE(ticked);
    EXPECT_TRUE(ticked->agenda[0].done);
    EXPECT_EQ(ticked->agenda[0].text, "One, briefly");
    EXPECT_EQ(ticked->agenda[0].added_by, Side::student);
    WorkspaceItemPath const gone{.person = of_student_, .item = first};
    EXPECT_TRUE(app->wait(workspace().remove_agenda_item(student_.caller, gone)));
    EXPECT_TRUE(app->wait(workspace().remove_agenda_item(student_.caller, gone))) << "a repeat";
    EXPECT_EQ(reason(app->wait(workspace().change_agenda_item(
                  student_.caller, {.person = of_student_, .item = first, .text = "x", .done = false}))),
              "workspace.item_not_found");
    EXPECT_EQ(told(student_), told(mentor_));
    EXPECT_EQ(told(mentor_), 8) << "3 added, 3 moved, 1 changed, 1 removed; repeats are no news";
}

TEST_P(WorkspaceTest, NobodyOverwritesWhatTheOtherWrote) {
    EXPECT_EQ(save(student_, of_student_, "First", 0), "ok");
    EXPECT_EQ(save(student_, of_student_, "First", 0), "ok") << "a repeat";
    EXPECT_EQ(save(mentor_, of_mentor_, "Mine", 0), "workspace.notes_changed");
    EXPECT_EQ(get(mentor_, of_mentor_).notes.text, "First");
    EXPECT_EQ(save(mentor_, of_mentor_, "First\nMine", 1), "ok");
    auto const notes = get(student_, of_student_).notes;
    EXPECT_EQ(notes.version, 2);
    EXPECT_EQ(notes.text, "First\nMine");
    EXPECT_EQ(notes.updated_by, Side::mentor);
    EXPECT_EQ(save(rival_, of_student_, "x", 2), "workspace.not_found");
}

TEST_P(WorkspaceTest, ActionItemsBelongToOneOfTheTwo) {
    auto const add_action = [&](Side assignee, std::optional<std::string> due, std::string key) {
        return app->wait(workspace().add_action_item(student_.caller, {.person = of_student_,
                                                                       .text = "Read " + key,
                                                                       .assignee = assignee,
                                                                       .due = std::move(due),
                                                                       .client_key = std::move(key)}));
    };
    EXPECT_TRUE(add_action(Side::student, std::nullopt, "no-date-1"));
    EXPECT_TRUE(add_action(Side::student, "2026-12-01", "december-2"));
    EXPECT_TRUE(add_action(Side::mentor, "2026-11-30", "mentors-3"));
    auto const texts = [](std::vector<OpenAction> const& actions) {
        std::vector<std::string> out;
        for (auto const& one : actions) out.push_back(one.text);
        return out;
    };
    auto const mine = app->wait(workspace().student_dashboard(student_.caller)).value().actions;
    EXPECT_THAT(texts(mine), ElementsAre("Read december-2", "Read no-date-1"))
        << "what has a date comes first";
    EXPECT_EQ(mine[0].with.id, of_student_);
    EXPECT_EQ(mine[0].with.name, "Chetan");
    EXPECT_THAT(texts(app->wait(workspace().mentor_to_do(mentor_.caller)).value().actions),
                ElementsAre("Read mentors-3"));
    EXPECT_THAT(app->wait(workspace().mentor_to_do(other_.caller)).value().actions, IsEmpty());

    auto const item = get(mentor_, of_mentor_).actions[1];
    EXPECT_EQ(item.due, "2026-12-01");
    auto const done = app->wait(workspace().change_action_item(mentor_.caller, {.person = of_mentor_,
                                                                                .item = item.id,
                                                                                .text = item.text,
                                                                                .done = true,
                                                                                .assignee = Side::student,
                                                                                .due = {}}));
    ASSERT_TRUE(done);
    EXPECT_TRUE(done->actions[1].done);
    EXPECT_FALSE(done->actions[1].due);
    EXPECT_EQ(app->wait(workspace().people(mentor_.caller, {})).value().items[0].open_actions, 2);
    EXPECT_EQ(app->wait(workspace().people(student_.caller, {})).value().items[0].open_actions, 2);
}

TEST_P(WorkspaceTest, AListIsBounded) {
    for (int i = 0; i < kMostItems; ++i)
        app->script(
            fmt::format("INSERT INTO workspace_item (student_id, mentor_id, kind, position, text, added_by, "
                        "client_key, created_at) VALUES ({}, {}, 0, {}, 'x', 0, 'bulk-{}', 0)",
                        student_.student->value, mentor_.mentor->value, i, i));
    EXPECT_EQ(add("One more", "key-more-1"), "workspace.too_many_items");
    EXPECT_EQ(add("x", "bulk-7"), "ok") << "a repeat of what is there";
}

TEST_P(WorkspaceTest, ShapesAndAccessOverTheApi) {
    auto const path = "/api/v1/workspaces/" + of_student_ + "/actions/";
    auto const bad =
        app->post(path, R"({"text":"x","assignee":"nobody","due":"soon","client_key":"k"})", student_.token);
    EXPECT_EQ(bad.status, 422) << bad.body;
    EXPECT_THAT(bad.body, HasSubstr("due"));
    auto const good =
        app->post(path, R"({"text":"Read","assignee":"student","due":"2026-12-24","client_key":"key-api-1"})",
                  student_.token);
    EXPECT_EQ(good.status, 200) << good.body;
    EXPECT_THAT(good.body, HasSubstr(R"("assignee":"student","due":"2026-12-24")"));
    EXPECT_EQ(app->get("/api/v1/workspaces/" + of_student_ + "/", rival_.token).status, 404);
    EXPECT_EQ(app->get("/api/v1/workspaces/" + of_student_ + "/").status, 401);
}

}  // namespace
}  // namespace ax::workspace
