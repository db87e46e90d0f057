#include "disk/disk.h"
#include "platform/db/sqlite/connection.h"
#include "platform/db/testing.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace ax::db {
namespace {

using ax::testing::Disk;
using testing::LoopThread;

Query const kAdd{"disk_full_test.add", "INSERT INTO note (text) VALUES ($1) RETURNING id"};
Query const kCount{"disk_full_test.count", "SELECT count(*) FROM note"};
Query const kIds{"disk_full_test.ids", "SELECT id FROM note ORDER BY id"};
Query const kCheck{"disk_full_test.check", "PRAGMA integrity_check", "SELECT 'ok'"};

class DiskFullTest : public ::testing::Test {
protected:
    void SetUp() override {
        db_ = open({.url = folder_.url()});
        here_.wait(db_->write([](Tx& tx) -> Task<bool> {
            co_await tx.script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
            co_return true;
        }));
    }
    void TearDown() override {
        here_.stop();
        db_.reset();
    }
    Task<std::int64_t> add(std::size_t size) {
        return db_->write([text = std::string(size, 'x')](Tx& tx) -> Task<std::int64_t> {
            co_return (co_await tx.one(kAdd, text))->get<std::int64_t>(0);
        });
    }
    /// The ids that were acknowledged; how often there was no room.
    int add_group(int size) {
        std::vector<std::future<std::int64_t>> all;
        for (; size > 0; --size) all.push_back(here_.start(add(100 + random_() % 6000)));
        int refused = 0;
        for (auto& each : all) {
            try {
                known_.push_back(LoopThread::get(std::move(each)));
            } catch (StorageFull const&) {
                ++refused;
            }
        }
        return refused;
    }
    void expect_exactly_what_was_acknowledged() {
        std::vector<std::int64_t> ids;
        auto const rows = here_.wait(db_->rows(kIds));
        for (auto const row : rows) ids.push_back(row.get<std::int64_t>(0));
        std::ranges::sort(known_);
        EXPECT_EQ(ids, known_);
        EXPECT_EQ(here_.wait(db_->one(kCheck))->get<std::string>(0), "ok");
    }

    unsigned seed_ = std::random_device{}();
    ::testing::ScopedTrace traced_{__FILE__, __LINE__, seed_};
    std::mt19937_64 random_{seed_};
    ax::testing::DiskFolder folder_;
    Disk disk_{folder_.path};
    LoopThread here_;
    std::unique_ptr<Database> db_;
    std::vector<std::int64_t> known_;
};

TEST_F(DiskFullTest, WritesAreRefusedReadsGoOnAndAllIsWellOnceThereIsRoom) {
    for (int shortage = 0; shortage < 25; ++shortage) {
        disk_.leave_room(static_cast<std::int64_t>(random_() % 100'000));
        int refused = 0;
        for (int groups = 0; refused == 0 && groups < 1000; ++groups)
            refused = add_group(1 + static_cast<int>(random_() % 8));
        ASSERT_GT(refused, 0);
        for (int groups = 0; groups < 3; ++groups) add_group(1 + static_cast<int>(random_() % 3));
        expect_exactly_what_was_acknowledged();
        disk_.leave_endless_room();
        EXPECT_EQ(add_group(5), 0) << "at once";
        expect_exactly_what_was_acknowledged();
        if (shortage % 5 == 4) {
            disk_.cut_power();
            db_.reset();
            disk_.come_back(random_);
            db_ = open({.url = folder_.url()});
            expect_exactly_what_was_acknowledged();
        }
    }
}

TEST_F(DiskFullTest, ARollbackOfWhatFitsIsNoneOfItsBusiness) {
    disk_.leave_room(0);
    here_.wait(db_->write([](Tx& tx) -> Task<Result<int>> {
        co_await tx.one(kAdd, "x");
        co_return fail(Code::conflict, "test.declined");
    }));
    EXPECT_EQ(add_group(2), 2);
    EXPECT_EQ(here_.wait(db_->one(kCount))->get<int>(0), 0);
}

TEST_F(DiskFullTest, WhereNotEvenTheLogCanBeMadeThatIsSaid) {
    here_.stop();
    db_.reset();
    disk_.leave_room(0);
    EXPECT_THROW(
        (void)run_inline(
            open({.url = folder_.url(), .inline_writes = true})->write([](Tx& tx) -> Task<std::int64_t> {
                co_return (co_await tx.one(kAdd, "x"))->get<std::int64_t>(0);
            })),
        StorageFull);
    disk_.leave_endless_room();
    auto const again = open({.url = folder_.url()});
    EXPECT_EQ(run_inline(again->one(kCount))->get<int>(0), 0);
}

}  // namespace
}  // namespace ax::db
