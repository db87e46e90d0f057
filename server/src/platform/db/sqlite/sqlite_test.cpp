// Size: one writer, one set of fixtures: what a group keeps, loses and repeats is read best side by side.

#include "platform/db/sqlite/connection.h"
#include "platform/db/testing.h"

#include <csignal>
#include <semaphore>
#include <sys/resource.h>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ax::db {
namespace {

using testing::LoopThread;

Query const kAdd{"sqlite_test.add", "INSERT INTO note (text) VALUES ($1)"};
Query const kCount{"sqlite_test.count", "SELECT COUNT(*) FROM note"};
Query const kHas{"sqlite_test.has", "SELECT COUNT(*) FROM note WHERE text = $1"};
Query const kPart{"sqlite_test.part", "INSERT INTO part (note_id) VALUES ($1)"};
Query const kEndless{"sqlite_test.endless",
                     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n",
                     "SELECT 1"};
Query const kFillEndlessly{"sqlite_test.fill_endlessly",
                           "INSERT INTO note (text) WITH RECURSIVE n(i) AS "
                           "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'n' FROM n WHERE i < 0",
                           "SELECT 1"};
// The change is made; then its answer overflows.
Query const kAddUnanswered{"sqlite_test.add_unanswered",
                           "INSERT INTO note (text) VALUES ($1); SELECT abs(-9223372036854775807 - 1)",
                           "INSERT INTO note (text) VALUES ($1)"};
Query const kAddAnswered{
    "sqlite_test.add_answered",
    "INSERT INTO note (text) VALUES ($1) ON CONFLICT DO NOTHING; SELECT last_insert_rowid()",
    "INSERT INTO note (text) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id"};
// Two changes and what they answer; $2 may be a text that is there already.
Query const kAddTwo{"sqlite_test.add_two",
                    "INSERT INTO note (text) VALUES ($1) ON CONFLICT DO NOTHING;"
                    "INSERT INTO note (text) VALUES ($2); SELECT COUNT(*), $1 || $2 FROM note",
                    "SELECT $1, $2"};
Query const kSearch{"sqlite_test.search", "SELECT COUNT(*) FROM note_text WHERE note_text MATCH $1",
                    "SELECT $1"};

class SqliteTest : public ::testing::Test {
protected:
    void SetUp() override { reopen({}); }
    void TearDown() override {
        here_.stop();
        there_.stop();
        db_.reset();
    }
    void reopen(OpenOptions options) {
        db_.reset();
        options.url = folder_.url();
        db_ = open(options);
        script(
            "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
            "CREATE TABLE IF NOT EXISTS part "
            "(note_id INTEGER REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED);");
    }
    void script(std::string sql) {
        here_.wait(db_->write([sql = std::move(sql)](Tx& tx) -> Task<bool> {
            co_await tx.script(sql);
            co_return true;
        }));
    }
    Task<std::int64_t> add(std::string text) {
        return db_->write(
            [text = std::move(text)](Tx& tx) -> Task<std::int64_t> { return tx.exec(kAdd, text); });
    }
    // Runs a body that holds the writer's thread, so that what is queued meanwhile becomes one group.
    std::future<bool> hold_writer() {
        auto future = there_.start(db_->write([this](Tx&) -> Task<bool> {
            held_.release();
            go_on_.acquire();
            co_return true;
        }));
        held_.acquire();
        return future;
    }
    template <class T>
    void queued(std::future<T> const&) {
        // Jobs of one loop run in order, so a later one says that the write before it has been queued.
        here_.wait([]() -> Task<void> { co_return; }());
    }
    int count() { return here_.wait(db_->one(kCount))->get<int>(0); }

    testing::Folder folder_;
    LoopThread here_;
    LoopThread there_;
    std::binary_semaphore held_{0};
    std::binary_semaphore go_on_{0};
    std::unique_ptr<Database> db_;
};

template <class T>
bool unavailable(std::future<T>& future) {
    try {
        (void)LoopThread::get(std::move(future));
        return false;
    } catch (Unavailable const&) {
        return true;
    }
}

TEST_F(SqliteTest, TheFileIsForItsOwnerOnly) {
    struct stat file{};
    ASSERT_EQ(::stat((folder_.path / "test.db").c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777, 0600U);
    ASSERT_EQ(::stat((folder_.path / "test.db-wal").c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777, 0600U);
}

TEST_F(SqliteTest, OpeningWhatCannotBeOpenedSaysSo) {
    EXPECT_THROW((void)open({.url = "sqlite:/no/such/folder/x.db"}), Unavailable);
    EXPECT_THROW((void)open({.url = "mysql://x"}), std::invalid_argument);
}

TEST_F(SqliteTest, OneGroupCommitsTheGoodBodiesAndOnlyThem) {
    auto held = hold_writer();
    auto first = here_.start(add("a"));
    auto twice = here_.start(add("a"));
    auto broken = here_.start(db_->write([](Tx& tx) -> Task<int> {
        co_await tx.exec(kAdd, "b");
        throw std::runtime_error("mine");
    }));
    auto sees = here_.start(db_->write([](Tx& tx) -> Task<int> {
        co_await tx.exec(kAdd, "c");
        co_return (co_await tx.one(kCount))->get<int>(0);
    }));
    queued(sees);
    go_on_.release();
    EXPECT_TRUE(LoopThread::get(std::move(held)));
    EXPECT_EQ(LoopThread::get(std::move(first)), 1);
    EXPECT_THROW(LoopThread::get(std::move(twice)), ViolationError);
    EXPECT_THROW(LoopThread::get(std::move(broken)), std::runtime_error);
    EXPECT_EQ(LoopThread::get(std::move(sees)), 2) << "a body sees those before it in the group";
    EXPECT_EQ(count(), 2);
}

TEST_F(SqliteTest, WhoDeclinesWithoutHavingWrittenCostsTheOthersNothing) {
    auto runs = std::make_shared<int>(0);
    auto const counted = [this, runs](std::string text) {
        return db_->write([runs, text = std::move(text)](Tx& tx) -> Task<std::int64_t> {
            ++*runs;
            return tx.exec(kAdd, text);
        });
    };
    auto const declines = [this](bool after_writing) {
        return db_->write([after_writing](Tx& tx) -> Task<Result<int>> {
            if (after_writing)
                co_await tx.exec(kAdd, "leftover");
            co_return fail(Code::conflict, "test.declined");
        });
    };
    for (bool const after_writing : {false, true}) {
        *runs = 0;
        auto held = hold_writer();
        auto good = here_.start(counted(after_writing ? "a" : "b"));
        auto declined = here_.start(declines(after_writing));
        queued(declined);
        go_on_.release();
        EXPECT_TRUE(LoopThread::get(std::move(held)));
        EXPECT_EQ(LoopThread::get(std::move(good)), 1);
        EXPECT_EQ(LoopThread::get(std::move(declined)).error().reason, "test.declined");
        EXPECT_EQ(*runs, after_writing ? 2 : 1);
    }
    EXPECT_EQ(here_.wait(db_->one(kHas, "leftover"))->get<int>(0), 0);
    EXPECT_EQ(count(), 2);
}

TEST_F(SqliteTest, AChangeWhoseAnswerFailsIsTakenBackAndTheOthersStand) {
    auto held = hold_writer();
    auto good = here_.start(add("a"));
    auto unanswered = here_.start(db_->write(
        [](Tx& tx) -> Task<std::int64_t> { co_return (co_await tx.one(kAddUnanswered, "b"))->get<int>(0); }));
    queued(unanswered);
    go_on_.release();
    EXPECT_TRUE(LoopThread::get(std::move(held)));
    EXPECT_EQ(LoopThread::get(std::move(good)), 1);
    EXPECT_ANY_THROW((void)LoopThread::get(std::move(unanswered)));
    EXPECT_EQ(here_.wait(db_->one(kHas, "b"))->get<int>(0), 0);
    EXPECT_EQ(count(), 1);
}

TEST_F(SqliteTest, AnAnswerIsGivenOnlyIfSomethingChanged) {
    auto const answered = [this] {
        return here_.wait(db_->write(
            [](Tx& tx) -> Task<bool> { co_return (co_await tx.one(kAddAnswered, "a")).has_value(); }));
    };
    EXPECT_TRUE(answered());
    EXPECT_FALSE(answered());
}

TEST_F(SqliteTest, ManyChangesOfOneQueryEndAtOneThatChangesNothing) {
    auto const two = [this](std::string first, std::string second) {
        return here_.wait(db_->write([=](Tx& tx) -> Task<std::string> {
            auto const row = co_await tx.one(kAddTwo, first, second);
            co_return row ? fmt::format("{} {}", row->get<int>(0), row->get<std::string>(1)) : "nothing";
        }));
    };
    EXPECT_EQ(two("a", "b"), "2 ab");
    EXPECT_EQ(two("a", "c"), "nothing");
    EXPECT_EQ(count(), 2);
    EXPECT_EQ(two("c", "d"), "4 cd");
}

TEST_F(SqliteTest, WhatALaterChangeOfAQueryRefusesIsTakenBackWhole) {
    here_.wait(add("there"));
    auto held = hold_writer();
    auto good = here_.start(add("good"));
    auto half = here_.start(db_->write(
        [](Tx& tx) -> Task<std::int64_t> { co_return co_await tx.exec(kAddTwo, "half", "there"); }));
    queued(half);
    go_on_.release();
    EXPECT_TRUE(LoopThread::get(std::move(held)));
    EXPECT_EQ(LoopThread::get(std::move(good)), 1);
    EXPECT_THROW((void)LoopThread::get(std::move(half)), Broken);
    EXPECT_EQ(here_.wait(db_->one(kHas, "half"))->get<int>(0), 0);
    EXPECT_EQ(count(), 2);
}

TEST_F(SqliteTest, AnAnswerComesAfterTheCommitIsVisibleToOthers) {
    sqlite::Connection other((folder_.path / "test.db").string(), {.read_only = true});
    std::vector<std::future<bool>> all;
    for (int i = 0; i < 50; ++i) {
        all.push_back((i % 2 == 0 ? here_ : there_).start([](Database& db, int n) -> Task<bool> {
            std::string const text = fmt::format("n{}", n);
            co_await db.write([&](Tx& tx) -> Task<std::int64_t> { return tx.exec(kAdd, text); });
            co_return (co_await db.one(kHas, text))->get<int>(0) == 1;
        }(*db_, i)));
    }
    for (auto& each : all) EXPECT_TRUE(LoopThread::get(std::move(each)));
    EXPECT_EQ(other.run(kCount, {})[0].get<int>(0), 50);
}

TEST_F(SqliteTest, AFullQueueRefusesAtOnce) {
    reopen({.write_queue = 2});
    auto held = hold_writer();
    auto a = here_.start(add("a"));
    auto b = here_.start(add("b"));
    auto c = here_.start(add("c"));
    EXPECT_TRUE(unavailable(c)) << "while the writer is still held";
    go_on_.release();
    EXPECT_TRUE(LoopThread::get(std::move(held)));
    EXPECT_FALSE(unavailable(a));
    EXPECT_FALSE(unavailable(b));
    EXPECT_EQ(count(), 2);
}

TEST_F(SqliteTest, ADestroyedWaiterTakesItsBodyWithIt) {
    auto held = hold_writer();
    bool ran = false;
    here_.wait([](Database& db, bool& flag) -> Task<void> {
        auto task = db.write([&flag](Tx&) -> Task<bool> {
            flag = true;
            co_return true;
        });
        task.resume();
        EXPECT_FALSE(task.done());
        co_return;
    }(*db_, ran));
    auto later = here_.start(add("later"));
    go_on_.release();
    EXPECT_TRUE(LoopThread::get(std::move(held)));
    EXPECT_EQ(LoopThread::get(std::move(later)), 1);
    EXPECT_FALSE(ran);
}

TEST_F(SqliteTest, AReadThatScansTooLongIsGivenUp) {
    reopen({.read_limit = std::chrono::milliseconds{50}});
    EXPECT_THROW(here_.wait(db_->rows(kEndless)), Unavailable);
    EXPECT_EQ(count(), 0);
}

TEST_F(SqliteTest, AnInterruptedWriteDoesNotCostTheOthersOfItsGroup) {
    reopen({.write_limit = std::chrono::milliseconds{50}});
    auto held = hold_writer();
    auto before = here_.start(add("before"));
    auto endless =
        here_.start(db_->write([](Tx& tx) -> Task<std::int64_t> { return tx.exec(kFillEndlessly); }));
    auto after = here_.start(add("after"));
    queued(after);
    go_on_.release();
    EXPECT_TRUE(LoopThread::get(std::move(held)));
    EXPECT_EQ(LoopThread::get(std::move(before)), 1);
    EXPECT_TRUE(unavailable(endless));
    EXPECT_EQ(LoopThread::get(std::move(after)), 1);
    EXPECT_EQ(count(), 2);
}

// It neither counts as kept nor goes on writing, each statement for itself.
TEST_F(SqliteTest, ABodyThatMakesNothingOfAnOutageIsNotKept) {
    reopen({.write_limit = std::chrono::milliseconds{50}});
    auto const careless = [](bool goes_on) {
        return [goes_on](Tx& tx) -> Task<bool> {
            co_await tx.exec(kAdd, "before");
            try {
                co_await tx.exec(kFillEndlessly);
            } catch (Unavailable const&) {
            }
            if (goes_on)
                co_await tx.exec(kAdd, "after");
            co_return true;
        };
    };
    for (bool const goes_on : {false, true}) {
        EXPECT_THROW(here_.wait(db_->write(careless(goes_on))), Unavailable);
        EXPECT_EQ(count(), 0);
    }
}

TEST_F(SqliteTest, ADeferredConstraintFailsOnlyItsOwnBody) {
    auto held = hold_writer();
    auto good = here_.start(add("good"));
    auto orphan = here_.start(db_->write([](Tx& tx) -> Task<std::int64_t> { return tx.exec(kPart, 4711); }));
    queued(orphan);
    go_on_.release();
    EXPECT_TRUE(LoopThread::get(std::move(held)));
    EXPECT_EQ(LoopThread::get(std::move(good)), 1);
    EXPECT_THROW(LoopThread::get(std::move(orphan)), ViolationError);
    EXPECT_EQ(count(), 1);
}

TEST_F(SqliteTest, AFullDiskFailsTheWholeGroupAndNothingIsAcknowledged) {
    auto const old_handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    std::string const large(400'000, 'x');
    auto held = hold_writer();
    std::vector<std::future<std::int64_t>> all;
    for (int i = 0; i < 10; ++i) all.push_back(here_.start(add(large + std::to_string(i))));
    queued(all.back());
    // Files of this process may not grow beyond what the log holds already.
    rlimit const tight{std::filesystem::file_size(folder_.path / "test.db-wal"), old.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    go_on_.release();
    int refused = 0;
    for (auto& each : all) refused += unavailable(each) ? 1 : 0;
    ::setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, old_handler);
    EXPECT_TRUE(LoopThread::get(std::move(held)));

    EXPECT_EQ(refused, 10);
    EXPECT_EQ(count(), 0);
    EXPECT_EQ(here_.wait(add("room again")), 1);
    EXPECT_EQ(count(), 1);
}

TEST_F(SqliteTest, BodiesReadThroughTheirTransactionOnly) {
    auto const reads = [this](Tx&) -> Task<int> { co_return (co_await db_->one(kCount))->get<int>(0); };
    EXPECT_THROW(here_.wait(db_->write(reads)), Broken);
    auto const writes = [this](Tx&) -> Task<std::int64_t> { return add("inner"); };
    EXPECT_THROW(here_.wait(db_->write(writes)), Broken);
}

TEST_F(SqliteTest, ABodyThatSuspendsIsABug) {
    auto const sleeps = [](Tx&) -> Task<int> {
        co_await std::suspend_always{};
        co_return 1;
    };
    EXPECT_THROW(here_.wait(db_->write(sleeps)), std::logic_error);
    EXPECT_EQ(here_.wait(add("still works")), 1);
}

TEST_F(SqliteTest, WorksWithoutALoopAndWithoutAThread) {
    EXPECT_EQ(run_inline(add("blocks until the commit")), 1);
    reopen({.inline_writes = true});
    EXPECT_EQ(run_inline(add("in place")), 1);
    EXPECT_EQ(run_inline(db_->one(kCount))->get<int>(0), 2);
}

TEST_F(SqliteTest, FullTextTriggersWorkUnderTheSettings) {
    script(
        "CREATE VIRTUAL TABLE note_text USING fts5(text, content='note', content_rowid='id');"
        "CREATE TRIGGER note_added AFTER INSERT ON note BEGIN "
        "INSERT INTO note_text (rowid, text) VALUES (NEW.id, NEW.text); END;");
    here_.wait(add("mock interviews in Pune"));
    EXPECT_EQ(here_.wait(db_->one(kSearch, "pune"))->get<int>(0), 1);
}

TEST_F(SqliteTest, WhatWasCommittedSurvivesReopening) {
    here_.wait(add("kept"));
    reopen({});
    EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace ax::db
