#pragma once

#include "base/task.h"
#include "base/time.h"

#include <atomic>
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace ax::runtime {

/// What a sleeper is woken with when its loop will not run again: lets its coroutine end and free what it
/// holds.
struct Stopped : std::exception {
    [[nodiscard]] char const* what() const noexcept override { return "the loop has stopped"; }
};

/// One event loop = one thread. Everything a request touches stays on the loop it arrived on; other threads
/// talk to a loop through post() only.
class Loop {
public:
    using Job = std::move_only_function<void()>;

    Loop();
    ~Loop();
    Loop(Loop const&) = delete;
    Loop& operator=(Loop const&) = delete;

    /// The loop whose run() is on this thread's stack; null on other threads (the SQLite writer, pool
    /// threads, tests without a loop).
    [[nodiscard]] static Loop* current() noexcept;

    /// Thread-safe. Jobs of one posting thread run in order. A job must not throw.
    void post(Job job);
    /// Runs until stop(). Call from the thread that is to be this loop's.
    void run();
    /// Thread-safe. Jobs that wait are dropped.
    void stop();
    /// Wakes all sleepers with Stopped, and those that come after. On the loop's thread, after the last run()
    /// and before what they use goes.
    void end_sleeps();

    /// Starts a task here that nobody waits for; an exception that escapes it is logged as a bug, unless it
    /// is Stopped. Loop thread only.
    void spawn(Task<void> task);
    /// Suspends the caller; never early, unless with Stopped. Loop thread only.
    Task<void> sleep(Duration time);
    /// Calls `tick` about once a second until the loop stops: deadlines are swept, not timed one by one.
    void every_second(std::move_only_function<void()> tick);

    /// For platform sources that do sockets. Feature code never sees Asio.
    [[nodiscard]] boost::asio::io_context& context() noexcept;

private:
    struct Sleep;
    struct State;
    std::unique_ptr<State> state_;
};

/// Suspends until another thread (or a later job) sets it; resumes the waiter on the loop it waits on, or in
/// place where there is no loop. One waiter, one set(). Keeps values out of it: they live in the waiter's
/// frame.
class Completion {
public:
    Completion() : home_(Loop::current()) {}
    void set();
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiter) noexcept;
    void await_resume() const noexcept {}

private:
    Loop* home_;
    std::coroutine_handle<> waiter_;
    std::atomic<bool> half_done_ = false;
};

}  // namespace ax::runtime
