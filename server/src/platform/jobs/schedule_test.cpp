#include "platform/jobs/store.h"
#include "platform/jobs/testing.h"

#include <gmock/gmock.h>

namespace ax::jobs {
namespace {

class Schedules : public testing::JobsTest {
protected:
    int run_due(Listeners& listeners) {
        Runner runner(*db_, clock_, listeners, {.jitter = 0});
        return here_.wait(runner.run_due());
    }
    void every(Listeners& listeners, Duration period) {
        listeners.every("test.sweep", period, [this]() -> Task<void> {
            ++runs_;
            if (failing_)
                throw Failed("gateway away");
            co_return;
        });
    }

    Listeners listeners_;
    std::atomic<int> runs_ = 0;
    bool failing_ = false;
};

INSTANTIATE_TEST_SUITE_P(Engines, Schedules, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(Schedules, RunsAtOnceAndThenEveryPeriod) {
    every(listeners_, minutes{5});
    EXPECT_EQ(run_due(listeners_), 1);
    EXPECT_EQ(run_due(listeners_), 0);
    clock_.advance(minutes{5} - milliseconds{1});
    EXPECT_EQ(run_due(listeners_), 0);
    clock_.advance(milliseconds{1});
    EXPECT_EQ(run_due(listeners_), 1);
}

TEST_P(Schedules, MissedTimeIsCaughtUpOnceAndTheRhythmKept) {
    every(listeners_, minutes{5});
    run_due(listeners_);
    clock_.advance(minutes{5 * 100 + 2});
    EXPECT_EQ(run_due(listeners_), 1);
    clock_.advance(minutes{3} - milliseconds{1});
    EXPECT_EQ(run_due(listeners_), 0);
    clock_.advance(milliseconds{1});
    EXPECT_EQ(run_due(listeners_), 1);
}

TEST_P(Schedules, AnotherNodeDoesNotRepeatTheRun) {
    Listeners other;
    every(listeners_, minutes{5});
    every(other, minutes{5});
    EXPECT_EQ(run_due(listeners_), 1);
    EXPECT_EQ(run_due(other), 0);
    clock_.advance(minutes{5});
    EXPECT_EQ(run_due(other), 1);
    EXPECT_EQ(run_due(listeners_), 0);
    EXPECT_EQ(runs_, 2);
}

TEST_P(Schedules, ACrashedNodesRunIsRetakenWhenItsLeaseEnds) {
    every(listeners_, hours{1});
    Store crashed(*db_, "crashed");
    here_.wait(crashed.prepare_schedules(listeners_, clock_.now()));
    EXPECT_TRUE(here_.wait(crashed.claim_schedule("test.sweep", clock_.now(), clock_.now() + minutes{1})));
    EXPECT_EQ(run_due(listeners_), 0);
    clock_.advance(minutes{1});
    EXPECT_EQ(run_due(listeners_), 1);
}

TEST_P(Schedules, AFailureIsRetriedSoonerThanThePeriod) {
    every(listeners_, hours{1});
    failing_ = true;
    EXPECT_EQ(run_due(listeners_), 1);
    clock_.advance(seconds{10});
    EXPECT_EQ(run_due(listeners_), 1);
    clock_.advance(seconds{29});
    EXPECT_EQ(run_due(listeners_), 0);
    failing_ = false;
    clock_.advance(seconds{1});
    EXPECT_EQ(run_due(listeners_), 1);
    clock_.advance(hours{1} - seconds{41});
    EXPECT_EQ(run_due(listeners_), 0);
    clock_.advance(seconds{1});
    EXPECT_EQ(run_due(listeners_), 1);
}

TEST_P(Schedules, AChangedPeriodTakesEffectAtTheNextStart) {
    every(listeners_, days{30});
    EXPECT_EQ(run_due(listeners_), 1);
    Listeners newer;
    every(newer, minutes{1});
    EXPECT_EQ(run_due(newer), 1);
    clock_.advance(minutes{1});
    EXPECT_EQ(run_due(newer), 1);
}

TEST_P(Schedules, AStartedRunnerSweepsByItself) {
    SystemClock clock;
    every(listeners_, milliseconds{100});
    Runner runner(*db_, clock, listeners_);
    runner.start(there_.loop());
    EXPECT_TRUE(soon([&] { return runs_ >= 3; }));
    there_.wait(runner.stop(seconds{5}));
}

}  // namespace
}  // namespace ax::jobs
