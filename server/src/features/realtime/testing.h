#pragma once

#include "features/realtime/event_store.h"
#include "features/realtime/frame.h"
#include "features/realtime/realtime.h"
#include "platform/bus/local_bus.h"
#include "platform/jobs/testing.h"

#include <future>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

/// For this feature's tests: a migrated database of either engine with two accounts, a bus, a stream.
namespace ax::realtime::testing {

using db::testing::LoopThread;

inline constexpr AccountId kAsha{1};
inline constexpr AccountId kBela{2};

struct Note {
    std::string text;
    static constexpr auto wire() { return contract::Fields{field("text", &Note::text)}; }
};
inline constexpr Event<Note> kNoted{
    .name = "test.noted", .direction = Direction::to_client, .summary = "Something happened"};
inline constexpr Event<Note> kPassed{.name = "test.passed",
                                     .direction = Direction::to_client,
                                     .summary = "Something passed by",
                                     .delivery = Delivery::passing};

/// Runs `job` on the loop and waits for its end.
inline void on(LoopThread& loop, std::function<void()> job) {
    loop.wait([](std::function<void()> work) -> Task<bool> {
        work();
        co_return true;
    }(std::move(job)));
}

/// What arrives on a topic.
class Heard {
public:
    Heard(LoopThread& loop, bus::Bus& bus, std::string topic) : loop_(loop) {
        on(loop_, [this, &bus, topic] {
            subscription_ = bus.subscribe(topic, [this](bus::Payload const& p) { texts_.push_back(*p); });
        });
    }
    ~Heard() {
        on(loop_, [this] { subscription_.reset(); });
    }
    Heard(Heard const&) = delete;
    Heard& operator=(Heard const&) = delete;

    /// After everything that was posted to the loop before, also from inside of a job that may not have ended
    /// yet.
    std::vector<std::string> texts() {
        std::vector<std::string> out;
        on(loop_, [] {});
        on(loop_, [&] { out = texts_; });
        return out;
    }

private:
    LoopThread& loop_;
    std::vector<std::string> texts_;
    bus::Subscription subscription_;
};

class StreamFixture : public jobs::testing::JobsTest {
protected:
    void SetUp() override {
        JobsTest::SetUp();
        if (IsSkipped())
            return;
        for (auto const* const name : {"asha", "bela"})
            script(fmt::format(
                "INSERT INTO account (email, name, password_hash, password_changed_at, time_zone, "
                "created_at) VALUES ('{0}@x.example', '{0}', '', 0, 'UTC', 0)",
                name));
    }
    Task<void> appending(std::vector<AccountId> to, std::string text, bool keep = true) {
        Note const note{std::move(text)};
        co_await db_->write([&](db::Tx& tx) -> Task<Result<void>> {
            co_await stream.append(tx, to, kNoted, note);
            if (!keep)
                co_return fail(Code::conflict, "test.rolled_back");
            co_return Result<void>{};
        });
    }
    void append(std::vector<AccountId> to, std::string text, bool keep = true) {
        here_.wait(appending(std::move(to), std::move(text), keep));
    }
    static void finish(std::future<void> one) { LoopThread::get(std::move(one)); }

    bus::LocalBus bus;
    Stream stream{clock_, bus};
};

}  // namespace ax::realtime::testing
