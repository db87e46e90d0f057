#include "platform/jobs/runner.h"

#include "contract/describe.h"
#include "platform/jobs/store.h"
#include "platform/jobs/testing.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace ax::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

db::Query const kCount{"test.job_count", "SELECT COUNT(*) FROM job"};
db::Query const kDueAt{"test.job_due_at", "SELECT due_at FROM job"};

struct Booked {
    static constexpr std::string_view kName = "test.booked";
    std::int64_t number = 0;
    static constexpr auto wire() { return contract::Fields{contract::field("number", &Booked::number)}; }
};

/// A runner with listeners of its own: one node of a deployment.
struct Node {
    Node(db::Database& database, Clock const& clock, RunnerOptions options = {.jitter = 0})
        : runner(database, clock, listeners, std::move(options)) {}
    Listeners listeners;
    Runner runner;
};

class Running : public testing::JobsTest {
protected:
    int jobs_left() {
        return here_.wait([](db::Database& database) -> Task<int> {
            co_return (co_await database.one(kCount))->get<int>(0);
        }(*db_));
    }
    Instant due_at() {
        return here_.wait([](db::Database& database) -> Task<Instant> {
            co_return (co_await database.one(kDueAt))->get<Instant>(0);
        }(*db_));
    }
    // The node's first job waits until `gate` is set, later ones end at once.
    void wait_at_gate(Node& node, std::optional<runtime::Completion>& gate) {
        node.listeners.on<Booked>("mail", [this, &gate](Booked const&, JobInfo const& info) -> Task<void> {
            attempts_.push_back(info.attempt);
            if (++begun_ == 1) {
                gate.emplace();
                waiting_ = true;
                co_await *gate;
            }
        });
    }
    void open(std::optional<runtime::Completion>& gate) {
        there_.loop().post([&gate] { gate->set(); });
    }

    std::vector<int> attempts_;
    std::atomic<int> begun_ = 0;
    std::atomic<bool> waiting_ = false;
};

INSTANTIATE_TEST_SUITE_P(Engines, Running, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::testing::engine_name);

TEST_P(Running, AnEventIsHandledAtTheCommitWithoutASweep) {
    std::atomic<int> handled = 0;
    Node node(*db_, clock_, {.sweeps = false});
    node.listeners.on<Booked>("mail", [&](Booked const&, JobInfo const&) -> Task<void> {
        ++handled;
        co_return;
    });
    node.runner.start(there_.loop());
    for (int i = 1; i <= 10; ++i) {
        add(node.listeners, Booked{i});
        ASSERT_TRUE(soon([&] { return handled == i; }));
    }
    ASSERT_TRUE(soon([&] { return jobs_left() == 0; }));
    there_.wait(node.runner.stop(seconds{5}));
}

TEST_P(Running, TwoNodesHandleEachOfManyJobsExactlyOnce) {
    constexpr int kJobs = 150;
    std::vector<std::atomic<int>> handled(kJobs);
    std::atomic<int> total = 0;
    SystemClock clock;
    Node a(*db_, clock, {.concurrency = 4});
    Node b(*db_, clock, {.concurrency = 4});
    for (auto* const node : {&a, &b})
        node->listeners.on<Booked>("mail", [&](Booked const& e, JobInfo const&) -> Task<void> {
            ++handled[static_cast<std::size_t>(e.number)];
            ++total;
            co_return;
        });
    // Recorded by both, so that both are woken.
    a.runner.start(here_.loop());
    b.runner.start(there_.loop());
    Outbox outbox_a(clock, a.listeners);
    Outbox outbox_b(clock, b.listeners);
    for (int i = 0; i < kJobs; ++i)
        (i % 2 == 0 ? here_ : there_)
            .wait([](db::Database& database, Outbox& outbox, int number) -> Task<void> {
                co_await database.write([&](db::Tx& tx) -> Task<bool> {
                    co_await outbox.add(tx, Booked{number});
                    co_return true;
                });
            }(*db_, i % 2 == 0 ? outbox_a : outbox_b, i));
    EXPECT_TRUE(soon([&] { return total >= kJobs && jobs_left() == 0; }));
    here_.wait(a.runner.stop(seconds{5}));
    there_.wait(b.runner.stop(seconds{5}));
    EXPECT_EQ(total, kJobs);
    for (auto const& count : handled) EXPECT_EQ(count, 1);
}

TEST_P(Running, ACrashedNodesJobIsRetakenWhenItsLeaseEndsAndTheNodeCantEndItAnyMore) {
    Node node(*db_, clock_);
    std::vector<int> attempts;
    node.listeners.on<Booked>("mail", [&](Booked const&, JobInfo const& info) -> Task<void> {
        attempts.push_back(info.attempt);
        co_return;
    });
    add(node.listeners, Booked{1});
    Store crashed(*db_, "crashed");
    auto const claimed = here_.wait(crashed.claim(clock_.now(), clock_.now() + minutes{1}, 8));
    ASSERT_EQ(claimed.size(), 1U);

    clock_.advance(minutes{1} - milliseconds{1});
    EXPECT_EQ(here_.wait(node.runner.run_due()), 0);
    clock_.advance(milliseconds{1});
    Store other(*db_, "other");
    auto const retaken = here_.wait(other.claim(clock_.now(), clock_.now() + minutes{1}, 8));
    ASSERT_EQ(retaken.size(), 1U);
    here_.wait(crashed.done(claimed[0], clock_.now()));
    EXPECT_FALSE(here_.wait(crashed.extend(claimed[0], clock_.now() + hours{1})));
    EXPECT_EQ(jobs_left(), 1);

    clock_.advance(minutes{1});
    EXPECT_EQ(here_.wait(node.runner.run_due()), 1);
    EXPECT_THAT(attempts, ElementsAre(3));
    EXPECT_EQ(jobs_left(), 0);
}

TEST_P(Running, AJobThatKillsEveryNodeBecomesADeadLetter) {
    Node node(*db_, clock_, {.max_attempts = 3, .jitter = 0});
    node.listeners.on<Booked>("mail", [](Booked const&, JobInfo const&) -> Task<void> { co_return; });
    add(node.listeners, Booked{1});
    Store crashing(*db_, "crashing");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(here_.wait(crashing.claim(clock_.now(), clock_.now() + minutes{1}, 1)).size(), 1U);
        clock_.advance(minutes{1});
    }
    EXPECT_EQ(here_.wait(node.runner.run_due()), 1);
    auto const letters = here_.wait(node.runner.dead());
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters[0].last_error, "every attempt ended with a lost lease");
}

TEST_P(Running, TheLeaseOfLongWorkIsExtended) {
    Node node(*db_, clock_);
    std::optional<runtime::Completion> gate;
    wait_at_gate(node, gate);
    node.runner.start(there_.loop());
    add(node.listeners, Booked{1});
    ASSERT_TRUE(soon([&] { return waiting_.load(); }));
    Node other(*db_, clock_);
    for (int i = 0; i < 2; ++i) {
        auto const before = due_at();
        clock_.advance(seconds{40});
        ASSERT_TRUE(soon([&] { return due_at() > before; }));
        EXPECT_EQ(here_.wait(other.runner.run_due()), 0);
    }
    open(gate);
    ASSERT_TRUE(soon([&] { return jobs_left() == 0; }));
    there_.wait(node.runner.stop(seconds{5}));
    EXPECT_EQ(begun_, 1);
}

TEST_P(Running, AStoppedNodeHandsItsLeasesBack) {
    Node node(*db_, clock_);
    std::optional<runtime::Completion> gate;
    wait_at_gate(node, gate);
    node.runner.start(there_.loop());
    add(node.listeners, Booked{1});
    ASSERT_TRUE(soon([&] { return waiting_.load(); }));
    there_.wait(node.runner.stop(milliseconds{50}));

    Node other(*db_, clock_);
    other.listeners.on<Booked>("mail", [this](Booked const&, JobInfo const& info) -> Task<void> {
        attempts_.push_back(info.attempt);
        co_return;
    });
    EXPECT_EQ(here_.wait(other.runner.run_due()), 1);
    EXPECT_THAT(attempts_, ElementsAre(1, 1));
    EXPECT_EQ(jobs_left(), 0);
    open(gate);  // the old node's late end changes nothing
    there_.wait(node.runner.stop(seconds{20}));
}

TEST_P(Running, StopWaitsForWorkThatEndsInTime) {
    Node node(*db_, clock_);
    std::optional<runtime::Completion> gate;
    wait_at_gate(node, gate);
    node.runner.start(there_.loop());
    add(node.listeners, Booked{1});
    ASSERT_TRUE(soon([&] { return waiting_.load(); }));
    auto stopped = there_.start(node.runner.stop(seconds{20}));
    open(gate);
    there_.get(std::move(stopped));
    EXPECT_EQ(jobs_left(), 0);
}

TEST_P(Running, AtMostTheConfiguredNumberOfJobsRunsAtATime) {
    SystemClock clock;
    Node node(*db_, clock, {.concurrency = 3});
    std::atomic<int> now = 0, most = 0, done = 0;
    node.listeners.on<Booked>("mail", [&](Booked const&, JobInfo const&) -> Task<void> {
        most = std::max(most.load(), ++now);
        co_await there_.loop().sleep(milliseconds{5});
        --now;
        ++done;
    });
    for (int i = 0; i < 12; ++i) add(node.listeners, Booked{i});
    node.runner.start(there_.loop());
    EXPECT_TRUE(soon([&] { return done == 12; }));
    there_.wait(node.runner.stop(seconds{5}));
    EXPECT_EQ(most, 3);
}

TEST_P(Running, ANodeTakesOnlyItsShareOfJobsAndSchedules) {
    std::vector<std::string> ran;
    auto const fill = [&ran](Node& node) {
        for (auto const* const name : {"payments.refund", "mail.send"}) {
            node.listeners.on<Booked>(name, [&ran, name](Booked const&, JobInfo const&) -> Task<void> {
                ran.emplace_back(name);
                co_return;
            });
            node.listeners.every(fmt::format("{}.again", name), hours{1}, [&ran, name]() -> Task<void> {
                ran.push_back(fmt::format("{}.again", name));
                co_return;
            });
        }
    };
    Node payments(*db_, clock_, {.jitter = 0, .share = {.modules = {"payments"}}});
    Node others(*db_, clock_, {.jitter = 0, .share = {.modules = {"payments"}, .others = true}});
    fill(payments);
    fill(others);
    add(payments.listeners, Booked{1});
    EXPECT_EQ(here_.wait(payments.runner.run_due()), 2);
    EXPECT_THAT(ran, UnorderedElementsAre("payments.refund", "payments.refund.again"));
    EXPECT_EQ(jobs_left(), 1);
    ran.clear();
    EXPECT_EQ(here_.wait(others.runner.run_due()), 2);
    EXPECT_THAT(ran, UnorderedElementsAre("mail.send", "mail.send.again"));
    EXPECT_EQ(jobs_left(), 0);
}

TEST_P(Running, WhatIsSomebodyElsesNeitherWakesNorKeepsARunnerBusy) {
    Node payments(*db_, clock_, {.jitter = 0, .share = {.modules = {"payments"}}});
    payments.listeners.on<Booked>("mail", [](Booked const&, JobInfo const&) -> Task<void> { co_return; });
    add(payments.listeners, Booked{1});
    Store store(*db_, "somebody", {.modules = {"payments"}});
    EXPECT_FALSE(here_.wait(store.any_due(clock_.now())));
    EXPECT_EQ(here_.wait(store.claim(clock_.now(), clock_.now() + minutes{1}, 8)).size(), 0U);
    Store rest(*db_, "rest", {.modules = {"payments"}, .others = true});
    EXPECT_TRUE(here_.wait(rest.any_due(clock_.now())));
}

}  // namespace
}  // namespace ax::jobs
