#pragma once

#include "app/host.h"
#include "platform/config/settings.h"
#include "platform/http/server.h"
#include "platform/runtime/loop.h"

#include <csignal>
#include <vector>

namespace ax::app {

/// SIGINT or SIGTERM. Made before any other thread, which then inherit the mask: only who asks here hears
/// them.
class StopSignal {
public:
    StopSignal();
    void wait() const;
    /// False once `time` is over without one.
    [[nodiscard]] bool came_within(Duration time) const;

private:
    sigset_t set_{};
};

/// AX_DRAIN_SECONDS. Where nobody else can take over, waiting would only make the outage longer.
[[nodiscard]] Duration drain_time(config::Values const& settings);

/// The end of a serving process, from the signal until nothing is under way any more: readiness goes down
/// first, live connections are sent to others in the second half of `drain`, then nothing new is taken, and
/// what runs may end. A second signal cuts the waiting short. The loops run on; the caller stops them.
void wind_up(Host& host, http::Server& server, runtime::Loop& loop, Duration drain, StopSignal const& stop);

}  // namespace ax::app
