#include "features/operations/doctor.h"

#include "features/operations/doctor_mail.h"
#include "features/operations/testing.h"

#include <gmock/gmock.h>

namespace ax::operations {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

config::Values settings(std::map<std::string, std::string> const& values) {
    return config::load("/nonexistent", values).value();
}

Check named(Checks const& checks, std::string_view name) {
    for (auto const& check : checks)
        if (check.name == name)
            return check;
    return {.name = "absent", .level = Level::ok, .says = {}, .advice = {}};
}

constexpr Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

TEST(DoctorSettings, DefaultAndShortSecretsAreNamedAndNeverShown) {
    auto const found = check_settings(settings({{"AX_METRICS_TOKEN", "hunter2hunter"}}));
    auto const secrets = named(found, "secrets");
    EXPECT_EQ(secrets.level, Level::warn);
    EXPECT_THAT(secrets.says, HasSubstr("AX_SECRET is the default"));
    EXPECT_THAT(secrets.says, HasSubstr("AX_METRICS_TOKEN is shorter than 16"));
    EXPECT_THAT(to_json(found), Not(HasSubstr("hunter2")));
    EXPECT_EQ(named(found, "mode").level, Level::warn);
}

TEST(DoctorSettings, AGoodProductionPasses) {
    std::string const secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    std::map<std::string, std::string> values{{"AX_MODE", "production"},
                                              {"AX_BASE_URL", "https://mentors.example"},
                                              {"AX_SECRET", secret},
                                              {"AX_RAZORPAY_KEY_ID", "rzp_live_1"},
                                              {"AX_RAZORPAY_KEY_SECRET", secret},
                                              {"AX_RAZORPAY_WEBHOOK_SECRET", secret},
                                              {"AX_SMTP_HOST", "smtp.example"},
                                              {"AX_METRICS_TOKEN", secret}};
    for (auto const& check : check_settings(settings(values)))
        EXPECT_EQ(check.level, Level::ok) << check.says;
    values["AX_BASE_URL"] = "http://mentors.example";
    EXPECT_EQ(named(check_settings(settings(values)), "public-url").level, Level::fail);
    values["AX_SECRET"] = std::string(40, 'a');
    EXPECT_EQ(named(check_settings(settings(values)), "secrets").level, Level::fail);
}

TEST(DoctorMachine, FileLimitsAndSpace) {
    EXPECT_EQ(check_open_files(256).level, Level::fail);
    EXPECT_EQ(check_open_files(4096).level, Level::warn);
    EXPECT_EQ(check_open_files(1'048'576).level, Level::ok);
    constexpr std::uint64_t kGibibyte = 1ULL << 30U;
    EXPECT_EQ(check_free_space(1024, 0).level, Level::fail);
    EXPECT_EQ(check_free_space(10 * kGibibyte, 8 * kGibibyte).level, Level::warn);
    EXPECT_EQ(check_free_space(10 * kGibibyte, kGibibyte).level, Level::ok);
}

TEST(DoctorMachine, Clocks) {
    EXPECT_EQ(check_clock(Instant{}).level, Level::fail);
    EXPECT_NE(check_clock(kNow).level, Level::fail);
    EXPECT_EQ(check_clock_against("gateway", kNow + seconds{1}, kNow).level, Level::ok);
    EXPECT_EQ(check_clock_against("gateway", kNow - seconds{10}, kNow).level, Level::warn);
    EXPECT_EQ(check_clock_against("gateway", kNow + seconds{61}, kNow).level, Level::fail);
}

TEST(DoctorMachine, TheDataFolderIsTheServersAlone) {
    db::testing::Folder const folder;
    EXPECT_EQ(named(check_data_folder(folder.path / "none"), "data-folder").level, Level::warn);
    fs::permissions(folder.path, fs::perms::owner_all);
    EXPECT_EQ(named(check_data_folder(folder.path), "data-folder").level, Level::ok);
    fs::permissions(folder.path, fs::perms::all);
    EXPECT_EQ(named(check_data_folder(folder.path), "data-folder").level, Level::fail);
    fs::permissions(folder.path, fs::perms::owner_all);
    testing::spill(folder.path / "aspirex.db", "x");
    fs::permissions(folder.path / "aspirex.db", fs::perms::owner_read | fs::perms::others_read);
    EXPECT_EQ(named(check_data_folder(folder.path), "data-folder").level, Level::fail);
}

TEST(DoctorDatabase, SqliteMissingNewAndDamaged) {
    testing::Deployment const deployment(db::Engine::sqlite);
    auto const checks = check_database(deployment.place, kNow);
    EXPECT_EQ(named(checks, "database").level, Level::ok);
    EXPECT_EQ(named(checks, "migrations").level, Level::ok);
    deployment.script("DELETE FROM schema_migration WHERE name = (SELECT max(name) FROM schema_migration)");
    EXPECT_EQ(named(check_database(deployment.place, kNow), "migrations").level, Level::warn);
    deployment.script("UPDATE schema_migration SET checksum = 'x' WHERE name LIKE '0001%'");
    EXPECT_EQ(named(check_database(deployment.place, kNow), "migrations").level, Level::fail);
    testing::spill(deployment.place.data / "aspirex.db", std::string(8192, 'x'));
    EXPECT_EQ(named(check_database(deployment.place, kNow), "database").level, Level::fail);
    EXPECT_EQ(named(check_database({"sqlite:/nowhere/x.db", "/nowhere"}, kNow), "database").level,
              Level::warn);
}

TEST(DoctorDatabase, PostgresSettingsAndClock) {
    if (db::testing::postgres_missing())
        GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
    testing::Deployment const deployment(db::Engine::postgres);
    auto const name = db::Plain::open(deployment.place.database)->text("SELECT current_database()");
    deployment.script("ALTER DATABASE " + db::quoted(name) + " SET statement_timeout = '50ms'");
    auto const now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    auto const checks = check_database(deployment.place, now);
    EXPECT_EQ(named(checks, "database").level, Level::ok);
    EXPECT_EQ(named(checks, "clock-database").level, Level::ok);
    EXPECT_EQ(named(checks, "migrations").level, Level::ok);
    EXPECT_THAT(named(checks, "database-settings").says, HasSubstr("statement_timeout is 50 ms"));
    deployment.script("ALTER DATABASE " + db::quoted(name) + " SET default_transaction_read_only = on");
    EXPECT_EQ(named(check_database(deployment.place, now), "database-settings").level, Level::fail);
}

TEST(DoctorDatabase, AnUnreachableServerIsToldWithoutItsPassword) {
    Place const place{.database = "postgresql://u:sesame@127.0.0.1:1/x", .data = "/nowhere"};
    auto const checks = check_database(place, kNow);
    EXPECT_EQ(named(checks, "database").level, Level::fail);
    EXPECT_THAT(to_json(checks), Not(HasSubstr("sesame")));
}

TEST(DoctorDatabase, WhatIsNoReplicaIsToldAndNoReplicasAreNoMatter) {
    testing::Deployment const sqlite(db::Engine::sqlite);
    EXPECT_TRUE(check_replicas(sqlite.place, {}).empty());
    EXPECT_EQ(named(check_replicas(sqlite.place, {"postgresql://h/x"}), "replica").level, Level::fail);
    if (db::testing::postgres_missing())
        GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
    testing::Deployment const deployment(db::Engine::postgres);
    auto const checks =
        check_replicas(deployment.place, {deployment.place.database, "postgresql://u:sesame@127.0.0.1:1/x"});
    ASSERT_EQ(checks.size(), 2U);
    EXPECT_THAT(checks[0].says, HasSubstr("is no replica"));
    EXPECT_EQ(checks[1].level, Level::warn);
    EXPECT_THAT(to_json(checks), Not(HasSubstr("sesame")));
}

TEST(DoctorMail, TheSendersDomain) {
    EXPECT_EQ(sender_domain("AspireX <no-reply@mentors.example>"), "mentors.example");
    EXPECT_EQ(sender_domain("no-reply@mentors.example"), "mentors.example");
    EXPECT_EQ(sender_domain("nobody"), "");
    EXPECT_EQ(named(check_mail_domain("localhost", "", {}), "mail-domain").level, Level::fail);
}

TEST(DoctorMail, NobodyListens) {
    auto const check = check_mail_server("127.0.0.1", 1, false);
    EXPECT_EQ(check.level, Level::fail);
    EXPECT_THAT(check.advice, HasSubstr("AX_SMTP_HOST"));
}

}  // namespace
}  // namespace ax::operations
