#pragma once

#include "platform/runtime/loop.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace ax::socketio {

using TimePoint = std::chrono::steady_clock::time_point;

/// Something with deadlines. Told the time now and then instead of having a timer of its own: an idle one
/// costs a pointer.
class Sleeper {
public:
    Sleeper() = default;
    Sleeper(Sleeper const&) = delete;
    Sleeper& operator=(Sleeper const&) = delete;
    virtual ~Sleeper() = default;
    virtual void on_tick(TimePoint now) = 0;
    /// The server goes away after its loops: let go of everything and call nobody.
    virtual void abandon() = 0;

private:
    friend class Lane;
    std::size_t index_ = 0;  // in its lane
};

/// One loop's share of a server: its time, its next turn, and who sleeps there. Loop thread only.
class Lane {
public:
    Lane() = default;
    Lane(Lane const&) = delete;
    Lane& operator=(Lane const&) = delete;
    virtual ~Lane() = default;

    [[nodiscard]] virtual TimePoint now() const noexcept = 0;
    /// Null only in tests without a loop.
    [[nodiscard]] virtual runtime::Loop* loop() noexcept = 0;
    /// For the loop's next turn, when nobody is on the stack. Any thread.
    virtual void post(runtime::Loop::Job job) = 0;
    /// Asks for a tick at that time at the latest; without this, ticks come a few times within the shortest
    /// of the server's deadlines.
    virtual void wake_by(TimePoint at) = 0;

    void add(std::shared_ptr<Sleeper> sleeper);
    void remove(Sleeper& sleeper) noexcept;
    [[nodiscard]] bool empty() const noexcept { return sleepers_.empty(); }
    [[nodiscard]] std::vector<std::shared_ptr<Sleeper>> const& sleepers() const noexcept { return sleepers_; }
    /// Tells everybody the time. Who is told may add and remove anybody.
    void tick();
    void abandon_all();

protected:
    /// The first sleeper came.
    virtual void on_first() {}

private:
    std::vector<std::shared_ptr<Sleeper>> sleepers_;
};

/// Runs `job` on `loop`: at once if this is its thread (or null), else on one of its next turns.
template <class Job>
void run_on(runtime::Loop* loop, Job job) {
    if (loop == nullptr || loop == runtime::Loop::current())
        job();
    else
        loop->post(std::move(job));
}

}  // namespace ax::socketio
