#pragma once

#include "features/chat/service.h"
#include "features/realtime/realtime.h"
#include "platform/api/router.h"

#include <string>

namespace ax::chat {

/// The plain WebSocket face: `/ws/chat/<id>/<id>/`, one conversation, JSON text frames. Thread-safe.
class Plain {
public:
    struct Ports {
        bus::Bus& bus;
        api::Authenticator& authenticator;
        api::RateLimiter& limiter;
        realtime::Realtime& realtime;
        Service& service;
    };
    explicit Plain(Ports ports) : p_(ports) {}

    void bind(api::Router& router);
    /// The 101, or why not. Without a token in the handshake the socket opens and has five seconds to say who
    /// it is.
    Task<http::Response> handle(api::Call& call);

private:
    Ports p_;
};

}  // namespace ax::chat
