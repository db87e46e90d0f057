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
using ::testing::IsEmpty;

class PeopleTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        asha_ = app->a_student("Asha Menon");
        bela_ = app->a_student("Béla Kiss");
        mentor_ = app->a_mentor("Chetan");
        other_ = app->a_mentor("Dev");
    }
    Service& workspace() { return app->app().workspace(); }
    BookingId confirmed(Person const& student, Instant start) {
        auto const id = app->hold(student, mentor_, start);
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", id.value)));
        return id;
    }
    BookingId attended(Person const& student, Instant start) {
        auto const id = confirmed(student, start);
        EXPECT_TRUE(app->write([&](db::Tx& tx) -> Task<bool> {
            co_return co_await app->app().bookings().close(tx, id, BookingState::completed);
        }));
        return id;
    }
    std::vector<std::string> names(WorkspacePeopleQuery query) {
        std::vector<std::string> out;
        for (int round = 0; round < 5; ++round) {
            auto const page = app->wait(workspace().people(mentor_.caller, query)).value();
            for (auto const& one : page.items) out.push_back(one.person.name);
            if (!page.next)
                break;
            query.cursor = page.next;
        }
        return out;
    }

    Person asha_, bela_;
    ax::testing::BookableMentor mentor_, other_;
};
INSTANTIATE_TEST_SUITE_P(Engines, PeopleTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(PeopleTest, AMentorSeesTheirStudentsLatestFirst) {
    attended(asha_, TestApp::at(1, 8));
    confirmed(asha_, TestApp::at(3, 8));
    confirmed(bela_, TestApp::at(2, 8));
    app->clock.advance(TestApp::at(1, 12) - app->clock.now());
    auto const page = app->wait(workspace().people(mentor_.caller, {})).value();
    ASSERT_EQ(page.items.size(), 2U);
    auto const& asha = page.items[0];
    EXPECT_EQ(asha.person.id, public_id(*asha_.student));
    EXPECT_EQ(asha.completed, 1);
    EXPECT_EQ(asha.upcoming, 1);
    EXPECT_EQ(asha.next_session_at, TestApp::at(3, 8));
    EXPECT_EQ(asha.last_session_at, TestApp::at(1, 8));
    EXPECT_FALSE(page.items[1].last_session_at);
    EXPECT_FALSE(page.next);

    EXPECT_THAT(names({.limit = 1}), ElementsAre("Asha Menon", "Béla Kiss")) << "paged, each once";
    EXPECT_THAT(names({.q = "BELA"}), ElementsAre("Béla Kiss")) << "however it is written";
    EXPECT_THAT(names({.q = "e", .limit = 1}), ElementsAre("Asha Menon", "Béla Kiss"));
    EXPECT_THAT(names({.q = public_id(*bela_.student)}), ElementsAre("Béla Kiss")) << "by id, whole";
    EXPECT_THAT(names({.q = public_id(*mentor_.mentor)}), IsEmpty());
    EXPECT_THAT(names({.q = "nobody"}), IsEmpty());
    EXPECT_FALSE(app->wait(workspace().people(mentor_.caller, {.cursor = "x"})));

    auto const mentors = app->wait(workspace().people(asha_.caller, {})).value();
    ASSERT_EQ(mentors.items.size(), 1U);
    EXPECT_EQ(mentors.items[0].person.id, public_id(*mentor_.mentor));
    EXPECT_THAT(app->wait(workspace().people(other_.caller, {})).value().items, IsEmpty());
    auto const wrong = app->wait(workspace().people(asha_.caller, {.as = Side::mentor}));
    EXPECT_EQ(wrong.error().reason, "auth.not_allowed");
}

TEST_P(PeopleTest, TheHistoryOfTwoIsPagedAndTheirsAlone) {
    confirmed(bela_, TestApp::at(1, 8));
    std::vector<BookingId> booked;
    for (int day = 1; day <= 3; ++day) booked.push_back(confirmed(asha_, TestApp::at(day, 10)));
    app->hold(asha_, mentor_, TestApp::at(4, 10));
    std::vector<BookingId> seen;
    WorkspaceSessionsQuery query{.person = public_id(*mentor_.mentor), .limit = 2};
    for (int round = 0; round < 3; ++round) {
        auto const page = app->wait(workspace().sessions(asha_.caller, query)).value();
        for (auto const& one : page.items) seen.push_back(one.id);
        if (!page.next)
            break;
        query.cursor = page.next;
    }
    EXPECT_THAT(seen, ElementsAre(booked[2], booked[1], booked[0])) << "no holds, none of others";
    EXPECT_FALSE(app->wait(workspace().sessions(other_.caller, {.person = public_id(*asha_.student)})));
}

TEST_P(PeopleTest, PrivateNotesAreTheMentorsAlone) {
    confirmed(asha_, TestApp::at(1, 8));
    auto const save = [&](Person const& who, std::string text, std::int64_t version) {
        auto const done =
            app->wait(workspace().save_private_notes(who.caller, {*asha_.student, std::move(text), version}));
        return done ? "ok" : done.error().reason;
    };
    EXPECT_EQ(save(mentor_, "Shy at first", 0), "ok");
    EXPECT_EQ(save(mentor_, "From another tab", 0), "workspace.notes_changed");
    EXPECT_EQ(save(other_, "Spying", 0), "workspace.not_found");
    EXPECT_EQ(app->wait(workspace().private_notes(mentor_.caller, *asha_.student)).value().text,
              "Shy at first");
    EXPECT_FALSE(app->wait(workspace().private_notes(other_.caller, *asha_.student)));
    EXPECT_EQ(app->wait(workspace().get(asha_.caller, public_id(*mentor_.mentor))).value().notes.text, "");
    auto const path = "/api/v1/mentor/students/" + public_id(*asha_.student) + "/notes/";
    EXPECT_EQ(app->get(path, asha_.token).status, 403);
    EXPECT_EQ(app->get(path, mentor_.token).status, 200);
}

}  // namespace
}  // namespace ax::workspace
