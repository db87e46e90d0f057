#pragma once

#include "platform/runtime/loop.h"
#include "platform/trace/trace.h"

#include <chrono>
#include <coroutine>
#include <exception>
#include <memory>
#include <utility>

namespace ax::db::postgres {

using SteadyClock = std::chrono::steady_clock;
using Deadline = SteadyClock::time_point;

/// A coroutine of this loop that waits for something. Shared between its frame and whoever will settle it, so
/// either may go first. Loop thread only.
struct Waiter {
    explicit Waiter(Deadline until) : deadline(until) {}
    Waiter(Waiter const&) = delete;
    Waiter& operator=(Waiter const&) = delete;
    virtual ~Waiter() = default;

    Deadline deadline;
    bool settled = false;
    bool abandoned = false;
    std::exception_ptr failure;
    std::coroutine_handle<> handle;
    trace::Context context;  // of the coroutine
};

/// The coroutine goes on from the loop's queue, never from inside the caller.
inline void settle(std::shared_ptr<Waiter> const& waiter, std::exception_ptr failure = {}) {
    if (std::exchange(waiter->settled, true))
        return;
    waiter->failure = std::move(failure);
    if (runtime::Loop* const loop = runtime::Loop::current(); loop != nullptr && waiter->handle)
        loop->post([waiter] {
            trace::Scope const traced(waiter->context);
            if (auto const handle = std::exchange(waiter->handle, nullptr))
                handle.resume();
        });
}

/// `co_await Wait{waiter}` rethrows the failure it was settled with.
class Wait {
public:
    explicit Wait(std::shared_ptr<Waiter> waiter) : waiter_(std::move(waiter)) {}
    Wait(Wait const&) = delete;
    Wait& operator=(Wait const&) = delete;
    ~Wait() {
        waiter_->handle = nullptr;
        waiter_->abandoned = !waiter_->settled;
    }
    [[nodiscard]] bool await_ready() const noexcept { return waiter_->settled; }
    void await_suspend(std::coroutine_handle<> handle) noexcept {
        waiter_->context = trace::current();
        waiter_->handle = handle;
    }
    void await_resume() const {
        if (waiter_->failure)
            std::rethrow_exception(waiter_->failure);
    }

private:
    std::shared_ptr<Waiter> waiter_;
};

}  // namespace ax::db::postgres
