#pragma once

#include "base/time.h"
#include "platform/socketio/lane.h"

namespace ax::socketio {

/// A lane on a real loop: one timer, running while somebody sleeps.
class LoopLane final : public Lane, public std::enable_shared_from_this<LoopLane> {
public:
    LoopLane(runtime::Loop& loop, Duration period);

    [[nodiscard]] TimePoint now() const noexcept override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] runtime::Loop* loop() noexcept override { return &loop_; }
    void post(runtime::Loop::Job job) override { loop_.post(std::move(job)); }
    void wake_by(TimePoint at) override;

private:
    struct Timer;
    void on_first() override;
    void arm(TimePoint at);
    void expired(std::shared_ptr<Timer> const& timer);

    runtime::Loop& loop_;
    Duration period_;
    // Owned by what waits for it, so that it never outlives its loop.
    std::weak_ptr<Timer> timer_;
};

}  // namespace ax::socketio
