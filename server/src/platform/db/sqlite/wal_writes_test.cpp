#include "platform/db/sqlite/connection.h"
#include "platform/db/testing.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace ax::db::sqlite {
namespace {

Query const kFill{"wal_writes_test.fill",
                  "INSERT INTO page (bytes) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                  "SELECT hex(randomblob(1500)) FROM n LIMIT $1",
                  "SELECT $1"};
Query const kSize{"wal_writes_test.size", "SELECT coalesce(sum(length(bytes)), 0) FROM page"};

class WalWritesTest : public ::testing::Test {
protected:
    void SetUp() override {
        std::ofstream{path_}.close();
        writer_.emplace(path_, Connection::Options{.limit = std::chrono::seconds{60}});
        writer_->script("CREATE TABLE page (id INTEGER PRIMARY KEY, bytes TEXT NOT NULL)");
    }
    void fill(int rows) { writer_->run(kFill, {rows}); }
    static std::int64_t size_at(Connection& connection) {
        auto const rows = connection.run(kSize, {});
        return rows[0].get<std::int64_t>(0);
    }
    // What a process that was killed now would leave behind: the bytes in the files, nothing of this one's
    // memory.
    [[nodiscard]] std::int64_t size_left_behind() const {
        auto const copy = folder_.path / "copy.db";
        std::filesystem::copy_file(path_, copy, std::filesystem::copy_options::overwrite_existing);
        std::filesystem::copy_file(path_ + "-wal", copy.string() + "-wal",
                                   std::filesystem::copy_options::overwrite_existing);
        std::filesystem::remove(copy.string() + "-shm");
        Connection other(copy.string(), {.durable = false});
        return size_at(other);
    }

    testing::Folder folder_;
    std::string path_ = (folder_.path / "pages.db").string();
    std::optional<Connection> writer_;
};

TEST_F(WalWritesTest, WhatIsCommittedIsInTheFile) {
    for (int commits = 1; commits <= 5; ++commits) {
        fill(10);
        ASSERT_EQ(size_left_behind(), commits * 10 * 3000);
    }
}

TEST_F(WalWritesTest, ATransactionLargerThanTheCacheReadsWhatItWrote) {
    writer_->script("PRAGMA cache_size = 10; BEGIN");
    fill(500);
    EXPECT_EQ(size_at(*writer_), 500 * 3000);
    EXPECT_EQ(size_left_behind(), 0);
    writer_->script("COMMIT");
    EXPECT_EQ(size_left_behind(), 500 * 3000);
}

TEST_F(WalWritesTest, WhatWasTakenBackIsWrittenOver) {
    writer_->script("PRAGMA cache_size = 10; BEGIN");
    fill(100);
    writer_->script("ROLLBACK");
    fill(7);
    EXPECT_EQ(size_at(*writer_), 7 * 3000);
    EXPECT_EQ(size_left_behind(), 7 * 3000);
}

// Between two writes of this connection another process may have committed where the pages of what was taken
// back would have come to lie.
TEST_F(WalWritesTest, WhatWasTakenBackNeverLiesUponWhatAnotherCommitted) {
    fill(50);
    Connection keeps_the_log(path_, {.read_only = true});
    EXPECT_EQ(size_at(keeps_the_log), 50 * 3000);
    for (bool const closes : {false, true}) {
        // Carried over, so that nothing is read from the log when the rest is taken back.
        writer_->script("PRAGMA wal_checkpoint; PRAGMA cache_size = 10; BEGIN IMMEDIATE");
        fill(25);
        writer_->script("ROLLBACK");
        {
            Connection other(path_, {});
            other.run(kFill, {60});
        }
        if (closes)
            writer_.reset();
        else
            fill(1);
        EXPECT_EQ(size_left_behind(), (closes ? 171 : 111) * 3000);
    }
}

TEST_F(WalWritesTest, ReadersAndTheCheckpointSeeEverything) {
    Connection reader(path_, {.read_only = true});
    fill(300);
    EXPECT_EQ(size_at(reader), 300 * 3000);
    writer_->script("PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_EQ(std::filesystem::file_size(path_ + "-wal"), 0U);
    fill(3);
    EXPECT_EQ(size_at(reader), 303 * 3000);
    writer_.reset();
    EXPECT_EQ(size_at(reader), 303 * 3000);
}

}  // namespace
}  // namespace ax::db::sqlite
