#include "features/operations/upgrade.h"

#include "features/operations/testing.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace ax::operations {
namespace {

using db::Engine;

class UpgradeTest : public ::testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        if (GetParam() == Engine::postgres && db::testing::postgres_missing())
            GTEST_SKIP() << "no PostgreSQL: set AX_TEST_POSTGRES";
    }
    // Of a version that knew all migrations but the last `fewer`.
    void make(std::size_t fewer) {
        auto const all = db::embedded_migrations();
        deployment.emplace(GetParam(), false);
        deployment->script(db::schema_script(GetParam(), all.first(all.size() - fewer), Instant{}));
    }
    TriedUpgrade run() { return try_upgrade(deployment->place, folder.path); }

    db::testing::Folder folder;
    std::optional<testing::Deployment> deployment;
};
INSTANTIATE_TEST_SUITE_P(Engines, UpgradeTest, ::testing::Values(Engine::sqlite, Engine::postgres),
                         db::testing::engine_name);

TEST_P(UpgradeTest, WhatIsPendingIsAppliedToACopyOnly) {
    make(2);
    auto const before = deployment->open()->number("SELECT count(*) FROM schema_migration");
    auto const tried = run();
    EXPECT_EQ(tried.problem, "");
    ASSERT_EQ(tried.migrations.size(), 2U);
    EXPECT_EQ(tried.migrations.back().name, db::embedded_migrations().back().name);
    EXPECT_THAT(tried.broken, ::testing::IsEmpty());
    EXPECT_EQ(deployment->open()->number("SELECT count(*) FROM schema_migration"), before);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path));
}

TEST_P(UpgradeTest, NothingIsPending) {
    make(0);
    EXPECT_THAT(run().migrations, ::testing::IsEmpty());
}

TEST_P(UpgradeTest, AMigrationThatCantBeAppliedIsNamed) {
    auto const all = db::embedded_migrations();
    auto const notices = std::ranges::find(all, "0024_notices", &db::EmbeddedMigration::name);
    make(static_cast<std::size_t>(all.end() - notices) + 1);
    deployment->script("CREATE TABLE push_key (id BIGINT)");  // which it wants to make
    auto const tried = run();
    EXPECT_THAT(tried.problem, ::testing::StartsWith("0024_notices"));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path));
}

TEST_P(UpgradeTest, WhatWasWrongBeforeIsToldApart) {
    make(0);
    deployment->script(testing::kSmallWorld);
    deployment->script("UPDATE event SET taken = 5");
    auto const tried = run();
    EXPECT_THAT(tried.already, ::testing::Contains(::testing::HasSubstr("event 1 counts 5 places")));
    EXPECT_THAT(tried.broken, ::testing::IsEmpty());
}

}  // namespace
}  // namespace ax::operations
