#pragma once

#include "platform/runtime/loop.h"

#include <chrono>
#include <functional>
#include <memory>

namespace ax::db::postgres {

/// Calls `tick` on its loop every `period`, until it is destroyed or the loop stops. Made on the loop's
/// thread; destroyed there, or once the loop has stopped.
class Ticker {
public:
    Ticker(runtime::Loop& loop, std::chrono::milliseconds period, std::function<void()> tick);
    ~Ticker();
    Ticker(Ticker const&) = delete;
    Ticker& operator=(Ticker const&) = delete;

private:
    struct Timer;
    std::shared_ptr<Timer> timer_;
};

}  // namespace ax::db::postgres
