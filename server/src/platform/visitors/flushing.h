#pragma once

#include "base/task.h"
#include "base/time.h"
#include "platform/runtime/loop.h"

#include <atomic>
#include <functional>
#include <string_view>

namespace ax::visitors {

/// Runs what writes counts about every 20 seconds, one at a time, and goes on after a failure, which is
/// logged under `name`. Outlives the loop's last turn; stop() from any thread.
class Flushing {
public:
    Flushing(Clock const& clock, std::string_view name, std::function<Task<void>()> flush)
        : clock_(clock), name_(name), flush_(std::move(flush)) {}

    void start(runtime::Loop& loop);
    void stop() noexcept { stopping_ = true; }

private:
    static Task<void> tick(Flushing* self);

    Clock const& clock_;
    std::string_view name_;
    std::function<Task<void>()> flush_;
    Instant flushed_at_{};
    std::atomic<bool> flushing_ = false;
    std::atomic<bool> stopping_ = false;
};

}  // namespace ax::visitors
