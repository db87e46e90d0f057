#include "support/test_app.h"

#include <gmock/gmock.h>

namespace ax::site {
namespace {

using ::testing::HasSubstr;

class SiteTest : public ax::testing::AppTest {};
INSTANTIATE_TEST_SUITE_P(Engines, SiteTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(SiteTest, TheStatusTellsTheRulesThatPeopleReadBeforeTheyBook) {
    for (auto const* const path : {"/api/v1/site-status/", "/api/site-status/"})
        EXPECT_EQ(app->get(path).body,
                  R"({"maintenance_mode":false,"test_mode":true,"message":"","hold_seconds":600,)"
                  R"("free_cancellation_hours":24})");
}

TEST_P(SiteTest, CountersAreAtMostAMinuteOld) {
    EXPECT_EQ(app->get("/api/v1/platform-stats/").member("students"), "0");
    app->a_student("Asha");
    EXPECT_EQ(app->get("/api/v1/platform-stats/").member("students"), "0");
    app->clock.advance(seconds{61});
    EXPECT_EQ(app->get("/api/v1/platform-stats/").member("students"), "1");
}

TEST_P(SiteTest, HealthAndTheDocumentOfTheApi) {
    EXPECT_EQ(app->get("/api/health/live").body, R"({"status":"ok"})");
    EXPECT_THAT(app->get("/api/health/ready").body, HasSubstr(R"("database":{"ok":true)"));
    EXPECT_EQ(app->get("/api/health/ready").status, 200);
    auto const document = app->get("/api/v1/openapi.json");
    EXPECT_EQ(document.status, 200);
    for (auto const* const path : {"/mentors/{mentor}/free-times/", "/site-status/", "/mentor/create-order/"})
        EXPECT_THAT(document.body, HasSubstr(path));
    EXPECT_THAT(app->get("/api/docs/").body, HasSubstr("page.js"));
}

TEST_P(SiteTest, AProcessThatStopsSaysSoToBalancersAndServesOn) {
    app->app().say_draining();
    auto const ready = app->get("/api/health/ready");
    EXPECT_EQ(ready.status, 503);
    EXPECT_THAT(ready.body, HasSubstr(R"({"status":"draining")"));
    EXPECT_EQ(app->get("/api/health/live").status, 200);
    EXPECT_EQ(app->get("/api/v1/site-status/").status, 200);
}

}  // namespace
}  // namespace ax::site
