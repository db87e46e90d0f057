#include "features/realtime/feed.h"

#include "features/realtime/testing.h"

#include <mutex>

#include <gmock/gmock.h>

namespace ax::realtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kAsha;

/// A bus that keeps none of the promises that it does not make.
class BadBus final : public bus::Bus {
public:
    explicit BadBus(bus::Bus& inner) : inner_(inner) {}
    void publish(std::string_view topic, bus::Payload payload) override {
        std::lock_guard const lock(mutex_);
        auto const number = ++count_;
        if (number % 3 == 0)
            return;  // lost
        if (number % 5 == 0) {
            held_ = payload;  // late
            return;
        }
        inner_.publish(topic, payload);
        if (number % 7 == 0)
            inner_.publish(topic, payload);  // twice
        if (auto late = std::exchange(held_, {}))
            inner_.publish(topic, late);
    }
    bus::Subscription subscribe(std::string_view topic, Receiver receiver) override {
        return inner_.subscribe(topic, std::move(receiver));
    }
    [[nodiscard]] bool wanted(std::string_view) const noexcept override { return true; }

private:
    bus::Bus& inner_;
    std::mutex mutex_;
    int count_ = 0;
    bus::Payload held_;
};

class Kept final : public Feed::Receiver {
public:
    void ready(Ready const& what) override { readies.push_back(what); }
    void lasting(std::string_view frame) override { numbers.push_back(number_of(frame).value_or(-1)); }
    void passing(std::string_view name, std::string_view) override { names.emplace_back(name); }
    void broken() override { is_broken = true; }
    [[nodiscard]] bool has_room() override { return room; }

    std::vector<Ready> readies;
    std::vector<std::int64_t> numbers;
    std::vector<std::string> names;
    bool is_broken = false;
    bool room = true;
};

class FeedTest : public testing::StreamFixture {
protected:
    /// Begins on the first loop; writers may be on both.
    void begin(bus::Bus& on_bus, std::optional<std::int64_t> seen) {
        testing::on(here_, [&] {
            feed = std::make_shared<Feed>(Feed::Ports{*db_, on_bus, stream}, kAsha, kept);
            feed->start(seen);
        });
    }
    void TearDown() override {
        if (feed)
            testing::on(here_, [this] { feed->stop(); });
        // What still reads holds the feed; it has to end before its loop does.
        std::weak_ptr<Feed> const reading = feed;
        feed.reset();
        EXPECT_TRUE(soon([&] { return reading.expired(); }));
        testing::on(here_, [] {});
        StreamFixture::TearDown();
    }
    std::vector<std::int64_t> numbers() {
        std::vector<std::int64_t> out;
        testing::on(here_, [&] { out = kept.numbers; });
        return out;
    }
    static std::vector<std::int64_t> up_to(std::int64_t last) {
        std::vector<std::int64_t> out(static_cast<std::size_t>(last));
        std::iota(out.begin(), out.end(), 1);
        return out;
    }

    BadBus bad{bus};
    Stream bad_stream{clock_, bad};
    Kept kept;
    std::shared_ptr<Feed> feed;
};
INSTANTIATE_TEST_SUITE_P(Engines, FeedTest, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(FeedTest, WhoResumesWhileOthersWriteGetsEachNumberOnceAndInOrder) {
    constexpr int kBefore = 20;
    constexpr int kDuring = 60;
    for (int i = 0; i < kBefore; ++i) append({kAsha}, "before");
    std::vector<std::future<void>> writers;
    for (int i = 0; i < kDuring; ++i) {
        writers.push_back((i % 2 == 0 ? here_ : there_).start(appending({kAsha}, "during")));
        if (i == kDuring / 3)
            begin(bus, 0);
    }
    for (auto& one : writers) finish(std::move(one));
    EXPECT_TRUE(soon([&] { return numbers().size() >= kBefore + kDuring; }));
    EXPECT_EQ(numbers(), up_to(kBefore + kDuring));
    ASSERT_EQ(kept.readies.size(), 1U);
    EXPECT_FALSE(kept.readies[0].reload || kept.is_broken);
}

TEST_P(FeedTest, ABusThatLosesDoublesAndReordersChangesNothing) {
    begin(bad, 0);
    auto const write = [this](int i) {
        here_.wait(db_->write([&](db::Tx& tx) -> Task<bool> {
            testing::Note const note{std::to_string(i)};
            std::array const to{kAsha};
            co_await bad_stream.append(tx, to, testing::kNoted, note);
            co_return true;
        }));
    };
    for (int i = 0; i < 100; ++i) write(i);
    // 101 is not lost, so that nothing before it can stay unnoticed.
    write(100);
    EXPECT_TRUE(soon([&] { return numbers().size() >= 101; }));
    EXPECT_EQ(numbers(), up_to(101));
    EXPECT_FALSE(kept.is_broken);
}

TEST_P(FeedTest, LooksForWhatWasLostWhenItIsToldOfAGap) {
    begin(bus, 0);
    append({kAsha}, "heard");
    EXPECT_TRUE(soon([&] { return numbers().size() == 1; }));
    bus::LocalBus nobody_hears;
    Stream const mute{clock_, nobody_hears};
    for (int i = 0; i < 3; ++i)
        here_.wait(db_->write([&](db::Tx& tx) -> Task<bool> {
            testing::Note const note{"lost"};
            std::array const to{kAsha};
            co_await mute.append(tx, to, testing::kNoted, note);
            co_return true;
        }));
    EXPECT_EQ(numbers(), up_to(1));
    auto const gap = std::make_shared<std::string const>();
    bus.publish("user:1", gap);
    EXPECT_TRUE(soon([&] { return numbers().size() == 4; }));
    bus.publish("user:1", gap);
    bus.publish("all", gap);
    append({kAsha}, "heard again");
    EXPECT_TRUE(soon([&] { return numbers().size() == 5; }));
    EXPECT_EQ(numbers(), up_to(5));
    EXPECT_THAT(kept.names, IsEmpty());
    EXPECT_FALSE(kept.is_broken);
}

TEST_P(FeedTest, WhatIsPurgedUnderAGapEndsTheConnection) {
    begin(bus, 0);
    for (int i = 0; i < 3; ++i) append({kAsha}, "x");
    EXPECT_TRUE(soon([&] { return numbers().size() == 3; }));
    script("UPDATE user_event SET seq = seq + 10");
    bus.publish("user:1",
                std::make_shared<std::string const>(lasting_frame(9, "test.noted", clock_.now(), "{}")));
    EXPECT_TRUE(soon([&] {
        bool broken = false;
        testing::on(here_, [&] { broken = kept.is_broken; });
        return broken;
    }));
    EXPECT_EQ(numbers(), up_to(3));
}

TEST_P(FeedTest, WaitsForRoomAndForgetsNothing) {
    for (int i = 0; i < 5; ++i) append({kAsha}, "x");
    kept.room = false;
    begin(bus, 0);
    append({kAsha}, "live");
    EXPECT_THAT(numbers(), IsEmpty());
    testing::on(here_, [this] { kept.room = true; });
    EXPECT_TRUE(soon([&] { return numbers().size() == 6; }));
    EXPECT_EQ(numbers(), up_to(6));
}

TEST_P(FeedTest, AfterItsEndNobodyIsTold) {
    begin(bus, 0);
    testing::on(here_, [this] { feed->stop(); });
    append({kAsha}, "x");
    EXPECT_THAT(numbers(), IsEmpty());
}

TEST_P(FeedTest, PassingNewsWaitForReady) {
    begin(bus, {});
    EXPECT_TRUE(soon([&] {
        bool ready = false;
        testing::on(here_, [&] { ready = !kept.readies.empty(); });
        return ready;
    }));
    stream.tell(kAsha, testing::kPassed, testing::Note{"x"});
    testing::Heard(here_, bus, "x").texts();
    EXPECT_THAT(kept.names, ElementsAre("test.passed"));
}

}  // namespace
}  // namespace ax::realtime
