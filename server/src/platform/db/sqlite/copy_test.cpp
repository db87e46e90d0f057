#include "platform/db/plain.h"
#include "platform/db/sqlite_copy.h"
#include "platform/db/testing.h"

#include <fstream>

namespace ax::db {
namespace {

using testing::Folder;

class SqliteCopyTest : public ::testing::Test {
protected:
    void SetUp() override {
        writer.wait(db->write([](Tx& tx) -> Task<bool> {
            co_await tx.script(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, pad TEXT); CREATE TABLE pair (a BIGINT, b BIGINT);"
                "INSERT INTO pair VALUES (0, 0)");
            // More than one step of the copy.
            co_await tx.script(
                "INSERT INTO t (pad) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                "i < 8000) SELECT hex(randomblob(500)) FROM n");
            co_return true;
        }));
    }
    void commit_one() {
        writer.wait(db->write([](Tx& tx) -> Task<bool> {
            co_await tx.script("UPDATE pair SET a = a + 1, b = b + 1; INSERT INTO t (pad) VALUES ('late')");
            co_return true;
        }));
    }

    Folder folder;
    std::filesystem::path copy = folder.path / "copy.db";
    std::unique_ptr<Database> db = open({.url = make()});
    testing::LoopThread writer;

private:
    std::string make() const { return folder.url(); }
};

// Without the read that the copy joins, each of these commits would start it again.
TEST_F(SqliteCopyTest, IsOneSnapshotAndEndsWhateverIsCommittedMeanwhile) {
    int steps = 0;
    copy_sqlite(folder.path / "test.db", copy, [&](std::int64_t) {
        ++steps;
        commit_one();
    });
    EXPECT_GT(steps, 2);
    EXPECT_LT(steps, 100);
    auto const there = Plain::open("sqlite:" + copy.string());
    EXPECT_EQ(there->text("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(there->number("SELECT count(*) FROM t"), 8000);
    EXPECT_EQ(there->number("SELECT a FROM pair"), 0);
    EXPECT_EQ(there->text("PRAGMA journal_mode"), "delete");
    EXPECT_FALSE(std::filesystem::exists(copy.string() + "-wal"));
}

TEST_F(SqliteCopyTest, OverwritesNothingAndLeavesNothing) {
    {
        std::ofstream(copy) << "somebody's";
    }
    EXPECT_THROW(copy_sqlite(folder.path / "test.db", copy), PlainError);
    EXPECT_EQ(std::filesystem::file_size(copy), 10U);
    std::filesystem::remove(copy);
    EXPECT_THROW(copy_sqlite(folder.path / "none.db", copy), PlainError);
    EXPECT_FALSE(std::filesystem::exists(copy));
    EXPECT_THROW(
        copy_sqlite(folder.path / "test.db", copy, [](std::int64_t) { throw std::runtime_error("stop"); }),
        std::runtime_error);
    EXPECT_FALSE(std::filesystem::exists(copy));
}

}  // namespace
}  // namespace ax::db
