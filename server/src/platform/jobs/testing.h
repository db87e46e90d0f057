#pragma once

#include "platform/db/testing_schema.h"
#include "platform/jobs/jobs.h"
#include "platform/jobs/runner.h"

#include <atomic>
#include <string>
#include <vector>

/// For tests of modules that record or run jobs: a migrated database of either engine, with two loops.
namespace ax::jobs::testing {

using db::testing::LoopThread;

/// A manual clock that loops may read while the test turns it.
class TestClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return from_micros(now_.load()); }
    void advance(Duration by) { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_ = to_micros(*parse_iso("2026-11-22T09:00:00Z"));
};

class JobsTest : public db::testing::SchemaTest {
protected:
    /// Records the event in a transaction of its own; `keep` false rolls it back.
    template <class E>
    void add(Listeners const& listeners, E event, AddOptions options = {}, bool keep = true) {
        Outbox outbox(clock_, listeners);
        here_.wait([](auto& database, auto& box, E recorded, AddOptions how, bool commit) -> Task<void> {
            auto const done = co_await database.write([&](db::Tx& tx) -> Task<Result<bool>> {
                co_await box.add(tx, recorded, how);
                if (!commit)
                    co_return fail(Code::conflict, "test.rolled_back");
                co_return true;
            });
            EXPECT_EQ(done.has_value(), commit);
        }(*db_, outbox, std::move(event), std::move(options), keep));
    }

    /// Polls, because what is waited for happens on another thread.
    template <class F>
    [[nodiscard]] static bool soon(F condition) {
        auto const deadline = std::chrono::steady_clock::now() + seconds{20};
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline)
                return false;
            std::this_thread::sleep_for(milliseconds{2});
        }
        return true;
    }

    TestClock clock_;
};

}  // namespace ax::jobs::testing
