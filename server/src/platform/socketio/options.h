#pragma once

#include "base/time.h"

#include <cstddef>

namespace ax::socketio {

struct Options {
    Duration ping_interval = seconds{25};
    Duration ping_timeout = seconds{20};
    Duration connect_timeout =
        seconds{45};  // without any namespace: for the first CONNECT, and after the last left
    std::size_t max_payload = 1'000'000;  // of one packet, of an event's attachments, and of one polling body
    std::size_t queue_bytes = 256 * 1024;  // waiting for a client; more ends its session
    std::size_t sessions = 20'000;
    Duration upgrade_timeout = seconds{10};  // from the second transport's opening to its `upgrade` packet
    /// How long a client whose connection was lost may come back as the same, with what it missed
    /// (connection state recovery). 0: not at all, as Socket.IO has it by default. See Session::on_lost.
    Duration recovery = {};
    std::size_t recovery_packets = 128;      // kept for each client
    std::size_t recovery_bytes = 64 * 1024;  // kept for each client
    std::size_t recovery_total = 64 << 20U;  // kept for all clients, shared packets counted for each
};

}  // namespace ax::socketio
