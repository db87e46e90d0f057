#include "features/site/pulse.h"
#include "migrations/embedded.h"
#include "support/test_app.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::site {
namespace {

using ::testing::HasSubstr;

class SiteTest : public ax::testing::AppTest {};
INSTANTIATE_TEST_SUITE_P(Engines, SiteTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(SiteTest, TheStatusTellsTheRulesThatPeopleReadBeforeTheyBook) {
    for (auto const* const path : {"/api/v1/site-status/", "/api/site-status/"})
        EXPECT_EQ(
            app->get(path).body,
            R"({"maintenance_mode":false,"test_mode":true,"message":"","hold_seconds":600,)"
            R"("free_cancellation_hours":24,)"
            R"("error_reports":{"dsn":"","environment":"","release":""},"traffic":true,"debug_toolbar":false})");
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

constexpr std::string_view kJob =
    "INSERT INTO job (event, listener, payload, attempts, due_at, recorded_at) VALUES ";

TEST_P(SiteTest, JobsThatNobodyDoesMakeItDegradedAndBalancersGoOn) {
    app->script(std::string(kJob) + "('e', 'nobody.does', '{}', 0, 0, 0)");
    auto const ready = app->get("/api/health/ready");
    EXPECT_EQ(ready.status, 200);
    EXPECT_THAT(ready.body,
                HasSubstr(R"({"status":"degraded","dependencies":{"database":{"ok":true,"state":"up")"));
    EXPECT_THAT(ready.body, HasSubstr(R"("jobs":{"ok":false,"state":"late","age_ms":)"));
    EXPECT_THAT(ready.body, HasSubstr(R"("mail":{"ok":true,"state":"kept")"));
    auto const metrics = app->get("/metrics").body;
    EXPECT_THAT(metrics, HasSubstr("\njobs_waiting 1\n"));
    EXPECT_THAT(metrics, HasSubstr("\ndependency_up{dependency=\"jobs\"} 0\n"));
    EXPECT_THAT(metrics, HasSubstr("aspirex_info{version="));
}

TEST_P(SiteTest, TheStaffSeesHowItIsInNumbers) {
    auto const staff = app->a_staff();
    app->script(std::string(kJob) + "('e', 'nobody.does', '{}', 0, 0, 0)");
    app->get("/api/health/ready");  // has counted the jobs, and they are known for seconds
    auto const report = app->get("/api/v1/staff/system/", staff.token);
    ASSERT_EQ(report.status, 200) << report.body;
    EXPECT_THAT(report.body,
                ::testing::StartsWith(
                    R"({"health":"degraded","parts":[{"name":"database","ok":true,"state":"up","age_ms":)"));
    EXPECT_THAT(report.body, HasSubstr(R"({"name":"jobs","ok":false,"state":"late","age_ms":)"));
    EXPECT_THAT(report.body, HasSubstr(R"("replicas":[],"backlog":{"waiting":)"));
    EXPECT_THAT(report.body, HasSubstr(fmt::format(R"("oldest_seconds":{},)",
                                                   app->clock.now().time_since_epoch() / seconds{1})));
    EXPECT_EQ(report.member("engine"), GetParam() == db::Engine::sqlite ? "sqlite" : "postgres");
    EXPECT_EQ(report.member("schema"), db::embedded_migrations().back().name);
    EXPECT_EQ(app->get("/api/v1/staff/system/", app->a_student("Asha").token).status, 403);
}

TEST_P(SiteTest, MailsThatFailAreSaidToBeDelayedAndManyOfThemToFail) {
    auto const due = std::to_string((app->clock.now() + hours{1}).time_since_epoch().count());
    auto const look = [&](bool bus) {
        Pulse pulse({.db = app->db(),
                     .clock = app->clock,
                     .bus_up = [bus] { return bus; },
                     .data = "/nowhere/at/all",
                     .sends_mail = true});
        std::string out;
        for (auto const& one : app->wait(pulse.look()))
            out += std::string(one.name) + "=" + std::string(one.state) + (one.ok ? " " : "! ");
        auto const backlog = app->wait(jobs::backlog(app->db(), app->clock.now()));
        EXPECT_EQ(backlog.mails_failing, app->number("SELECT COUNT(*) FROM job WHERE attempts = 3"));
        return out;
    };
    EXPECT_EQ(look(true), "database=up redis=up disk=unknown! jobs=ok mail=ok ");
    auto const mail = "('mail.send', 'mail.send', '{}', 3, " + due + ", 0)";
    app->script(std::string(kJob) + mail);
    EXPECT_EQ(look(false), "database=up redis=away! disk=unknown! jobs=ok mail=delayed ");
    app->script(std::string(kJob) + mail + "," + mail + "," + mail + "," + mail);
    EXPECT_EQ(look(true), "database=up redis=up disk=unknown! jobs=ok mail=failing! ");
}

TEST_P(SiteTest, AStoreOfFilesIsAskedAtMostEveryFiveSeconds) {
    int asked = 0;
    Pulse pulse({.db = app->db(),
                 .clock = app->clock,
                 .bus_up = {},
                 .data = {},
                 .store_up = [&]() -> Task<bool> { co_return ++asked > 1; },
                 .sends_mail = false});
    for (int i = 0; i < 2; ++i) {
        auto const all = app->wait(pulse.look());
        EXPECT_EQ(all.at(1).name, "files");
        EXPECT_EQ(all.at(1).state, "away");
        EXPECT_FALSE(all.at(1).ok);
    }
    EXPECT_EQ(asked, 1);
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
