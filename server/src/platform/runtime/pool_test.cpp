#include "platform/runtime/pool.h"

#include "platform/telemetry/metrics.h"

#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace ax::runtime {
namespace {

// Runs `make()` on a loop of its own until it is done.
template <class Make>
void on_loop(Make make) {
    Loop loop;
    auto body = [&]() -> Task<void> {
        co_await make(loop);
        loop.stop();
    };
    loop.post([&] { loop.spawn(body()); });
    loop.run();
}

TEST(Pool, WorksElsewhereAndAnswersHere) {
    Pool pool(2, 8);
    bool ran = false;
    on_loop([&](Loop& loop) -> Task<void> {
        auto const here = std::this_thread::get_id();
        auto const there = co_await pool.run([] { return std::this_thread::get_id(); });
        EXPECT_NE(there, here);
        EXPECT_EQ(std::this_thread::get_id(), here);
        EXPECT_EQ(Loop::current(), &loop);
        ran = true;
    });
    EXPECT_TRUE(ran);
}

TEST(Pool, HandsTheExceptionToTheCaller) {
    Pool pool(1, 8);
    bool caught = false;
    on_loop([&](Loop&) -> Task<void> {
        try {
            co_await pool.run([]() -> int { throw std::runtime_error("no"); });
        } catch (std::runtime_error const& error) {
            caught = error.what() == std::string("no");
        }
    });
    EXPECT_TRUE(caught);
}

TEST(Pool, WithoutThreadsWorksInPlace) {
    Pool pool(0, 0);
    auto const here = std::this_thread::get_id();
    EXPECT_EQ(run_inline(pool.run([] { return std::this_thread::get_id(); })), here);
}

TEST(Pool, RefusesWorkBeyondItsQueueAtOnce) {
    std::atomic<bool> release = false;
    std::atomic<bool> running = false;
    std::atomic<int> done = 0;
    int refused = 0;
    std::optional<Pool> pool(std::in_place, 1, 2);
    auto block = [&]() -> Task<void> {
        co_await pool->run([&] {
            running = true;
            running.notify_all();
            release.wait(false);
            return 0;
        });
        ++done;
    };
    auto submit = [&] {
        start(block(), [&](std::exception_ptr failure) {
            try {
                if (failure)
                    std::rethrow_exception(failure);
            } catch (Busy const&) {
                ++refused;
            }
        });
    };
    submit();
    running.wait(false);
    submit();
    submit();
    EXPECT_EQ(refused, 0);
    submit();
    submit();
    EXPECT_EQ(refused, 2);
    auto const text = metrics::exposition();
    for (auto const* const line : {"pool_waiting 2\n", "pool_running 1\n", "pool_refused_total 2\n"})
        EXPECT_TRUE(text.contains(line)) << line;
    release = true;
    release.notify_all();
    pool.reset();
    // Ending the pool ran what had been taken.
    EXPECT_EQ(done, 3);
}

TEST(Pool, MovesValuesThatCannotBeCopied) {
    Pool pool(1, 1);
    std::string text;
    on_loop([&](Loop&) -> Task<void> {
        auto owned = co_await pool.run([] { return std::make_unique<std::string>("moved"); });
        text = *owned;
    });
    EXPECT_EQ(text, "moved");
}

}  // namespace
}  // namespace ax::runtime
