#include "platform/jobs/jobs.h"

#include "contract/describe.h"
#include "platform/jobs/postponed.h"
#include "platform/jobs/testing.h"

#include <gmock/gmock.h>

namespace ax::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

struct Paid {
    static constexpr std::string_view kName = "test.paid";
    std::string who;
    static constexpr auto wire() { return contract::Fields{contract::field("who", &Paid::who)}; }
};

struct Refunded {
    static constexpr std::string_view kName = "test.refunded";
    std::int64_t amount = 0;
    static constexpr auto wire() { return contract::Fields{contract::field("amount", &Refunded::amount)}; }
};

class Jobs : public testing::JobsTest {
protected:
    void note_paid(std::string_view name) {
        listeners_.on<Paid>(name,
                            [this, label = std::string(name)](Paid const& e, JobInfo const&) -> Task<void> {
                                seen_.push_back(label + ":" + e.who);
                                co_return;
                            });
    }
    // Fails with what `failing` throws, while it is set.
    void fail_paid() {
        listeners_.on<Paid>("mail", [this](Paid const& e, JobInfo const& info) -> Task<void> {
            attempts_.push_back(info.attempt);
            if (failing_)
                failing_();
            seen_.push_back(e.who);
            co_return;
        });
    }
    int run_due() { return here_.wait(runner_->run_due()); }
    std::vector<DeadJob> dead() { return here_.wait(runner_->dead()); }
    void restart(RunnerOptions options = {.jitter = 0}) {
        runner_ = std::make_unique<Runner>(*db_, clock_, listeners_, options);
    }
    void SetUp() override {
        JobsTest::SetUp();
        if (!IsSkipped())
            restart();
    }
    void TearDown() override {
        runner_.reset();
        JobsTest::TearDown();
    }

    Listeners listeners_;
    std::unique_ptr<Runner> runner_;
    std::vector<std::string> seen_;
    std::vector<int> attempts_;
    std::function<void()> failing_;
};

INSTANTIATE_TEST_SUITE_P(Engines, Jobs, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(Jobs, EveryListenerOfTheEventRunsOnce) {
    note_paid("mail");
    note_paid("ledger");
    listeners_.on<Refunded>("mail", [this](Refunded const& e, JobInfo const&) -> Task<void> {
        seen_.push_back("refund:" + std::to_string(e.amount));
        co_return;
    });
    add(listeners_, Paid{"asha"});
    EXPECT_EQ(run_due(), 2);
    EXPECT_THAT(seen_, UnorderedElementsAre("mail:asha", "ledger:asha"));
    add(listeners_, Refunded{50'000});
    EXPECT_EQ(run_due(), 1);
    EXPECT_EQ(seen_.back(), "refund:50000");
    EXPECT_EQ(run_due(), 0);
}

TEST_P(Jobs, NothingRunsIfTheTransactionIsRolledBack) {
    note_paid("mail");
    add(listeners_, Paid{"asha"}, {}, false);
    EXPECT_EQ(run_due(), 0);
    EXPECT_THAT(seen_, IsEmpty());
}

TEST_P(Jobs, TwoListenersOfOneNameAreABug) {
    note_paid("mail");
    EXPECT_THROW(note_paid("mail"), std::logic_error);
}

TEST_P(Jobs, RunAtIsWaitedFor) {
    note_paid("mail");
    add(listeners_, Paid{"asha"}, {.run_at = clock_.now() + hours{1}});
    EXPECT_EQ(run_due(), 0);
    clock_.advance(hours{1});
    EXPECT_EQ(run_due(), 1);
}

TEST_P(Jobs, ADedupeKeyMakesARepeatImpossibleAlsoAfterTheFirstIsDone) {
    note_paid("mail");
    note_paid("ledger");
    add(listeners_, Paid{"asha"}, {.dedupe_key = "17"});
    add(listeners_, Paid{"asha"}, {.dedupe_key = "17"});
    EXPECT_EQ(run_due(), 2);
    add(listeners_, Paid{"asha"}, {.dedupe_key = "17"});
    EXPECT_EQ(run_due(), 0);
    add(listeners_, Paid{"asha"}, {.dedupe_key = "18"});
    EXPECT_EQ(run_due(), 2);
}

TEST_P(Jobs, AFailureIsRetriedAloneWithBackOff) {
    note_paid("ledger");
    fail_paid();
    failing_ = [] { throw Failed("smtp 450"); };
    add(listeners_, Paid{"asha"});
    EXPECT_EQ(run_due(), 2);
    for (Duration const delay : {seconds{10}, seconds{30}, seconds{90}}) {
        clock_.advance(delay - milliseconds{1});
        EXPECT_EQ(run_due(), 0);
        clock_.advance(milliseconds{1});
        EXPECT_EQ(run_due(), 1);
    }
    failing_ = nullptr;
    clock_.advance(seconds{270});
    EXPECT_EQ(run_due(), 1);
    EXPECT_THAT(attempts_, ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(seen_, ElementsAre("ledger:asha", "asha"));
}

TEST_P(Jobs, TheLastAttemptLeavesADeadLetterThatCanBeRetried) {
    restart({.max_attempts = 2, .jitter = 0});
    fail_paid();
    failing_ = [] { throw Failed("smtp 450"); };
    add(listeners_, Paid{"asha"});
    run_due();
    EXPECT_THAT(dead(), IsEmpty());
    clock_.advance(hours{1});
    run_due();
    auto const letters = dead();
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters[0].listener, "mail");
    EXPECT_EQ(letters[0].event, "test.paid");
    EXPECT_EQ(letters[0].attempts, 2);
    EXPECT_EQ(letters[0].last_error, "smtp 450");
    EXPECT_EQ(letters[0].died_at, clock_.now());
    clock_.advance(days{30});
    EXPECT_EQ(run_due(), 0);

    failing_ = nullptr;
    EXPECT_TRUE(here_.wait(runner_->retry(letters[0].id)));
    EXPECT_FALSE(here_.wait(runner_->retry(letters[0].id)));
    EXPECT_EQ(run_due(), 1);
    EXPECT_THAT(seen_, ElementsAre("asha"));
    EXPECT_THAT(dead(), IsEmpty());
}

TEST_P(Jobs, APermanentFailureIsNotRetried) {
    fail_paid();
    failing_ = [] { throw Permanent("smtp 550"); };
    add(listeners_, Paid{"asha"});
    run_due();
    clock_.advance(days{1});
    EXPECT_EQ(run_due(), 0);
    ASSERT_EQ(dead().size(), 1U);
    EXPECT_EQ(dead()[0].last_error, "smtp 550");
}

TEST_P(Jobs, TheTextOfOtherExceptionsIsNotStored) {
    restart({.max_attempts = 1});
    fail_paid();
    failing_ = [] { throw std::runtime_error("no mailbox asha@example.org"); };
    add(listeners_, Paid{"asha"});
    run_due();
    ASSERT_EQ(dead().size(), 1U);
    EXPECT_EQ(dead()[0].last_error, "std::runtime_error");
}

TEST_P(Jobs, AJobWhoseListenerThisNodeLacksIsKeptForAnother) {
    note_paid("mail");
    add(listeners_, Paid{"asha"});
    Listeners older;
    Runner elsewhere(*db_, clock_, older, {.jitter = 0});
    EXPECT_EQ(here_.wait(elsewhere.run_due()), 1);
    clock_.advance(seconds{10});
    EXPECT_EQ(run_due(), 1);
    EXPECT_THAT(seen_, ElementsAre("mail:asha"));
}

TEST_P(Jobs, WhatWasCommittedBeforeACrashRunsAfterTheRestart) {
    note_paid("mail");
    add(listeners_, Paid{"asha"});
    runner_.reset();
    here_.stop();  // nothing of the old process is left
    there_.stop();
    db_.reset();
    reopen();
    restart();
    testing::LoopThread restarted;
    EXPECT_EQ(restarted.wait(runner_->run_due()), 1);
    EXPECT_THAT(seen_, ElementsAre("mail:asha"));
    runner_.reset();
    restarted.stop();
    db_.reset();
}

TEST_P(Jobs, WhatAJobRecordsRunsInTheSamePass) {
    Outbox outbox(clock_, listeners_);
    listeners_.on<Refunded>("ledger", [&](Refunded const&, JobInfo const&) -> Task<void> {
        co_await db_->write([&](db::Tx& tx) -> Task<bool> {
            co_await outbox.add(tx, Paid{"mentor"});
            co_return true;
        });
    });
    note_paid("mail");
    add(listeners_, Refunded{1});
    EXPECT_EQ(run_due(), 2);
    EXPECT_THAT(seen_, ElementsAre("mail:mentor"));
}

TEST_P(Jobs, WhatIsPutOffComesAgainAndLosesNoAttempt) {
    restart({.max_attempts = 2, .jitter = 0});
    std::vector<int> attempts;
    std::optional<Duration> wish = minutes{7};
    listeners_.on<Paid>("mail", [&](Paid const&, JobInfo const& info) -> Task<void> {
        attempts.push_back(info.attempt);
        if (wish)
            throw Postponed(clock_.now() + *wish);
        co_return;
    });
    add(listeners_, Paid{"asha"});
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(run_due(), 1);
        EXPECT_EQ(run_due(), 0) << "not before its time";
        clock_.advance(minutes{7});
    }
    EXPECT_THAT(attempts, ::testing::Each(1));
    wish = Duration{};
    EXPECT_EQ(run_due(), 1) << "at once is a moment later";
    clock_.advance(milliseconds{1});
    wish.reset();
    EXPECT_EQ(run_due(), 1);
    EXPECT_THAT(dead(), IsEmpty());
}

TEST_P(Jobs, WhatIsPutOffForDaysIsGivenUp) {
    listeners_.on<Paid>("mail", [&](Paid const&, JobInfo const&) -> Task<void> {
        throw Postponed(clock_.now() + hours{10});
        co_return;
    });
    add(listeners_, Paid{"asha"});
    for (int i = 0; i < 10; ++i) {
        run_due();
        clock_.advance(hours{10});
    }
    ASSERT_EQ(dead().size(), 1U);
    EXPECT_EQ(dead()[0].last_error, "it was put off for too long");
}

TEST(RetryDelay, GrowsByTheFactorUpToTheLongest) {
    RunnerOptions const options;
    EXPECT_EQ(retry_delay(options, 1), Duration{seconds{10}});
    EXPECT_EQ(retry_delay(options, 2), Duration{seconds{30}});
    EXPECT_EQ(retry_delay(options, 6), Duration{seconds{2430}});
    EXPECT_EQ(retry_delay(options, 7), Duration{hours{2}});
    EXPECT_EQ(retry_delay(options, 1000), Duration{hours{2}});
    Duration in_total{};
    for (int failed = 1; failed < options.max_attempts; ++failed) in_total += retry_delay(options, failed);
    EXPECT_GT(in_total, hours{20});
    EXPECT_LT(in_total, hours{28});
}

}  // namespace
}  // namespace ax::jobs
