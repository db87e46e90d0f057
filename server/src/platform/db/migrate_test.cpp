#include "platform/db/migrate.h"

#include "platform/db/dialect.h"
#include "platform/db/testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::db {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Query const kPeople{"migrate_test.people", "SELECT id, name, born_at FROM person ORDER BY id"};
Query const kAdd{"migrate_test.add_person", "INSERT INTO person (name, born_at, photo) VALUES ($1, $2, $3)"};

constexpr EmbeddedMigration kPerson{"0001_person", R"sql(
CREATE TABLE person (
    id      @ID,
    name    TEXT NOT NULL,
    born_at @TIME NOT NULL,
    photo   @BLOB
);
-- @sqlite
CREATE TRIGGER person_no_nobody BEFORE INSERT ON person WHEN NEW.name = 'nobody'
BEGIN
    SELECT RAISE(ABORT, 'person_nobody'); SELECT 1;
END;
-- @end
-- @postgres
CREATE FUNCTION person_no_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.name = 'nobody' THEN RAISE EXCEPTION 'person_nobody'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER person_no_nobody BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION person_no_nobody();
-- @end
)sql"};
constexpr EmbeddedMigration kIndex{"0002_index", "CREATE INDEX person_by_name ON person (name);"};
constexpr EmbeddedMigration kIndexEdited{"0002_index", "CREATE INDEX person_by_name ON person (name, id);"};
constexpr EmbeddedMigration kWrong{"0003_wrong",
                                   "CREATE TABLE half (a INTEGER); CREATE TABLE person (b INTEGER);"};
constexpr EmbeddedMigration kThird{"0003_third", "CREATE TABLE third (a INTEGER);"};

constexpr EmbeddedMigration kBetween{"0001_qualities", "CREATE TABLE quality (a INTEGER);"};
constexpr EmbeddedMigration kTaken{"0003_contract_photo", "ALTER TABLE person DROP COLUMN photo;"};

using List = std::vector<EmbeddedMigration>;

class MigrateTest : public testing::EngineTest {
protected:
    Migrated<std::vector<std::string>> up(List all) { return here_.wait(migrate(*db_, all)); }
    Migrated<std::vector<std::string>> due(List all) { return here_.wait(pending(*db_, all)); }
};

INSTANTIATE_TEST_SUITE_P(Engines, MigrateTest, ::testing::Values(Engine::sqlite, Engine::postgres),
                         testing::engine_name);

TEST_P(MigrateTest, AppliesWhatIsMissingOnce) {
    EXPECT_THAT(due({kPerson, kIndex}).value(), ElementsAre("0001_person", "0002_index"));
    EXPECT_THAT(up({kPerson}).value(), ElementsAre("0001_person"));
    EXPECT_THAT(due({kPerson, kIndex}).value(), ElementsAre("0002_index"));
    EXPECT_THAT(up({kPerson, kIndex}).value(), ElementsAre("0002_index"));
    EXPECT_THAT(up({kPerson, kIndex}).value(), ElementsAre());
}

TEST_P(MigrateTest, TokensAndTriggersWorkOnBothEngines) {
    ASSERT_TRUE(up({kPerson}));
    Instant const born = from_micros(5'000'000'000'000'000);
    auto const add = [&](char const* name) {
        return db_->write([&, name](Tx& tx) -> Task<std::int64_t> {
            return tx.exec(kAdd, name, born, Param::blob("\x01\x02"));
        });
    };
    here_.wait(add("Asha"));
    here_.wait(add("Ravi"));
    EXPECT_THROW(here_.wait(add("nobody")), ViolationError);
    Rows const rows = here_.wait(db_->rows(kPeople));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].get<int>(0), 1);
    EXPECT_EQ(rows[1].get<std::string>(1), "Ravi");
    EXPECT_EQ(rows[1].get<Instant>(2), born);
}

TEST_P(MigrateTest, AnEditedMigrationIsRefusedByName) {
    ASSERT_TRUE(up({kPerson, kIndex}));
    auto const refused = up({kPerson, kIndexEdited, kThird});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().migration, "0002_index");
    EXPECT_THAT(refused.error().problem, HasSubstr("changed"));
    EXPECT_FALSE(due({kPerson, kIndexEdited}));
    EXPECT_THAT(due({kPerson, kIndex, kThird}).value(), ElementsAre("0003_third"));
}

TEST_P(MigrateTest, TheVersionBeforeRunsBesideWhatOnlyAdds) {
    ASSERT_TRUE(up({kPerson, kIndex}));
    EXPECT_THAT(due({kPerson}).value(), ElementsAre());
    EXPECT_THAT(up({kPerson}).value(), ElementsAre());
    // What it lacks itself would come too late.
    auto const refused = up({kPerson, kBetween});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().migration, "0001_qualities");
}

TEST_P(MigrateTest, ADatabaseThatLacksWhatAVersionUsesIsTooNewForIt) {
    ASSERT_TRUE(up({kPerson, kIndex, kTaken}));
    for (auto const& old : {List{kPerson}, List{kPerson, kIndex}}) {
        auto const refused = up(old);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().migration, "0003_contract_photo");
        EXPECT_THAT(refused.error().problem, HasSubstr("too new"));
        EXPECT_FALSE(due(old));
    }
    EXPECT_THAT(up({kPerson, kIndex, kTaken}).value(), ElementsAre());
}

TEST_P(MigrateTest, AMigrationThatSortsBeforeAnAppliedOneIsRefused) {
    ASSERT_TRUE(up({kPerson, kThird}));
    auto const refused = up({kPerson, kIndex, kThird});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().migration, "0002_index");
}

TEST_P(MigrateTest, AFailingMigrationLeavesNothingAndKeepsThoseBefore) {
    auto const failed = up({kPerson, kIndex, kWrong});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().migration, "0003_wrong");
    EXPECT_THAT(due({kPerson, kIndex, kThird}).value(), ElementsAre("0003_third"));
    script("CREATE TABLE half (a INTEGER)");  // so the first statement of the failed one was rolled back
}

TEST_P(MigrateTest, TwoProcessesAtOnceApplyEachOnlyOnce) {
    OpenOptions options;
    options.url = postgres_ ? postgres_->url() : folder_.url();
    auto const other = open(options);
    List const all{kPerson, kIndex, kThird};
    auto first = here_.start(migrate(*db_, all));
    auto second = there_.start(migrate(*other, all));
    auto const a = testing::LoopThread::get(std::move(first));
    auto const b = testing::LoopThread::get(std::move(second));
    here_.stop();
    there_.stop();
    ASSERT_TRUE(a) << a.error().problem;
    ASSERT_TRUE(b) << b.error().problem;
    EXPECT_EQ(a->size() + b->size(), 3U);
}

TEST_P(MigrateTest, TheMigrationsOfThisBinaryApply) {
    auto const all = embedded_migrations();
    auto const done = here_.wait(migrate(*db_, all));
    ASSERT_TRUE(done) << done.error().migration << ": " << done.error().problem;
    EXPECT_EQ(done->size(), all.size());
    EXPECT_THAT(here_.wait(pending(*db_, all)).value(), ElementsAre());
}

TEST(Dialect, ReplacesWholeTokensAndKeepsOtherText) {
    EXPECT_EQ(translate("a @IDX @ID, 'x@TIMELY' @TIME", Engine::postgres),
              "a @IDX BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, 'x@TIMELY' BIGINT\n");
    EXPECT_EQ(translate("p @BLOB", Engine::sqlite), "p BLOB\n");
}

TEST(Dialect, RefusesUnbalancedSections) {
    EXPECT_THROW((void)translate("-- @sqlite\nx", Engine::sqlite), Broken);
    EXPECT_THROW((void)translate("-- @end\n", Engine::sqlite), Broken);
    EXPECT_THROW((void)translate("-- @mysql\n-- @end", Engine::sqlite), Broken);
}

TEST(Dialect, ChecksumIsFnv1a) { EXPECT_EQ(checksum("foobar"), "85944171f73967e8"); }

// The last that was made before two versions had to run side by side.
constexpr std::string_view kBeforeTheRule = "0028_django";

TEST(EmbeddedMigrations, OnlyAddUnlessTheirNameSaysThatTheyContract) {
    EXPECT_TRUE(contracts("0040_contract_old_times"));
    EXPECT_FALSE(contracts("0040_contractors"));
    EXPECT_FALSE(contracts("contract_0040"));
    for (auto const& migration : embedded_migrations()) {
        if (migration.name <= kBeforeTheRule || contracts(migration.name))
            continue;
        // Two versions run side by side on PostgreSQL only.
        auto const sql = translate(migration.sql, Engine::postgres);
        for (auto const* const taking :
             {"DROP TABLE", "DROP COLUMN", "RENAME", "ALTER COLUMN", "SET NOT NULL"})
            EXPECT_THAT(sql, Not(HasSubstr(taking)))
                << migration.name << " takes away what the version before uses: see CONTRIBUTING.md";
    }
}

TEST(EmbeddedMigrations, AreInOrderAndTranslateForBothEngines) {
    std::string_view last;
    for (auto const& migration : embedded_migrations()) {
        EXPECT_LT(last, migration.name);
        last = migration.name;
        EXPECT_NO_THROW((void)translate(migration.sql, Engine::sqlite)) << migration.name;
        EXPECT_NO_THROW((void)translate(migration.sql, Engine::postgres)) << migration.name;
    }
}

}  // namespace
}  // namespace ax::db
