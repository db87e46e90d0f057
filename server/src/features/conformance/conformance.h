#pragma once

#include "base/time.h"
#include "platform/api/router.h"
#include "platform/bus/bus.h"

#include <cstddef>

/// What outside conformance suites and benchmarks are run against: the product's own stack with nothing
/// behind it. Only for `aspirex serve --conformance`, which production mode refuses.
namespace ax::conformance {

/// AX_SOCKET_*: what a suite may want shorter than the product has it.
struct Options {
    Duration ping_interval = seconds{25};
    Duration ping_timeout = seconds{20};
    Duration connect_timeout = seconds{45};
    std::size_t max_payload = 1'000'000;
    Duration recovery = {};  // Socket.IO's connection state recovery; 0: off, as its suite has it
};

inline constexpr std::size_t kEchoBytes = 16 * 1024 * 1024;

/// `/echo/`: HTTP of any method and path answers with the request's body, `/echo/ws` is a WebSocket that
/// sends back what it gets, both up to kEchoBytes; `/echo/rooms/<name>` is a WebSocket whose messages go to
/// everybody in the room over the bus, the sender included. Heartbeats as in the options.
void bind_echo(api::Router& router, bus::Bus& bus, Options const& options);

}  // namespace ax::conformance
