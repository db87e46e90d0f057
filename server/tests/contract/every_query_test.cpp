#include "app/command_line.h"
#include "platform/db/migrate.h"
#include "platform/db/testing.h"

#include <gtest/gtest.h>

namespace ax {
namespace {

// The whole program's entry: with it every module that the binary holds is linked here, and so are its
// queries.
auto* const volatile kWholeProgram = &app::run;

/// Every statement of the product, on both engines, against the schema that the migrations really make.
class EveryQueryTest : public db::testing::EngineTest {};
INSTANTIATE_TEST_SUITE_P(Engines, EveryQueryTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(EveryQueryTest, IsUnderstoodByTheEngine) {
    ASSERT_NE(kWholeProgram, nullptr);
    auto const migrated = here_.wait(db::migrate(*db_, db::embedded_migrations()));
    ASSERT_TRUE(migrated) << migrated.error().migration << ": " << migrated.error().problem;
    EXPECT_EQ(migrated->size(), db::embedded_migrations().size());

    auto const count = db::Query::all().size();
    EXPECT_GT(count, 150U) << "the features are not linked into this test";
    for (auto const& failure : here_.wait(db::prepare_all(*db_)))
        ADD_FAILURE() << failure.query << ": " << failure.problem;
}

TEST_P(EveryQueryTest, MigrationsAreAppliedOnce) {
    ASSERT_TRUE(here_.wait(db::migrate(*db_, db::embedded_migrations())));
    auto const again = here_.wait(db::migrate(*db_, db::embedded_migrations()));
    ASSERT_TRUE(again) << again.error().migration << ": " << again.error().problem;
    EXPECT_TRUE(again->empty());
    auto const waiting = here_.wait(db::pending(*db_, db::embedded_migrations()));
    ASSERT_TRUE(waiting);
    EXPECT_TRUE(waiting->empty());
}

}  // namespace
}  // namespace ax
