#include "platform/db/table_watch.h"

#include "platform/db/testing.h"

#include <gmock/gmock.h>

namespace ax::db {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Query const kAddThing{"table_watch_test.add", "INSERT INTO thing (id) VALUES ($1)"};
Query const kDropOther{"table_watch_test.drop", "DELETE FROM other WHERE id = $1"};
Query const kCount{"table_watch_test.count", "SELECT COUNT(*) FROM thing"};

TEST(TablesWritten, AreReadFromTheText) {
    EXPECT_THAT(tables_written("INSERT INTO a (x) SELECT x FROM b"), ElementsAre("a"));
    EXPECT_THAT(tables_written("insert or ignore into a values (1)"), ElementsAre("a"));
    EXPECT_THAT(tables_written("\n  UPDATE a SET x = 1\n  WHERE id IN (SELECT id FROM b)"), ElementsAre("a"));
    EXPECT_THAT(tables_written("UPDATE OR REPLACE a SET x = 1"), ElementsAre("a"));
    EXPECT_THAT(tables_written("DELETE FROM a WHERE x = 'DELETE FROM b'"), ElementsAre("a"));
    EXPECT_THAT(tables_written("WITH gone AS (DELETE FROM a RETURNING x) INSERT INTO b SELECT x FROM gone"),
                ElementsAre("a", "b"));
    EXPECT_THAT(tables_written("UPDATE a SET x = 1; SELECT x FROM a"), ElementsAre("a"));
    EXPECT_THAT(tables_written("INSERT INTO a (x) VALUES (1) ON CONFLICT (x) DO UPDATE SET x = excluded.x"),
                ElementsAre("a"));
}

TEST(TablesWritten, ReadsWriteNothing) {
    EXPECT_THAT(tables_written("SELECT x FROM a JOIN b ON b.id = a.id"), IsEmpty());
    EXPECT_THAT(tables_written("SELECT x FROM a FOR UPDATE SKIP LOCKED"), IsEmpty());
    EXPECT_THAT(tables_written("SELECT x FROM a FOR NO KEY UPDATE"), IsEmpty());
    EXPECT_THAT(tables_written("-- UPDATE a\nSELECT 'it''s UPDATE b' FROM c"), IsEmpty());
    EXPECT_THAT(tables_written(""), IsEmpty());
    EXPECT_THAT(tables_written("DELETE FROM"), IsEmpty());
    EXPECT_THAT(tables_written("'open"), IsEmpty());
}

class WatchTest : public testing::EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped())
            return;
        script("CREATE TABLE thing (id BIGINT PRIMARY KEY); CREATE TABLE other (id BIGINT PRIMARY KEY)");
        db_->set_watch(&watch_);
    }
    Task<Result<void>> change(std::vector<Query const*> queries, bool keep = true) {
        co_return co_await db_->write([&](Tx& tx) -> Task<Result<void>> {
            tx.on_commit([&] { heard_before_hooks_ = told_.size(); });
            for (auto const* const query : queries) co_await tx.exec(*query, 1);
            if (!keep)
                co_return fail(Code::conflict, "no");
            co_return Result<void>{};
        });
    }

    std::vector<Tables> told_;
    std::size_t heard_before_hooks_ = 0;
    TableWatch watch_{{"thing", "other", "third"}, [this](Tables changed) { told_.push_back(changed); }};
};
INSTANTIATE_TEST_SUITE_P(Engines, WatchTest, ::testing::Values(Engine::sqlite, Engine::postgres),
                         testing::engine_name);

TEST_P(WatchTest, HearsOfCommitsBeforeTheirHooks) {
    EXPECT_TRUE(here_.wait(change({&kAddThing})));
    EXPECT_THAT(told_, ElementsAre(1U));
    EXPECT_EQ(heard_before_hooks_, 1U);
    EXPECT_FALSE(here_.wait(change({&kDropOther}, false)));
    EXPECT_THAT(told_, ElementsAre(1U)) << "nothing was changed";
    EXPECT_TRUE(here_.wait(change({&kDropOther})));
    EXPECT_THAT(told_, ElementsAre(1U, 2U));
    script("CREATE TABLE third (id BIGINT)");
    EXPECT_THAT(told_, ElementsAre(1U, 2U, 7U)) << "a script may have changed anything";
    (void)here_.wait(db_->one(kCount));
    EXPECT_EQ(told_.size(), 3U);
}

TEST_P(WatchTest, ADatabaseThatCanTellSaysWhetherAnythingWasCommitted) {
    auto const generation = [&](testing::LoopThread& on) {
        return on.wait(
            [](Database& of) -> Task<std::optional<std::uint64_t>> { co_return of.generation(); }(*db_));
    };
    if (GetParam() == Engine::postgres) {
        EXPECT_FALSE(generation(here_));
        return;
    }
    (void)generation(here_);
    (void)generation(there_);
    auto before = generation(here_);
    EXPECT_EQ(generation(there_), before);
    EXPECT_EQ(generation(here_), before);

    EXPECT_TRUE(here_.wait(change({&kAddThing})));
    EXPECT_NE(generation(there_), before) << "a commit of this process";
    EXPECT_NE(generation(here_), before);

    before = generation(here_);
    (void)generation(there_);
    before = generation(here_);
    auto const elsewhere = open({.url = folder_.url(), .inline_writes = true, .durable = false});
    EXPECT_TRUE(run_inline(elsewhere->write([](Tx& tx) -> Task<Result<void>> {
        co_await tx.exec(kDropOther, 1);
        co_await tx.exec(kAddThing, 2);
        co_return Result<void>{};
    })));
    EXPECT_NE(generation(here_), before) << "of another process";
}

}  // namespace
}  // namespace ax::db
