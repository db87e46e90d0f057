#include "platform/runtime/pool.h"

#include "platform/telemetry/metrics.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace ax::runtime {

struct Pool::State {
    metrics::Gauge& waiting = metrics::gauge("pool_waiting", "Work that waits for a thread of a pool");
    metrics::Gauge& running = metrics::gauge("pool_running", "Work that threads of pools do now");
    metrics::Counter& refused =
        metrics::counter("pool_refused_total", "Work refused because a pool's queue was full");

    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::move_only_function<void()>> jobs;
    std::size_t room = 0;
    bool stopping = false;
    std::vector<std::thread> threads;

    void work() {
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return stopping || !jobs.empty(); });
            if (jobs.empty())
                return;
            auto job = std::move(jobs.front());
            jobs.pop_front();
            waiting.add(-1);
            running.add(1);
            lock.unlock();
            job();
            running.add(-1);
            lock.lock();
        }
    }
};

Pool::Pool(std::size_t threads, std::size_t queue) : state_(std::make_unique<State>()) {
    state_->room = queue;
    for (std::size_t i = 0; i < threads; ++i)
        state_->threads.emplace_back([state = state_.get()] { state->work(); });
}

Pool::~Pool() {
    {
        std::lock_guard const lock(state_->mutex);
        state_->stopping = true;
    }
    state_->wake.notify_all();
    for (auto& thread : state_->threads) thread.join();
}

void Pool::submit(std::move_only_function<void()> job) {
    if (state_->threads.empty()) {
        job();
        return;
    }
    {
        std::lock_guard const lock(state_->mutex);
        if (state_->jobs.size() >= state_->room) {
            state_->refused.add();
            throw Busy{};
        }
        state_->jobs.push_back(std::move(job));
        state_->waiting.add(1);
    }
    state_->wake.notify_one();
}

}  // namespace ax::runtime
