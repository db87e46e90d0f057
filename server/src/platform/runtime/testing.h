#pragma once

#include "platform/runtime/loop.h"

#include <functional>
#include <future>
#include <thread>

/// For tests of what runs on loops.
namespace ax::runtime::testing {

/// A loop with its own thread. All of it is called by the test's thread.
class Running {
public:
    Running() : thread_([this] { loop.run(); }) {}
    ~Running() { stop(); }
    Running(Running const&) = delete;
    Running& operator=(Running const&) = delete;

    /// Returns when the loop has run the job.
    void run(std::move_only_function<void()> job) {
        std::promise<void> done;
        loop.post([&] {
            job();
            done.set_value();
        });
        done.get_future().wait();
    }
    /// Returns when what was posted before has run, and what that posted to the loop.
    void settle() {
        std::promise<void> done;
        loop.post([&] { loop.post([&] { done.set_value(); }); });
        done.get_future().wait();
    }
    void stop() {
        if (!thread_.joinable())
            return;
        loop.stop();
        thread_.join();
    }

    Loop loop;

private:
    std::thread thread_;
};

}  // namespace ax::runtime::testing
