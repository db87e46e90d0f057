#pragma once

#include "features/conformance/conformance.h"
#include "platform/socketio/engine.h"
#include "platform/socketio/server.h"

namespace ax::conformance {

/// What the suites of engine.io-protocol and socket.io-protocol are run against.
///
/// `/engine.io/`: Engine.IO that echoes texts and binaries. `/socket.io/`, instead of the product's:
/// Socket.IO with the namespaces `/` and `/custom`, which emits `auth` with the payload of the CONNECT,
/// answers `message` with `message-back` and acknowledges `message-with-ack`, both with the same arguments. A
/// client whose payload names a `room` gets `ready` instead, and its `message` goes to everybody in the room.
/// Made once; thread-safe after bind().
class Sockets {
public:
    Sockets(bus::Bus& bus, Options const& options);

    void bind(api::Router& router);
    /// For a stop. Any thread.
    void drain(Duration over);

private:
    std::size_t max_payload_;
    socketio::Engine engine_;
    socketio::Server server_;
};

}  // namespace ax::conformance
