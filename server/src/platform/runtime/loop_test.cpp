#include "platform/runtime/loop.h"

#include "platform/trace/trace.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace ax::runtime {
namespace {

TEST(Loop, KnowsWhichThreadItRunsOn) {
    Loop loop;
    EXPECT_EQ(Loop::current(), nullptr);
    Loop* seen = nullptr;
    loop.post([&] {
        seen = Loop::current();
        loop.stop();
    });
    loop.run();
    EXPECT_EQ(seen, &loop);
    EXPECT_EQ(Loop::current(), nullptr);
}

TEST(Loop, RunsTheJobsOfOneThreadInOrder) {
    Loop loop;
    std::vector<int> order;
    std::thread poster([&] {
        for (int i = 0; i < 1000; ++i) loop.post([&order, i] { order.push_back(i); });
        loop.post([&] { loop.stop(); });
    });
    loop.run();
    poster.join();
    ASSERT_EQ(order.size(), 1000U);
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(Loop, AStopBeforeTheRunIsNotLostAndALaterRunWorks) {
    Loop loop;
    loop.stop();
    loop.run();
    bool ran = false;
    loop.post([&] {
        ran = true;
        loop.stop();
    });
    loop.run();
    EXPECT_TRUE(ran);
}

TEST(Loop, WaitsForWorkUntilItIsStoppedFromAnotherThread) {
    Loop loop;
    std::atomic<int> done = 0;
    std::thread other([&] {
        loop.post([&] { ++done; });
        loop.post([&] {
            ++done;
            loop.stop();
        });
    });
    loop.run();
    other.join();
    EXPECT_EQ(done, 2);
}

Task<void> nap(Loop& loop, Duration time, std::chrono::steady_clock::time_point& woke) {
    co_await loop.sleep(time);
    woke = std::chrono::steady_clock::now();
    EXPECT_EQ(Loop::current(), &loop);
    loop.stop();
}

TEST(Loop, NeverWakesASleeperEarly) {
    Loop loop;
    std::chrono::steady_clock::time_point woke;
    auto const start = std::chrono::steady_clock::now();
    loop.post([&] { loop.spawn(nap(loop, milliseconds{20}, woke)); });
    loop.run();
    EXPECT_GE(woke - start, milliseconds{20});
}

Task<void> broken() {
    throw std::runtime_error("spawned task breaks");
    co_return;
}

TEST(Loop, SurvivesASpawnedTaskThatThrows) {
    Loop loop;
    bool after = false;
    loop.post([&] { loop.spawn(broken()); });
    loop.post([&] {
        after = true;
        loop.stop();
    });
    loop.run();
    EXPECT_TRUE(after);
}

// What a sleeper holds is freed, however long it wanted to sleep: leaks are failures here.
TEST(Loop, EndsSleepersWhenItWillNotRunAgain) {
    Loop loop;
    auto const held = std::make_shared<int>(1);
    int woken = 0;
    auto const sleeper = [](Loop& on, std::shared_ptr<int> mine, int& told) -> Task<void> {
        try {
            co_await on.sleep(hours{1});
        } catch (Stopped const&) {
            ++told;
        }
        co_await on.sleep(hours{1});
        *mine = 2;
    };
    loop.post([&] {
        for (int i = 0; i < 3; ++i) loop.spawn(sleeper(loop, held, woken));
        loop.stop();
    });
    loop.run();
    EXPECT_EQ(held.use_count(), 4);
    loop.end_sleeps();
    EXPECT_EQ(woken, 3);
    EXPECT_EQ(held.use_count(), 1);
    EXPECT_EQ(*held, 1) << "who sleeps again is ended at once";
}

TEST(Loop, TicksAboutOnceASecond) {
    Loop loop;
    int ticks = 0;
    auto const start = std::chrono::steady_clock::now();
    loop.every_second([&] {
        if (++ticks == 2)
            loop.stop();
    });
    loop.run();
    auto const took = std::chrono::steady_clock::now() - start;
    EXPECT_GE(took, seconds{2});
    EXPECT_LT(took, seconds{8});
}

Task<void> wait_for(Completion& completion, Loop& loop, std::thread::id& resumed_on) {
    co_await completion;
    resumed_on = std::this_thread::get_id();
    loop.stop();
}

TEST(Completion, ResumesTheWaiterOnItsOwnLoop) {
    Loop loop;
    std::thread::id resumed_on;
    std::optional<Completion> completion;
    std::thread setter;
    loop.post([&] {
        completion.emplace();
        loop.spawn(wait_for(*completion, loop, resumed_on));
        setter = std::thread([&] { completion->set(); });
    });
    loop.run();
    setter.join();
    EXPECT_EQ(resumed_on, std::this_thread::get_id());
}

TEST(Completion, SetBeforeTheWaitDoesNotSuspend) {
    Completion completion;
    completion.set();
    bool passed = false;
    auto wait = [&]() -> Task<void> {
        co_await completion;
        passed = true;
    };
    run_inline(wait());
    EXPECT_TRUE(passed);
}

Task<void> count_rounds(Loop& loop, int rounds, int& done) {
    for (int i = 0; i < rounds; ++i) {
        Completion completion;
        std::thread setter([&] { completion.set(); });
        co_await completion;
        EXPECT_EQ(Loop::current(), &loop);
        setter.join();
        ++done;
    }
    loop.stop();
}

// set() and the wait race in every round; a lost wake-up would hang, a double one would crash.
TEST(Completion, NeverLosesTheRace) {
    Loop loop;
    int done = 0;
    loop.post([&] { loop.spawn(count_rounds(loop, 500, done)); });
    loop.run();
    EXPECT_EQ(done, 500);
}

Task<void> traced(Loop& loop, std::uint64_t id, Completion& elsewhere, std::vector<std::uint64_t>& seen,
                  int& running) {
    trace::enter({.high = id, .low = id, .span = id});
    co_await loop.sleep(milliseconds{1});
    seen.push_back(trace::current().span);
    co_await elsewhere;
    seen.push_back(trace::current().span);
    if (--running == 0)
        loop.stop();
}

TEST(Trace, FollowsEachCoroutineAndLeaksIntoNoOther) {
    Loop loop;
    std::vector<std::uint64_t> seen_one;
    std::vector<std::uint64_t> seen_two;
    std::vector<std::uint64_t> seen_none;
    std::vector<std::unique_ptr<Completion>> completions;
    std::thread other;
    int running = 3;
    loop.post([&] {
        for (int i = 0; i < 3; ++i) completions.push_back(std::make_unique<Completion>());
        loop.spawn(traced(loop, 1, *completions[0], seen_one, running));
        EXPECT_FALSE(trace::current().active());
        loop.spawn(traced(loop, 0, *completions[1], seen_none, running));
        loop.spawn(traced(loop, 2, *completions[2], seen_two, running));
        other = std::thread([&] {
            for (auto const& completion : completions) completion->set();
        });
    });
    loop.run();
    other.join();
    EXPECT_EQ(seen_one, (std::vector<std::uint64_t>{1, 1}));
    EXPECT_EQ(seen_two, (std::vector<std::uint64_t>{2, 2}));
    EXPECT_EQ(seen_none, (std::vector<std::uint64_t>{0, 0}));
    EXPECT_FALSE(trace::current().active());
}

}  // namespace
}  // namespace ax::runtime
