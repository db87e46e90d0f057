#pragma once

#include "platform/jobs/jobs.h"

#include <functional>
#include <mutex>

namespace ax::jobs {

/// Connects the threads that commit jobs with the loop that runs them. `ring` must not block.
struct Listeners::Bell {
    std::mutex mutex;
    std::function<void()> ring;
};

}  // namespace ax::jobs
