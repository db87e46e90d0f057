#include "features/site/maintenance.h"

#include "features/site/site.h"
#include "support/test_app.h"

#include <gmock/gmock.h>

namespace ax::site {
namespace {

using ::testing::HasSubstr;

class MaintenanceTest : public ax::testing::AppTest {
protected:
    Maintenance& maintenance() { return app->app().site().maintenance(); }
    bool set(bool on, std::string message = {}) {
        return app->wait(maintenance().set(on, std::move(message))).has_value();
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, MaintenanceTest,
                         ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(MaintenanceTest, ItClosesTheSiteForAllButTheStaff) {
    auto const student = app->a_student("Asha");
    auto const staff = app->a_staff();
    ASSERT_TRUE(set(true, "Back at ten."));
    for (auto const& token : {std::string{}, student.token}) {
        auto const refused = app->get("/api/v1/mentors/", token);
        EXPECT_EQ(refused.status, 503);
        EXPECT_THAT(refused.body, HasSubstr(R"("reason":"site.maintenance")"));
        EXPECT_THAT(refused.body, HasSubstr(R"("retry_after":60)"));
    }
    EXPECT_EQ(app->post("/api/v1/contact/", "{}").status, 503);
    EXPECT_EQ(app->get("/api/v1/mentors/", staff.token).status, 200);
    auto const status = app->get("/api/site-status/");
    EXPECT_EQ(status.status, 200);
    EXPECT_EQ(status.member("maintenance_mode"), "true");
    EXPECT_EQ(status.member("message"), "Back at ten.");
    EXPECT_EQ(app->get("/api/health/live").status, 200);
    EXPECT_EQ(app->get("/api/health/ready").status, 200);
    EXPECT_FALSE(app->sign_in(staff.email).empty()) << "the staff get in";
    EXPECT_TRUE(app->app().realtime().commands().closed(student.caller));
    EXPECT_FALSE(app->app().realtime().commands().closed(staff.caller));

    ASSERT_TRUE(set(false));
    EXPECT_EQ(app->get("/api/v1/mentors/").status, 200);
    EXPECT_EQ(app->get("/api/site-status/").member("maintenance_mode"), "false");
    EXPECT_FALSE(app->app().realtime().commands().closed(student.caller));
}

TEST_P(MaintenanceTest, AnotherProcessIsFollowedAtTheNextLook) {
    app->script("INSERT INTO site_state (id, maintenance, message, changed_at) VALUES (1, 1, 'Work', 0)");
    EXPECT_FALSE(maintenance().on());
    app->wait(maintenance().refresh());
    EXPECT_TRUE(maintenance().on());
    EXPECT_EQ(maintenance().message(), "Work");
    app->script("DELETE FROM site_state");
    app->wait(maintenance().refresh());
    EXPECT_FALSE(maintenance().on());
}

TEST_P(MaintenanceTest, TheMessageIsOneShortLine) {
    EXPECT_FALSE(set(true, std::string(301, 'x')));
    EXPECT_FALSE(set(true, "two\nlines"));
    EXPECT_FALSE(maintenance().on());
}

}  // namespace
}  // namespace ax::site
