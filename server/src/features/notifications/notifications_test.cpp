#include "features/notifications/notifications.h"

#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::notifications {
namespace {

using ax::testing::TestApp;
using ::testing::HasSubstr;
using ::testing::Not;

class NotificationsTest : public ax::testing::AppTest {
protected:
    void SetUp() override {
        AppTest::SetUp();
        if (IsSkipped())
            return;
        student = app->a_student("Asha");
        mentor = app->a_mentor("Chetan");
        app->run_jobs();
    }
    void confirm(int hour) {
        auto const id = app->hold(student, mentor, TestApp::at(2, hour));
        app->order(id);
        EXPECT_TRUE(app->pay(id, fmt::format("pay_{}", id.value)));
        app->run_jobs();
    }
    std::string unread(ax::testing::Person const& who) {
        return app->get("/api/v1/notifications/unread-count/", who.token).member("unread");
    }
    std::string read(ax::testing::Person const& who, std::int64_t up_to) {
        return app->post("/api/v1/notifications/read/", fmt::format(R"({{"up_to":{}}})", up_to), who.token)
            .member("unread");
    }

    ax::testing::Person student;
    ax::testing::BookableMentor mentor;
};
INSTANTIATE_TEST_SUITE_P(Engines, NotificationsTest,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(NotificationsTest, BothSidesAreToldOnceHoweverOftenTheEventIsHandled) {
    auto const before = app->number("SELECT count(*) FROM sandbox_mail");
    auto const mentors_before = std::stoi(unread(mentor));
    confirm(10);
    EXPECT_EQ(unread(student), "1");
    EXPECT_EQ(std::stoi(unread(mentor)), mentors_before + 1);
    EXPECT_EQ(app->number("SELECT count(*) FROM sandbox_mail"), before + 2) << "a mail each";
    // A node that died between the work and its mark does it again.
    app->script(
        "UPDATE job SET state = 'ready', payload = '{\"booking\":1}', due_at = 0, ended_at = NULL "
        "WHERE event = 'booking.confirmed' AND listener = 'notifications.tell'");
    EXPECT_GT(app->run_jobs(), 0);
    EXPECT_EQ(unread(student), "1");
    EXPECT_EQ(std::stoi(unread(mentor)), mentors_before + 1);
    EXPECT_EQ(app->number("SELECT count(*) FROM sandbox_mail"), before + 2);
    auto const list = app->get("/api/v1/notifications/", student.token);
    EXPECT_THAT(list.body, HasSubstr("Your session with Chetan is confirmed"));
    EXPECT_THAT(list.body, Not(HasSubstr("booked a session with you")));
    EXPECT_EQ(list.member("link"), "/sessions/1");
}

TEST_P(NotificationsTest, TheCursorOnlyMovesForwardAndNotPastTheNewest) {
    for (int hour = 10; hour < 13; ++hour) confirm(hour);
    EXPECT_EQ(unread(student), "3");
    auto const newest = std::stoll(app->get("/api/v1/notifications/", student.token).member("id"));
    auto const oldest = app->number(
        fmt::format("SELECT min(id) FROM notification WHERE account_id = {}", student.account.value));
    EXPECT_EQ(read(student, oldest), "2");
    EXPECT_EQ(read(student, 0), "2") << "never back";
    EXPECT_EQ(read(student, newest + 1'000'000), "0");
    EXPECT_EQ(read(student, oldest), "0");
    confirm(13);
    EXPECT_EQ(unread(student), "1") << "what came later was not read in advance";
    EXPECT_NE(unread(mentor), "0") << "a cursor is one person's";
}

TEST_P(NotificationsTest, AHoldThatIsGivenBackConcernsNobody) {
    auto const id = app->hold(student, mentor, TestApp::at(2, 10));
    EXPECT_EQ(app->post(fmt::format("/api/v1/bookings/{}/cancel/", id.value), "{}", student.token).status,
              200);
    app->run_jobs();
    EXPECT_EQ(unread(student), "0");
}

}  // namespace
}  // namespace ax::notifications
