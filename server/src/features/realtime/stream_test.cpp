#include "features/realtime/testing.h"

#include <gmock/gmock.h>

namespace ax::realtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kAsha;
using testing::kBela;

class StreamTest : public testing::StreamFixture {
protected:
    Stream::Rest since(AccountId account, std::int64_t seen, int limit = 100) {
        return here_.wait(stream.since(*db_, account, seen, limit));
    }
    std::vector<std::int64_t> numbers(AccountId account) {
        std::vector<std::int64_t> out;
        for (auto const& event : since(account, 0, 1000).events) out.push_back(event.seq);
        return out;
    }
    /// PostgreSQL keeps everybody's newest row, see event_store.
    static bool newest_stays() { return GetParam() == db::Engine::postgres; }
    std::int64_t purge(Duration older, int limit = 1000) {
        auto const before = clock_.now() - older;
        return here_.wait(db_->write([&](db::Tx& tx) -> Task<std::int64_t> {
            co_return co_await event_store::purge(tx, before, limit);
        }));
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, StreamTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(StreamTest, NumbersAreEachAccountsOwnFromOneOn) {
    append({kAsha, kBela, kAsha}, "first");
    append({kAsha}, "second");
    auto const rest = since(kAsha, 0);
    ASSERT_EQ(rest.events.size(), 2U) << "an account that is named twice is told once";
    EXPECT_EQ(rest.events[0].seq, 1);
    EXPECT_EQ(rest.events[0].name, "test.noted");
    EXPECT_EQ(rest.events[0].data.json, R"({"text":"first"})");
    EXPECT_EQ(rest.events[0].at, clock_.now());
    EXPECT_EQ(rest.events[1].seq, 2);
    EXPECT_EQ(rest.last, 2);
    EXPECT_FALSE(rest.reload || rest.more);
    EXPECT_THAT(numbers(kBela), ElementsAre(1));
}

TEST_P(StreamTest, WhatIsRolledBackLeavesNoHole) {
    append({kAsha}, "kept");
    append({kAsha}, "lost", false);
    append({kAsha}, "kept");
    EXPECT_THAT(numbers(kAsha), ElementsAre(1, 2));
}

TEST_P(StreamTest, ManyWritersAtOnceLeaveNoHoleAndFailNobody) {
    constexpr int kEach = 15;
    std::vector<std::future<void>> all;
    for (int i = 0; i < kEach; ++i) {
        all.push_back(here_.start(appending({kAsha, kBela}, "here", i % 3 != 0)));
        all.push_back(there_.start(appending({kBela, kAsha}, "there", i % 3 != 1)));
    }
    for (auto& one : all) EXPECT_NO_THROW(finish(std::move(one)));
    std::vector<std::int64_t> expected(2 * kEach * 2 / 3);
    std::iota(expected.begin(), expected.end(), 1);
    EXPECT_EQ(numbers(kAsha), expected);
    EXPECT_EQ(numbers(kBela), expected);
}

TEST_P(StreamTest, TheRestComesInPiecesThatSayWhetherThereIsMore) {
    for (int i = 0; i < 5; ++i) append({kAsha}, "x");
    auto const first = since(kAsha, 1, 2);
    EXPECT_EQ(first.events.back().seq, 3);
    EXPECT_TRUE(first.more);
    EXPECT_EQ(first.last, 5);
    auto const second = since(kAsha, 3, 2);
    EXPECT_EQ(second.events.back().seq, 5);
    EXPECT_FALSE(second.more);
    auto const none = since(kAsha, 5);
    EXPECT_THAT(none.events, IsEmpty());
    EXPECT_FALSE(none.more || none.reload);
}

TEST_P(StreamTest, WhoIsAheadOfTheStreamHasToReload) {
    append({kAsha}, "x");
    EXPECT_TRUE(since(kAsha, 2).reload);
    EXPECT_TRUE(since(kBela, 1).reload);
    EXPECT_FALSE(since(kBela, 0).reload) << "nothing happened, nothing was missed";
}

TEST_P(StreamTest, PurgingKeepsTwoDaysAndNumbersNeverStartAgain) {
    append({kAsha, kBela}, "old");
    append({kAsha}, "old");
    clock_.advance(days{3});
    append({kAsha}, "young");
    EXPECT_EQ(purge(days{2}), newest_stays() ? 2 : 3) << "both old ones of Asha, and Bela's only one";
    EXPECT_EQ(purge(days{2}), 0);
    EXPECT_TRUE(since(kAsha, 0).reload);
    EXPECT_TRUE(since(kAsha, 1).reload) << "2 is gone";
    EXPECT_EQ(since(kAsha, 2).events.size(), 1U) << "who has 2 misses only 3";
    EXPECT_EQ(since(kBela, 0).reload, !newest_stays());
    EXPECT_FALSE(since(kBela, 1).reload) << "nothing was missed";
    clock_.advance(days{30});
    EXPECT_EQ(purge(days{2}), newest_stays() ? 0 : 1);
    EXPECT_FALSE(since(kAsha, 3).reload);
    append({kAsha, kBela}, "new");
    EXPECT_EQ(since(kAsha, 3).events.at(0).seq, 4);
    EXPECT_EQ(since(kBela, 1).events.at(0).seq, 2);
}

TEST_P(StreamTest, APurgeInPiecesIsNoticedInTheMiddleToo) {
    for (int i = 0; i < 6; ++i) append({kAsha}, "old");
    script("DELETE FROM user_event WHERE account_id = 1 AND seq = 3");
    EXPECT_TRUE(since(kAsha, 0).reload);
    EXPECT_TRUE(since(kAsha, 1).reload);
    EXPECT_FALSE(since(kAsha, 3).reload);
    clock_.advance(days{3});
    EXPECT_EQ(purge(days{2}, 3), 3);
    EXPECT_EQ(purge(days{2}, 3), newest_stays() ? 1 : 2);
    EXPECT_EQ(since(kAsha, 5).events.size(), newest_stays() ? 1U : 0U);
    EXPECT_NE(since(kAsha, 5).reload, newest_stays()) << "6 is gone, or it is there";
    EXPECT_FALSE(since(kAsha, 6).reload);
}

TEST_P(StreamTest, WhoIsTooFarBehindHasToReload) {
    append({kAsha}, "x");
    append({kAsha}, "x");
    script(fmt::format("UPDATE user_event SET seq = seq + {0}; UPDATE user_stream SET last = last + {0}",
                       event_store::kFurthest));
    EXPECT_TRUE(since(kAsha, 1).reload);
    EXPECT_TRUE(since(kAsha, 2).reload) << "these rows are gone";
    EXPECT_EQ(since(kAsha, event_store::kFurthest).events.size(), 2U);
}

// SQLite gives the ids of deleted rows out again, and links to them still stand in what is kept.
TEST_P(StreamTest, AnotherEventInTheOldPlaceIsNoLink) {
    for (auto const who : {kAsha, kAsha, kBela}) append({who}, "old");
    script("DELETE FROM user_event");
    for (auto const who : {kBela, kBela, kAsha}) append({who}, "new");
    EXPECT_TRUE(since(kAsha, 1).reload) << "the row before 3 is Bela's now";
    EXPECT_EQ(since(kAsha, 2).events.at(0).seq, 3);
    EXPECT_TRUE(since(kBela, 0).reload);
    EXPECT_EQ(since(kBela, 1).events.size(), 2U);

    script("DELETE FROM user_event");
    for (int i = 0; i < 3; ++i) append({kAsha}, "newer");
    EXPECT_TRUE(since(kAsha, 2).reload) << "the row before 4 is one of her later ones now";
    EXPECT_EQ(since(kAsha, 3).events.size(), 3U);
}

TEST_P(StreamTest, ReceiversHearTheWholeFrameAfterTheCommitOnly) {
    testing::Heard heard(here_, bus, "user:1");
    append({kAsha}, "lost", false);
    append({kAsha}, "kept");
    EXPECT_THAT(heard.texts(),
                ElementsAre(lasting_frame(1, "test.noted", clock_.now(), R"({"text":"kept"})")));
    stream.tell(kAsha, testing::kPassed, testing::Note{"by"});
    EXPECT_EQ(heard.texts().back(), R"({"name":"test.passed","data":{"text":"by"}})");
}

}  // namespace
}  // namespace ax::realtime
